"""The parts in which a waiting line is filled, said in one way on screens and in one way in files (R40)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine import parts
from engine.parts import Part, Source, StoredPart
from engine.rules.letters import When

TODAY = date(2026, 11, 26)
SHELF = Part(Decimal(5), Source.SHELF, None, None)
COMES = Part(Decimal(18), Source.PO, date(2026, 12, 5), "PO101")
LATE = Part(Decimal(18), Source.PO, date(2026, 11, 7), "PO101")
SOME_DAY = Part(Decimal(5), Source.PO, None, "PO101")
HELD = Part(Decimal(2), Source.HOLD, None, None)
NOT_BEFORE = Part(Decimal(6), Source.SHELF, date(2026, 12, 20), None)
BARE = Part(Decimal(10), Source.NONE, None, None)
BESIDE_LATE = "18 by 5 Dec (PO101), 18 overdue (PO101, due 7 Nov)"


@pytest.mark.parametrize(
    ("found", "in_file", "in_words"),
    [
        ([COMES, BARE], "18 2026-12-05 PO101; 10 not ordered", "18 by 5 Dec (PO101), 10 not ordered"),
        ([SHELF], "5 next sweep", "with the next sweep"),
        ([LATE], "18 overdue 2026-11-07 PO101", "overdue: PO101 was due 7 Nov, no new day"),
        (
            [SHELF, LATE],
            "5 next sweep; 18 overdue 2026-11-07 PO101",
            "5 with the next sweep, 18 overdue (PO101, due 7 Nov)",
        ),
        ([SOME_DAY], "5 no day PO101", "on PO101, no day said"),
        ([COMES, LATE], "18 2026-12-05 PO101; 18 overdue 2026-11-07 PO101", BESIDE_LATE),
        ([], "", ""),
    ],
)
def test_r40_parts_are_said_in_words_and_in_files(found: list[Part], in_file: str, in_words: str) -> None:
    assert (parts.in_file(found, TODAY), parts.in_words(found, TODAY)) == (in_file, in_words)


def test_r40_what_comes_on_one_day_from_one_place_is_one_part() -> None:
    """A table keeps it apart if it was promised first for two days."""
    slipped, on_time = (
        StoredPart(qty=Decimal(qty), source="po", due_on=COMES.due_on, po="PO101") for qty in (8, 10)
    )
    bare = StoredPart(qty=Decimal(10), source="none", due_on=None, po="")
    assert parts.of_rows([slipped, bare, on_time]) == [COMES, Part(Decimal(10), Source.NONE, None, "")]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], ""),
        ([COMES], "Expected by 5 Dec (PO101)."),
        ([COMES, BARE], "Expected: 18 by 5 Dec (PO101), 10 not ordered. If ordered today: 9 Dec."),
        ([LATE], "It is overdue: PO101 was due 7 Nov, no new day."),
        ([BARE], "Nothing is on order for it. If ordered today: 9 Dec."),
    ],
)
def test_r40_until_when_a_line_waits(found: list[Part], said: str) -> None:
    assert parts.until(found, TODAY, Decimal(0), date(2026, 12, 9)) == said


def test_r40_a_whole_line_that_is_not_ordered_in_full_says_what_is_on_the_way() -> None:
    assert parts.until([BARE], TODAY, Decimal(4), None) == (
        "Not ordered in full: 4 are on the way for it, and it is filled all at once."
    )


def test_r40_a_day_that_has_passed_is_no_day() -> None:
    assert [part.is_dated(TODAY) for part in (SHELF, COMES, LATE, SOME_DAY, BARE)] == [
        *(True, True, False, False, False)
    ]
    assert parts.whole_by(None, TODAY) == "not on order"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([COMES], "by 5 December 2026"),
        ([SHELF, COMES], "5 with the next shipment, 18 by 5 December 2026"),
        ([NOT_BEFORE], "by 20 December 2026"),
        ([HELD], "later: we will write as soon as there is a day"),
        ([COMES, BARE, SOME_DAY], "18 by 5 December 2026, 15 later: we will write as soon as there is a day"),
        ([LATE, BARE], "later: we will write as soon as there is a day"),
        ([], "later: we will write as soon as there is a day"),
    ],
)
def test_r40_a_customer_is_told_days_and_not_our_purchase_orders(found: list[Part], said: str) -> None:
    assert parts.for_customer(found, TODAY) == said


def test_r51_what_leaves_alike_is_told_once_and_what_is_on_hold_has_no_day() -> None:
    assert parts.leaving([SHELF, LATE, NOT_BEFORE, COMES, SOME_DAY, BARE, HELD], TODAY) == {
        (When.NEXT, None): 5,
        (When.NO_DAY, None): 18 + 5 + 2,
        (When.FOLLOWS, date(2026, 12, 20)): 6,
        (When.FOLLOWS, date(2026, 12, 5)): 18,
        (When.NOT_ORDERED, None): 10,
    }


def test_r25_while_no_sweep_gives_it_what_lies_there_has_no_day() -> None:
    every = [SHELF, COMES, NOT_BEFORE]
    assert parts.swept(every, is_swept=True) == every
    told = parts.swept(every, is_swept=False)
    assert parts.in_words(told, TODAY) == (
        "11 on hand while backorder management is off, 18 by 5 Dec (PO101)"
    )
    assert parts.in_file(told, TODAY) == "11 no day on hand; 18 2026-12-05 PO101"
    assert parts.leaving(told, TODAY) == {(When.NO_DAY, None): 11, (When.FOLLOWS, date(2026, 12, 5)): 18}
    assert parts.until(told[:1], TODAY, Decimal(0), None) == "No day while backorder management is off."
