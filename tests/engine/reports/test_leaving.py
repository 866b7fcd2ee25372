"""When a Complete order can leave: on the day of its latest line, or what stands in the way (R40)."""

from datetime import date
from decimal import Decimal

import pytest

from engine.parts import Part, Source
from engine.reports import leaving
from engine.reports.leaving import Leaving, WaitingLine

TODAY = date(2026, 11, 26)
SOON, LAST, NEXT_YEAR = date(2026, 12, 5), date(2026, 12, 9), date(2027, 1, 4)
PAST, LONG_PAST = date(2026, 11, 20), date(2026, 11, 7)


def shelf(qty: int = 1) -> Part:
    return Part(Decimal(qty), Source.SHELF, None, None)


def bare(qty: int) -> Part:
    return Part(Decimal(qty), Source.NONE, None, None)


def idle() -> Part:
    return Part(Decimal(1), Source.IDLE, None, None)


def on(po: str, due_on: date | None) -> Part:
    return Part(Decimal(1), Source.PO, due_on, po)


@pytest.mark.parametrize(
    ("lines", "day", "said"),
    [
        ([[shelf()], [shelf()]], TODAY, "The order can leave complete with the next sweep."),
        ([[shelf(), on("PO1", LAST)], [on("PO2", SOON)]], LAST, "The order can leave complete by 9 Dec."),
        ([[on("PO1", TODAY)], [shelf()]], TODAY, "The order can leave complete by 26 Nov."),
        ([[on("PO1", NEXT_YEAR)], [shelf()]], NEXT_YEAR, "The order can leave complete by 4 Jan 2027."),
    ],
)
def test_r40_a_complete_orders_day_is_that_of_its_latest_line(
    lines: list[list[Part]], day: date, said: str
) -> None:
    assert leaving.when(_lines(lines), TODAY) == Leaving(day, said)


@pytest.mark.parametrize(
    ("lines", "until"),
    [
        ([[on("PO1", LONG_PAST)], [on("PO2", LAST)]], "before PO1 comes, which was due 7 Nov"),
        ([[on("PO1", LONG_PAST)], [on("PO1", LONG_PAST)]], "before PO1 comes, which was due 7 Nov"),
        (
            [[on("PO2", PAST)], [on("PO1", LONG_PAST)]],
            "before PO1, which was due 7 Nov, and 1 other purchase order come",
        ),
        (
            [[on("PO3", None)], [on("PO2", PAST), on("PO1", LONG_PAST)]],
            "before PO1, which was due 7 Nov, and 2 other purchase orders come",
        ),
        ([[on("PO3", None)], [shelf()]], "before PO3 comes, for which no day is said"),
        ([[on("PO1", SOON), bare(10)], [shelf()]], "while 10 of LIC1 are not ordered"),
        ([[on("PO1", SOON)], [idle()]], "while backorder management is off"),
        ([[on("PO1", LONG_PAST)], [bare(1)]], "while 1 of LIC2 is not ordered"),
        ([[bare(2)], [bare(10)]], "while 10 of LIC2 and 1 other line are not ordered"),
        ([[bare(2)], [bare(10)], [bare(3)]], "while 10 of LIC2 and 2 other lines are not ordered"),
    ],
)
def test_r40_what_stands_in_its_way_is_named_the_worst_first(lines: list[list[Part]], until: str) -> None:
    assert leaving.when(_lines(lines), TODAY) == Leaving(None, f"It cannot leave complete {until}.")


def test_r40_siblings_of_a_typed_line_are_one_line() -> None:
    siblings = [_line(1, "PEN", bare(4)), _line(1, "PEN", bare(6))]
    told = leaving.when(siblings, TODAY)
    assert told == Leaving(None, "It cannot leave complete while 10 of PEN are not ordered.")


def test_r40_an_order_of_which_nothing_waits_has_no_day_to_tell() -> None:
    assert leaving.when([], TODAY) is None


def _lines(parts: list[list[Part]]) -> list[WaitingLine]:
    return [_line(no, f"LIC{no}", *mine) for no, mine in enumerate(parts, start=1)]


def _line(no: int, lic: str, *parts: Part) -> WaitingLine:
    """A line that is short of all that is not ordered of it."""
    short = sum((part.qty for part in parts if part.source is Source.NONE), Decimal(0))
    return WaitingLine(no, lic, parts, short)


def test_r40_a_whole_line_lacks_what_is_short_and_a_line_that_only_waits_for_it_nothing() -> None:
    lines = [
        WaitingLine(1, "PEN", [bare(30)], Decimal(10)),
        WaitingLine(2, "INK", [bare(4)], Decimal(0)),
    ]
    assert leaving.when(lines, TODAY) == Leaving(
        None, "It cannot leave complete while 10 of PEN are not ordered."
    )
