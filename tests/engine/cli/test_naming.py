"""How texts are read that may name a record and something of it, where numbers have signs in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import pytest
import typer

from engine import catalogue
from engine.cli import naming
from engine.cli.naming import OrderOrLine, Records
from tests.story import Story


@contextmanager
def records() -> Iterator[Records]:
    """Orders with strokes, colons and equals signs in their numbers, and a customer with one."""
    desk = Story(book=20)
    with desk.act() as tx:
        catalogue.add_customer(tx, "A=1", name="Odd")
    for number in ("0001", "0001/2", "2026/17", "2026/A", "SO", "SO:5", "X=1"):
        desk.order("book 1", number=number)
    yield Records(desk.session)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("0001", ("0001", None)),
        ("0001/1", ("0001", 1)),
        ("2026/17", ("2026/17", None)),
        ("2026/17/1", ("2026/17", 1)),
        ("2026/A", ("2026/A", None)),
        ("2027/A", ("2027/A", None)),
        ("2027/3", ("2027", 3)),
        ("/3", ("/3", None)),
        ("0001/" + "9" * 5000, ("0001/" + "9" * 5000, None)),
        ("a\0b/1", ("a\0b", 1)),
        ("0001/\u0661", ("0001/\u0661", None)),
    ],
)
def test_an_order_comes_before_a_line_of_another(text: str, meant: tuple[str, int | None]) -> None:
    with records() as there:
        assert naming.order_or_line(there, text) == meant


def test_what_may_be_an_order_and_a_line_is_refused() -> None:
    with (
        records() as there,
        pytest.raises(OrderOrLine, match="0001/2 is an order, and may be line 2 of order 0001"),
    ):
        naming.order_or_line(there, "0001/2")


def test_a_hold_names_an_order_or_a_line_and_perhaps_a_day() -> None:
    day = date(2199, 3, 10)
    with records() as there:
        assert naming.paused_order(there, "X=1") == ("X=1", None, None)
        assert naming.paused_order(there, "X=1=2199-03-10") == ("X=1", None, day)
        assert naming.paused_order(there, "2026/17/1=2199-03-10") == ("2026/17", 1, day)
        assert naming.paused_customer(there, "A=1") == ("A=1", None)
        assert naming.paused_customer(there, "school=2199-03-10") == ("school", day)


def test_the_longest_record_that_is_there_comes_before_the_colon() -> None:
    with records() as there:
        assert naming.order_within(there, "SO:5:book=1", "ORDER:LIC=QTY") == ("SO:5", "book", "1")
        assert naming.order_within(there, "SO:book=1", "ORDER:LIC=QTY") == ("SO", "book", "1")
        assert naming.supply_within(there, "PO1:A=4=10", "PO:LIC=QTY") == ("PO1", "A=4", "10")


@pytest.mark.parametrize("read", [naming.order_within, naming.supply_within])
@pytest.mark.parametrize("text", ["book=5", ":book=5", "SO:book", "SO:=5"])
def test_another_form_is_wrong_usage_that_says_the_right_one(
    read: Callable[[Records, str, str], object], text: str
) -> None:
    with records() as there, pytest.raises(typer.BadParameter, match=f"{text} is not THE FORM"):
        read(there, text, "THE FORM")
