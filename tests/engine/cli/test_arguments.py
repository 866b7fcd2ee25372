"""How the texts that commands are given are read; what cannot be read is wrong usage."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
import typer

from engine.cli import arguments


def test_the_last_equals_sign_parts_a_name_from_its_value() -> None:
    assert arguments.pair("A=4=10", "LIC=QTY") == ("A=4", "10")


def test_the_last_stroke_parts_an_order_from_its_line() -> None:
    assert arguments.line("2026/17/3", "ORDER/LINE") == ("2026/17", 3)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (arguments.pair, "book"),
        (arguments.pair, "=5"),
        (arguments.pair, "book="),
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


def test_what_is_named_twice_is_wrong_usage_as_one_of_the_two_would_be_lost() -> None:
    assert arguments.units(["book=5", "pen=6"]) == {"book": 5, "pen": 6}
    for twice in (["book=5", "book=6"], ["book=5", " book =5"]):
        with pytest.raises(typer.BadParameter, match="book is named twice"):
            arguments.units(twice)


def test_a_day_is_one_that_files_take_too() -> None:
    assert arguments.day("2999-12-31", "2999-12-31", "DAY") == date(2999, 12, 31)
    for day in ("3000-01-01", "1899-12-31", "9999-12-31", "0001-01-01"):
        with pytest.raises(typer.BadParameter, match=f"{day} is beyond the calendar; .* years 1900 to 2999"):
            arguments.day(day, day, "DAY")
    with pytest.raises(typer.BadParameter, match="soon is not DAY"):
        arguments.day("soon", "soon", "DAY")


def test_of_acts_that_follow_each_other_the_one_said_last_holds() -> None:
    assert arguments.last_said(["U2=3", "U2=5", "U2=3"]) == ["U2=5", "U2=3"]
    assert arguments.last_said(["U2=3", "U1=3", "U2=3"]) == ["U1=3", "U2=3"]
    assert arguments.last_said(None) is None
