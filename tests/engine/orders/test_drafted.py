"""What drafts want, and what is available for it (R1, R6)."""

from __future__ import annotations

from decimal import Decimal

from engine.orders import drafted
from tests.story import Story


def test_r1_what_is_available_is_what_nobody_asked_for_before_any_draft_takes_its_units() -> None:
    desk = Story(book=20, pen=5)
    desk.order("book 12")
    number = desk.draft("book 5", "book 5", "pen 9")
    order_id = desk.ask(drafted.read, number=number)["order_id"][0]
    drafts, reading = desk.ask(drafted.draft_lines, [order_id])
    assert drafts.select("lic", "available_qty").rows() == [
        ("book", Decimal(8)),
        ("book", Decimal(8)),
        ("pen", Decimal(5)),
    ]
    assert reading.shelves["on_hand_qty"].sort().to_list() == [Decimal(5), Decimal(20)]
    assert drafted.in_scarce_pools(drafts)["lic"].to_list() == ["book", "book", "pen"]


def test_a_draft_is_found_by_its_number_or_its_id_and_an_order_without_lines_has_none() -> None:
    desk = Story(book=20)
    number, empty = desk.draft("book 5"), desk.draft()
    by_number = desk.ask(drafted.read, number=number)
    assert by_number.equals(desk.ask(drafted.read, by_number["order_id"].to_list()))
    assert desk.ask(drafted.read, number=empty).is_empty()
    assert desk.ask(drafted.read, number="none").is_empty()


def test_a_line_that_opens_goes_behind_every_place_that_was_given() -> None:
    desk = Story(book=20)
    desk.order("book 1", "book 1")
    assert desk.ask(drafted.read, number=desk.draft("book 5"))["last_entry_seq"].to_list() == [2]
