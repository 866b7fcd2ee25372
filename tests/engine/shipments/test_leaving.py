"""Shipments leave whole or short, are picked or not, and are voided (R12, R31, R33)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine import shipments
from engine.errors import NothingShips, Refused, ShippingTooMuch, Unknown, WrongState
from tests.story import Story


def test_r31_shipping_takes_the_goods_off_hand_and_closes_the_order() -> None:
    desk = Story(book=20)
    order = desk.order("book 5")
    desk.pick(order)
    desk.ship(order)
    assert (desk.order_state(order), desk.state(order)) == ("closed", "5 shipped")
    assert (desk.balance("book")["on_hand"], desk.balance("book")["demand"]) == ("15", "0")


def test_r31_an_order_with_something_left_stays_open() -> None:
    desk = Story(book=20)
    order = desk.order("book 25")
    desk.ship(order)
    assert (desk.order_state(order), desk.state(order)) == ("open", "20 shipped, 5 backordered")


def test_r31_shipping_twice_is_refused_by_name() -> None:
    desk = Story(book=20)
    order = desk.order("book 5")
    (shipment,) = desk.ship(order)
    with desk.act() as tx, pytest.raises(WrongState, match=f"Shipment {shipment} is shipped"):
        shipments.ship(tx, [shipment])


def test_section_10_several_problems_with_shipments_are_told_together() -> None:
    desk = Story(book=20)
    (shipment,) = desk.ship(desk.order("book 5"))
    with desk.act() as tx, pytest.raises(Refused) as refused:
        shipments.pick(tx, [shipment, 77])
    assert len(refused.value.problems) == 2
    with desk.act() as tx, pytest.raises(Unknown, match="no shipment 78"):
        shipments.void(tx, [78])


def test_r33_voiding_a_pending_shipment_releases_its_lines_at_their_own_rank() -> None:
    desk = Story(book=5)
    first = desk.order("book 5")
    second = desk.order("book 5")
    desk.void(*desk.shipments_of(first))
    assert desk.state(first) == "5 backordered"
    desk.sweep()
    assert (desk.state(first), desk.state(second)) == ("5 allotted", "5 backordered")


def test_r33_voiding_a_shipped_one_puts_the_stock_back_and_reopens_the_order() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    desk.void(*desk.ship(order))
    assert (desk.order_state(order), desk.state(order)) == ("open", "5 backordered")
    assert desk.balance("book")["on_hand"] == "5"


def test_r12_short_shipping_backorders_the_rest_as_a_linked_line() -> None:
    """ship 500 of 533  ->  500 shipped + 33 BO"""
    desk = Story(book=533)
    order = desk.order("book 533")
    desk.ship(order, (1, 500))
    assert desk.state(order) == "500 shipped, 33 backordered"
    assert desk.lines(order)["root_line_no"].to_list() == [1, 1]
    assert desk.balance("book")["on_hand"] == "33"


def test_r12_or_reduces_the_order() -> None:
    desk = Story(book=533)
    order = desk.order("book 533")
    desk.ship(order, (1, 500), backorder_rest=False)
    assert (desk.state(order), desk.order_state(order)) == ("500 shipped, 33 cancelled", "closed")


def test_r12_a_line_of_which_nothing_ships_stays_behind() -> None:
    desk = Story(book=5, pen=5)
    order = desk.order("book 5", "pen 5")
    desk.ship(order, (1, 0))
    assert desk.state(order) == "5 backordered, 5 shipped"


@pytest.mark.parametrize(
    ("ships", "state", "said"),
    [
        (3, "5 shipped, 3 shipped, 1 allotted", "Line 2: 3 of 4 fee shipped; 1 goes on the next shipment."),
        (0, "5 shipped, 4 allotted", "Line 2: 0 of 4 fee shipped; 4 go on the next shipment."),
    ],
)
def test_r13_what_has_no_stock_never_waits_and_goes_on_the_next_shipment(
    ships: int, state: str, said: str
) -> None:
    desk = Story(book=5)
    desk.item("fee", inventoried=False)
    order = desk.order("book 5", "fee 4")
    desk.ship(order, (2, ships))
    assert (desk.state(order), said in desk.log(order)) == (state, True)
    desk.ship(order)
    assert desk.order_state(order) == "closed"


def test_r13_the_undo_of_a_short_shipment_has_all_of_a_service_on_one_shipment_again() -> None:
    desk = Story(book=5)
    desk.item("fee", inventoried=False)
    order = desk.order("book 5", "fee 4")
    desk.ship(order, (2, 3))
    desk.undo()
    assert desk.state(order) == "5 allotted, 3 allotted, 1 allotted"
    [_] = desk.shipments_of(order)


def test_r12_a_shipment_of_nothing_is_refused() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    with pytest.raises(NothingShips):
        desk.ship(order, (1, 0))
    assert desk.state(order) == "5 allotted"


def test_section_10_more_than_is_allotted_cannot_ship() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    with pytest.raises(ShippingTooMuch, match="has 5 allotted, so 6 cannot ship"):
        desk.ship(order, (1, 6))


def test_picking_can_be_given_up() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    ids = desk.pick(order)
    with desk.act() as tx:
        shipments.unpick(tx, ids)
    desk.order("book 5", priority=1)
    assert desk.state(order) == "5 backordered"


@pytest.mark.parametrize("act", [shipments.pick, shipments.unpick, shipments.ship, shipments.void])
def test_a_number_beyond_any_shipment_is_none(act: Callable[..., object]) -> None:
    desk = Story()
    with desk.act() as tx, pytest.raises(Unknown, match="There is no shipment 9223372036854775807"):
        act(tx, [2**63 - 1])
