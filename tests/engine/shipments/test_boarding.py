"""Lines come on and off pending shipments as their states say (R20, R30, R32)."""

from __future__ import annotations

from decimal import Decimal

from engine import log, orders, shipments
from tests.story import Story


def test_r30_partial_ok_puts_allotted_lines_on_a_shipment_at_once() -> None:
    desk = Story(book=20, pen=0)
    order = desk.order("book 5", "pen 5")
    assert desk.lines(order)["shipment_id"].to_list() == [1, None]


def test_r30_complete_waits_for_its_last_line_and_then_travels_alone() -> None:
    desk = Story(book=20, pen=0)
    desk.prefer(append_by_location="on")
    other = desk.order("book 1")
    order = desk.complete("book 5", "pen 5")
    assert (desk.state(order), desk.shipments_of(order)) == ("5 allotted, 5 backordered", [])
    desk.supply("pen", 5)
    desk.sweep()
    assert len(desk.shipments_of(order)) == 1
    assert desk.shipments_of(order) != desk.shipments_of(other)


def test_r30_more_that_waits_takes_a_complete_order_off_its_shipment() -> None:
    """Neither more of a line nor one more line moves any stock: nobody has any to give."""
    desk = Story(book=8, pen=0)
    number = desk.complete("book 8")
    assert desk.shipments_of(number, "pending")
    with desk.act() as tx:
        orders.change_qty(tx, number, 1, Decimal(15))
    assert desk.state(number) == "8 allotted, 7 backordered"
    assert not desk.shipments_of(number, "pending")
    desk.prove()
    desk.supply("book", 7)
    desk.sweep()
    assert desk.shipments_of(number, "pending")
    with desk.act() as tx:
        orders.add_line(tx, number, "pen", Decimal(1))
    assert not desk.shipments_of(number, "pending")
    desk.prove()


def test_r32_without_the_preference_each_order_has_its_own_shipment() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 5"), desk.order("book 5")
    assert desk.shipments_of(first) != desk.shipments_of(second)


def test_r32_the_same_order_is_appended_to_its_own_pending_shipment() -> None:
    desk = Story(book=20)
    order = desk.order("book 25")
    desk.supply("book", 5)
    report = desk.sweep()
    assert (report.counts.shipments_created, report.counts.shipments_appended) == (0, 1)
    assert len(desk.shipments_of(order)) == 1


def test_r32_with_the_preference_orders_of_one_location_travel_together() -> None:
    desk = Story(book=20)
    desk.prefer(append_by_location="on")
    first = desk.order("book 5")
    second, elsewhere = desk.order("book 5"), desk.order("book 5", location="annex")
    other = desk.order("book 2", customer="college")
    assert desk.shipments_of(first) == desk.shipments_of(second)
    assert len({*desk.shipments_of(first), *desk.shipments_of(elsewhere), *desk.shipments_of(other)}) == 3


def test_r32_appending_is_told_on_both_orders() -> None:
    desk = Story(book=20)
    desk.prefer(append_by_location="on")
    first = desk.order("book 5")
    second = desk.order("book 5")
    assert any(f"beside order {first}" in line for line in desk.log(second))
    assert any(f"Order {second} was appended to shipment" in line for line in desk.log(first))


def test_r32_a_shipment_that_is_being_picked_is_not_appended_to() -> None:
    desk = Story(book=20)
    order = desk.order("book 25")
    picked = desk.pick(order)
    desk.supply("book", 5)
    desk.sweep()
    assert desk.shipments_of(order, "pending") != picked


def test_r32_same_order_first_then_the_oldest() -> None:
    desk = Story(book=4, pen=0)
    oldest, own = desk.order("book 2"), desk.order("book 2", "pen 2")
    desk.prefer(append_by_location="on")
    late = desk.order("pen 2")
    desk.supply("pen", 4)
    desk.sweep()
    assert desk.lines(own)["shipment_id"].n_unique() == 1
    assert desk.shipments_of(late) == desk.shipments_of(oldest)


def test_r32_when_several_orders_of_a_location_are_filled_at_once_they_share_one_new_shipment() -> None:
    desk = Story(book=0)
    desk.prefer(append_by_location="on")
    first, second = desk.order("book 2"), desk.order("book 2")
    desk.supply("book", 4)
    report = desk.sweep()
    assert desk.shipments_of(first) == desk.shipments_of(second)
    assert report.counts.shipments_created == 1


def test_r20_a_shipment_that_loses_all_its_lines_is_voided_and_the_log_says_so() -> None:
    desk = Story(book=5, pen=5)
    first = desk.order("book 5", "pen 5")
    second = desk.order("book 5", "pen 5", priority=1)
    assert (desk.shipments_of(first), desk.shipments_of(second)) == ([], [2])
    assert desk.log(first)[-2:] == [
        f"Line 1 of order {first} came off shipment 1 (order {second} was opened).",
        f"Line 2 of order {first} came off shipment 1 (order {second} was opened).",
    ]
    emptied = f"Shipment 1 was voided: nothing is left on it (order {second} was opened)."
    assert emptied in desk.ask(log.search, shipment_id=1)["sentence"].to_list()


def test_r20_a_line_that_was_split_ships_what_is_left_on_it() -> None:
    desk = Story(book=5)
    first = desk.order("book 5")
    desk.order("book 3", priority=1)
    [shipment] = desk.shipments_of(first)
    assert desk.ask(shipments.carried, shipment)["qty"].to_list() == [Decimal(2)]
    assert not [line for line in desk.log(first) if "came off shipment" in line]
