"""Balances, adjustments and returns (R1, R2, R23, R34)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import log, shipments, stock
from engine.counting import BadCount
from engine.errors import (
    EmptyText,
    FirmNotCovered,
    NoLongerInventoried,
    NoReason,
    NotEnoughStock,
    Refused,
    TooManyDecimals,
    UnclearQuantity,
)
from engine.model import SweepName, WhyShort
from engine.stock import AdjustedAlready, CountedAsKnown
from tests.story import Story
from tests.two_warehouses import two_warehouses

D = Decimal


def test_r1_every_balance_is_a_sum_of_rows() -> None:
    desk = Story(book=20)
    desk.order("book 15")
    desk.order("book 15")
    desk.purchase("book", 30)
    assert desk.balance("book") == {
        "on_hand": "20",
        "demand": "30",
        "available": "-10",
        "allotted": "20",
        "free": "0",
        "on_order": "30",
        "total": "20",
        "backordered": "10",
    }


def test_r2_available_and_free_are_two_numbers() -> None:
    """on hand 20, a whole line of 25 waits  ->  available -5, yet 20 are free and held for it"""
    desk = Story(book=20)
    desk.order("book 25 whole")
    assert (desk.balance("book")["available"], desk.balance("book")["free"]) == ("-5", "20")


def test_r23_a_count_below_what_is_allotted_takes_from_the_back_of_the_queue() -> None:
    desk = Story(book=35)
    first, second = desk.order("book 20"), desk.order("book 15")
    desk.adjust("book", -20)
    assert (desk.state(first), desk.state(second)) == ("15 allotted, 5 backordered", "15 backordered")


def test_what_was_counted_is_taken_against_what_is_on_hand_there() -> None:
    desk = two_warehouses(20, 10)

    def units(typed: str, *where: str) -> Decimal:
        found: Decimal = desk.ask(stock.typed_units, typed, "book", *where)
        return found

    assert [units(typed) for typed in ("-3", "−3", " 4 ", "=17", "= 25.0", "=0")] == [-3, -3, 4, -3, 5, -20]
    assert units("=17", "EAST") == 7
    with pytest.raises(CountedAsKnown, match="10 of book are on hand in EAST, as counted"):
        units("=10", "EAST")
    for odd in ("=", "==3", "=many", "=1.5"):
        with pytest.raises((EmptyText, UnclearQuantity, TooManyDecimals)):
            units(odd)
    with pytest.raises(BadCount, match="-1 of book cannot have been counted; type how many are there, which"):
        units("=-1")


def test_r23_a_whole_line_that_no_longer_fits_loses_all_and_those_behind_keep_what_lasts() -> None:
    desk = Story(book=0)
    whole = desk.order("book 20 whole")
    behind = desk.order("book 5")
    desk.supply("book", 25)
    desk.sweep()
    assert (desk.state(whole), desk.state(behind)) == ("20 allotted", "5 allotted")
    desk.adjust("book", -10)
    assert (desk.state(whole), desk.state(behind)) == ("20 backordered", "5 allotted")


def test_r23_firm_lines_never_lose_so_a_fall_below_them_is_refused() -> None:
    desk = Story(book=20)
    first = desk.order("book 20")
    desk.pick(first)
    with pytest.raises(FirmNotCovered, match="20 on shipments being picked or pinned, more than the 15"):
        desk.adjust("book", -5)
    assert desk.state(first) == "20 allotted"


def test_r23_a_loss_is_logged_with_its_reason() -> None:
    desk = Story(book=20)
    order = desk.order("book 20")
    desk.adjust("book", -5)
    (said,) = [sentence for sentence in desk.log(order) if "no longer covers it" in sentence]
    assert said.startswith("Line 1: 5 of book went back to backorder as line 2")
    assert said.endswith("(book was adjusted: count).")


def test_what_an_adjustment_finds_waits_for_the_secondary_sweep() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.adjust("book", 5)
    assert desk.state(order) == "5 backordered"
    desk.sweep()
    assert desk.state(order) == "5 allotted"


def test_on_hand_does_not_go_below_zero_unless_an_admin_allowed_it() -> None:
    desk = Story(book=5)
    with pytest.raises(NotEnoughStock, match="only 5 on hand, so 6"):
        desk.adjust("book", -6)
    desk.prefer(allow_negative_stock="on")
    desk.adjust("book", -6)
    assert desk.balance("book")["on_hand"] == "-1"


def test_an_adjustment_needs_a_reason_and_a_lic_with_stock() -> None:
    desk = Story(book=5)
    desk.item("wrapping", inventoried=False)
    with desk.act() as tx, pytest.raises(NoReason, match="without a reason"):
        stock.adjust(tx, "book", D(1), reason=" ")
    with pytest.raises(NoLongerInventoried):
        desk.adjust("wrapping", 1)


def short(why: WhyShort, *, backorder_rest: bool = True, note: str = "") -> tuple[Story, str]:
    """Ten books are set aside for an order, seven leave."""
    desk = Story(book=10)
    number = desk.order("book 10")
    [shipment] = desk.shipments_of(number)
    left = [shipments.Short(None, 1, Decimal(7))]
    with desk.act() as tx:
        stock.ship_short(tx, shipment, left, why, note=note, backorder_rest=backorder_rest)
    return desk, number


@pytest.mark.parametrize("why", [WhyShort.NOT_FOUND, WhyShort.DAMAGED])
def test_r46_what_is_not_there_comes_off_on_hand_and_no_sweep_gives_it_again(why: WhyShort) -> None:
    desk, number = short(why)
    assert (desk.balance("book")["on_hand"], desk.state(number)) == ("0", "7 shipped, 3 backordered")
    desk.sweep(SweepName.SECONDARY)
    assert desk.state(number) == "7 shipped, 3 backordered"
    words = why.words
    assert f"Line 1: 7 of 10 book shipped; 3 wait on backorder ({words})." in desk.log(number)
    told = desk.ask(log.search, word="on hand 3 became 0")["sentence"].to_list()
    assert told == [f"book: on hand 3 became 0 ({words} as shipment 1 left)."]
    desk.prove()


@pytest.mark.parametrize("why", [WhyShort.CUSTOMER, WhyShort.OTHER])
def test_r46_what_lies_there_stays_on_the_shelf(why: WhyShort) -> None:
    desk, number = short(why, backorder_rest=False)
    assert (desk.balance("book")["on_hand"], desk.state(number)) == ("3", "7 shipped, 3 cancelled")
    desk.prove()


def test_r46_the_words_of_a_person_stand_in_the_log() -> None:
    desk, number = short(WhyShort.DAMAGED, note="wet")
    assert "Line 1: 7 of 10 book shipped; 3 wait on backorder (damaged, wet)." in desk.log(number)
    desk, number = short(WhyShort.OTHER)
    assert "Line 1: 7 of 10 book shipped; 3 wait on backorder." in desk.log(number)


def test_r46_undo_takes_the_shipment_and_the_loss_back_as_one() -> None:
    desk, number = short(WhyShort.NOT_FOUND)
    desk.undo()
    assert desk.balance("book")["on_hand"] == "10"
    assert desk.state(number) in ("10 allotted", "7 allotted, 3 allotted")
    desk.prove()


def test_r46_what_has_no_stock_is_not_written_off() -> None:
    desk = Story(book=5)
    desk.item("freight", inventoried=False)
    number = desk.order("book 5", "freight 2")
    desk.ship(number, (2, 1), why=WhyShort.NOT_FOUND)
    assert desk.balance("book")["on_hand"] == "0"
    desk.prove()


def test_r46_two_lines_of_a_lic_come_off_together() -> None:
    desk = Story(book=10)
    number = desk.order("book 6", "book 4")
    desk.ship(number, (1, 5), (2, 2), why=WhyShort.DAMAGED)
    assert desk.balance("book")["on_hand"] == "0"
    desk.prove()


def counted(desk: Story, reference: str, lic: str = "book") -> None:
    with desk.act() as tx:
        stock.adjust(tx, lic, Decimal(3), reason="count", reference=reference)


def test_an_adjustment_is_booked_once_by_its_reference_until_it_is_undone() -> None:
    desk = Story(book=10, pen=0)
    counted(desk, "K7")
    with pytest.raises(AdjustedAlready, match="K7 of book is in the books already"):
        counted(desk, "K7")
    assert desk.balance("book")["on_hand"] == "13"
    counted(desk, "K7", "pen")  # the same note names several LICs
    counted(desk, "K8")
    desk.undo()
    counted(desk, "K8")
    assert desk.balance("book")["on_hand"] == "16"


def test_an_adjustment_that_is_in_the_books_hides_nothing_else_that_is_wrong() -> None:
    desk = Story(book=10)
    counted(desk, "K7")
    both = r"(?s)K7 of book is in the books already.*The quantity 1\.5 of book is not in whole units"
    with pytest.raises(Refused, match=both), desk.act() as tx:
        stock.adjust(tx, "book", Decimal("1.5"), reason="count", reference="K7")
