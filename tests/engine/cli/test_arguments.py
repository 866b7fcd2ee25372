"""How the texts that commands are given are read; what cannot be read is wrong usage."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
import typer

from engine.cli import arguments


def test_the_last_equals_sign_parts_a_name_from_its_value() -> None:
    assert arguments.pair("A=4=10", "LIC=QTY") == ("A=4", "10")
    assert arguments.within("PO1:A=4=10", "PO:LIC=QTY") == ("PO1", "A=4", "10")


def test_the_last_stroke_parts_an_order_from_its_line() -> None:
    assert arguments.line("2026/17/3", "ORDER/LINE") == ("2026/17", 3)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (arguments.pair, "book"),
        (arguments.pair, "=5"),
        (arguments.pair, "book="),
        (arguments.within, "book=5"),
        (arguments.within, ":book=5"),
        (arguments.line, "1001"),
        (arguments.line, "1001/x"),
    ],
)
def test_another_form_is_wrong_usage_that_says_the_right_one(
    read: Callable[[str, str], object], text: str
) -> None:
    with pytest.raises(typer.BadParameter, match=f"{text} is not THE FORM"):
        read(text, "THE FORM")


def test_a_part_that_is_no_number_is_told_with_the_whole() -> None:
    assert arguments.read(Decimal, "5", "book=5", "LIC=QTY") == 5
    with pytest.raises(typer.BadParameter, match="book=x is not LIC=QTY"):
        arguments.read(int, "x", "book=x", "LIC=QTY")
