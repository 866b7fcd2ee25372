"""How the texts that commands are given are read; what cannot be read is wrong usage."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import typer
from typer.main import get_command

from engine.cli import app, arguments, commands
from tests.engine.cli.command_line import Backorder


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
    for text in ("soon", "20261130", "2026-W48-1", "2026-334", " 2026-11-30"):
        with pytest.raises(typer.BadParameter, match=f"{text.strip()} is not DAY"):
            arguments.day(text, text, "DAY")


@pytest.mark.parametrize("text", ["1_0", "1e3", "1.0", "0x1", "\u0661", "", "one", "9" * 5000])
def test_what_is_not_written_in_plain_figures_is_no_number(text: str) -> None:
    with pytest.raises(ValueError, match="write a whole number, such as 2"):
        arguments.number(text)
    with pytest.raises(typer.BadParameter, match="is not ORDER/LINE=QTY"):
        arguments.line(f"A1/{text}", "ORDER/LINE=QTY")


@pytest.mark.parametrize("text", ["7", " 7 ", "+7", "007"])
def test_a_number_may_have_signs_and_zeros_before_it(text: str) -> None:
    assert arguments.number(text) == 7


def test_every_number_of_the_command_line_is_read_in_one_way() -> None:
    """Typer's own reading takes 1_0 for 10, and so does Python's."""
    root: Any = get_command(app.app)
    numbers = {
        f"{name} {one.name}": one.type_descriptor.parameter_info.parser
        for name in commands.NAMES
        for one in root.commands[name].params
        if re.search(r"\bint\b", str(one.type_descriptor.annotation))
    }
    assert len(numbers) > 10
    assert {where for where, parser in numbers.items() if parser != arguments.number} == {"up port"}


@pytest.mark.parametrize(
    ("port", "instead"), [("8_5", "a whole number"), ("0", "1 or more"), ("65536", "65535 or less")]
)
def test_a_port_is_refused_before_anything_is_started(backorder: Backorder, port: str, instead: str) -> None:
    answer = backorder("up", "--port", port)
    assert (answer.code, answer.out) == (2, "")
    assert f"write {instead}" in answer.err


def test_of_acts_that_follow_each_other_the_one_said_last_holds() -> None:
    assert arguments.last_said(["U2=3", "U2=5", "U2=3"]) == ["U2=5", "U2=3"]
    assert arguments.last_said(["U2=3", "U1=3", "U2=3"]) == ["U1=3", "U2=3"]
    assert arguments.last_said(None) is None
