"""An open order is changed: quantities, lines, head, cancelled (R11)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import orders
from engine.errors import (
    ChangedSince,
    TooMuchIsFirm,
)
from engine.model import ShipType
from engine.orders import holds
from engine.orders.holds import Subject
from engine.reports import backorders
from tests.story import Story


def test_r11_an_increase_goes_to_the_back_of_the_queue() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 5")
    with desk.act() as tx:
        orders.change_qty(tx, first, 1, Decimal(8))
    desk.supply("book", 10)
    desk.sweep()
    assert desk.state(first) == "5 allotted, 3 backordered"
    assert desk.state(second) == "5 allotted"


def test_r11_a_decrease_takes_from_what_waits_first() -> None:
    desk = Story(book=20)
    order = desk.order("book 25")
    with desk.act() as tx:
        orders.change_qty(tx, order, 1, Decimal(22))
    assert desk.state(order) == "20 allotted, 2 backordered, 3 cancelled"
    with desk.act() as tx:
        orders.change_qty(tx, order, 1, Decimal(15))
    assert desk.state(order) == "15 allotted, 2 cancelled, 3 cancelled, 5 cancelled"
    assert desk.balance("book")["available"] == "5"


def test_r11_a_decrease_leaves_what_is_being_picked_alone() -> None:
    desk = Story(book=20)
    order = desk.order("book 25")
    desk.pick(order)
    with desk.act(proven=False) as tx, pytest.raises(TooMuchIsFirm, match="being picked"):
        orders.change_qty(tx, order, 1, Decimal(10))


def test_r11_a_line_added_to_an_open_order_opens_at_once() -> None:
    desk = Story(book=20, pen=2)
    order = desk.order("book 5")
    desk.add(order, "pen 3")
    assert desk.state(order) == "5 allotted, 2 allotted, 1 backordered"


def test_r11_cancelling_a_line_frees_its_stock_for_the_next_sweep() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 5")
    with desk.act() as tx:
        orders.cancel_line(tx, first, 1)
    assert (desk.order_state(first), desk.state(second)) == ("void", "5 backordered")
    desk.sweep()
    assert desk.state(second) == "5 allotted"


def test_an_order_somebody_else_changed_is_not_overwritten() -> None:
    desk = Story(book=20)
    order = desk.order("book 5")
    seen = desk.ask(orders.find, order)["version"]
    desk.actor = "Bob"
    desk.priority(order, 3)
    with desk.act() as tx, pytest.raises(ChangedSince, match=r"changed by Bob at 2 Mar, \d\d:\d\d,"):
        orders.cancel_order(tx, order, seen=seen)


def test_cancelling_a_draft_or_an_unshipped_order_voids_it() -> None:
    desk = Story(book=20)
    for number in (desk.draft("book 5"), desk.order("book 5")):
        with desk.act() as tx:
            orders.cancel_order(tx, number)
        assert desk.order_state(number) == "void"


def test_changing_the_ship_type_moves_the_lines_to_the_right_shipments() -> None:
    desk = Story(book=5, pen=0)
    order = desk.order("book 5", "pen 5")
    assert len(desk.shipments_of(order)) == 1
    with desk.act() as tx:
        orders.change(tx, order, ship_type=ShipType.COMPLETE)
    assert desk.shipments_of(order) == []
    with desk.act() as tx:
        orders.change(tx, order, ship_type=ShipType.PARTIAL)
    assert len(desk.shipments_of(order)) == 1


def test_a_changed_location_takes_the_order_to_another_shipment() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    before = desk.shipments_of(order)
    with desk.act() as tx:
        orders.change(tx, order, location="annex")
    assert desk.shipments_of(order) != before
    assert len(desk.shipments_of(order)) == 1


def test_r22_a_pin_that_is_there_already_is_no_news() -> None:
    desk = Story(book=20)
    order = desk.order("book 5")
    for pinned in (False, True, True):
        with desk.act() as tx:
            orders.set_pinned(tx, order, 1, pinned=pinned)
    assert [said for said in desk.log(order) if "pinned" in said] == [
        "Line 1 was pinned: nobody can take its stock."
    ]
    assert desk.undo().done == ["Order 1001: Line 1 is no longer pinned."]


def test_r45_what_a_line_on_hold_is_raised_by_is_on_hold_with_it_until_both_are_undone() -> None:
    desk = Story(book=20)
    order = desk.order("book 5")
    with desk.act() as tx:
        holds.hold(tx, [Subject(order, 1)], "not paid", desk.today + timedelta(days=9))
    with desk.act() as tx:
        orders.change_qty(tx, order, 1, Decimal(8))
    assert (desk.state(order), desk.shipments_of(order)) == ("5 allotted, 3 backordered", [])
    assert desk.ask(backorders.waiting)["reason"].to_list() == [
        "It is on hold by Ann until 11 Mar: not paid."
    ]
    desk.undo()
    assert desk.state(order) == "5 allotted, 3 cancelled"
    desk.now += timedelta(days=9)
    with desk.act() as tx:
        orders.change_qty(tx, order, 1, Decimal(7))
    assert desk.state(order) == "5 allotted, 3 cancelled, 2 allotted"
