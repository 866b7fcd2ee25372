"""What a draft takes and refuses (section 10)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import orders
from engine.errors import (
    AbsurdQuantity,
    BadPriority,
    BadQuantity,
    DeskError,
    EmptyOrder,
    TooManyDecimals,
    Unknown,
)
from engine.model import OnShortage
from tests.story import Story


@pytest.mark.parametrize(
    ("want", "error"),
    [
        ("book 0", BadQuantity),
        ("book -3", BadQuantity),
        ("book 2.5", TooManyDecimals),
        ("book 2000000000000", AbsurdQuantity),
        ("bok 2", Unknown),
    ],
)
def test_section_10_bad_lines_are_refused_with_a_sentence_that_names_the_lic(
    want: str, error: type[DeskError]
) -> None:
    desk = Story(book=5)
    draft = desk.draft()
    with pytest.raises(error, match=want.split(maxsplit=1)[0]):
        desk.add(draft, want)
    assert desk.lines(draft).height == 0


def test_section_10_an_unknown_lic_is_answered_with_the_nearest_ones() -> None:
    desk = Story(book=5)
    with pytest.raises(Unknown, match=r"no LIC bok \(nearest: book\)"):
        desk.draft("bok 2")


@pytest.mark.parametrize("facts", [{"customer": "nobody"}, {"location": "nowhere"}])
def test_section_10_unknown_customers_and_locations_are_refused(facts: dict[str, str]) -> None:
    with pytest.raises(Unknown, match=r"nobody|nowhere"):
        Story().draft(**facts)


@pytest.mark.parametrize("priority", [-1, 10])
def test_section_10_a_priority_outside_0_to_9_is_refused(priority: int) -> None:
    with pytest.raises(BadPriority, match="of the new order is not a whole number from 0 to 9"):
        Story().draft(priority=priority)


def test_section_10_an_empty_order_cannot_be_opened() -> None:
    desk = Story()
    with pytest.raises(EmptyOrder):
        desk.open(desk.draft())


@pytest.mark.parametrize("number", ["O9", "PO 4711/a", "7", "007"])
def test_section_10_a_number_that_is_typed_is_kept_whatever_it_is_made_of(number: str) -> None:
    """The first order of a desk, too: what is typed need not be like the numbers that are given out."""
    desk = Story(book=5)
    assert desk.order("book 1", number=number) == number
    assert desk.order("book 1") == "1001"


def test_the_log_says_in_words_what_a_line_was_given_and_what_was_answered() -> None:
    desk = Story(book=20, pen=0)
    number = desk.draft("book 25", "pen 3")
    with desk.act() as tx:
        orders.change_draft_line(tx, number, 1, qty=Decimal(25), unit_price=Decimal("12.50"))
        orders.answer(tx, number, 1, OnShortage.SPLIT, Decimal(20))
        orders.answer(tx, number, 2, OnShortage.SPLIT, Decimal(-5))
        orders.answer(tx, number, 1, OnShortage.WHOLE, Decimal(19))
        orders.answer(tx, number, 2, OnShortage.WHOLE, None)
        orders.change_draft_line(tx, number, 2, qty=Decimal(4))
        orders.change_draft_line(tx, number, 1, qty=Decimal(25), unit_price=None)
    whole = "to let it wait whole (19 available)"
    assert [said for said in desk.log(number) if "answer" in said or "price" in said] == [
        "Line 1 of book: unit price is 12.5.",
        "Line 1 of book: the answer is to split it (20 available).",
        "Line 2 of pen: the answer is to let it wait (nothing available).",
        f"Line 1 of book: the answer is {whole}, no longer to split it (20 available).",
        "Line 2 of pen: the answer is to let it wait whole, no longer to let it wait (nothing available).",
        "Line 2 of pen: the answer to let it wait whole was taken back.",
        "Line 1 of book: the unit price 12.5 was removed.",
        f"Line 1 of book: the answer {whole} was taken back.",
    ]
