"""Returns: what came back goes on hand, and a replacement is owed (R34)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import orders, returns
from engine.errors import TooMuchReturned
from tests.story import Story

D = Decimal


def test_r34_a_return_goes_on_hand_and_a_replacement_is_owed_at_the_orders_own_place() -> None:
    desk = Story(book=10)
    first = desk.order("book 10")
    desk.ship(first)
    later = desk.order("book 4")
    with desk.act() as tx:
        returns.take_back(tx, first, 1, D(4))
    assert (desk.state(first), desk.order_state(first)) == ("10 shipped, 4 backordered", "open")
    desk.sweep()
    assert (desk.state(first), desk.state(later)) == ("10 shipped, 4 allotted", "4 backordered")


def test_r34_unsellable_goods_do_not_go_on_hand() -> None:
    desk = Story(book=10)
    order = desk.order("book 10")
    desk.ship(order)
    with desk.act() as tx:
        returns.take_back(tx, order, 1, D(4), sellable=False)
    assert (desk.balance("book")["on_hand"], desk.balance("book")["backordered"]) == ("0", "4")


def test_r34_with_the_preference_no_replacement_is_owed() -> None:
    desk = Story(book=10)
    desk.prefer(returns_reduce_order="on")
    order = desk.order("book 10")
    desk.ship(order)
    with desk.act() as tx:
        returns.take_back(tx, order, 1, D(4))
    assert (desk.state(order), desk.order_state(order)) == ("10 shipped", "closed")
    assert desk.balance("book")["on_hand"] == "4"


def test_r34_no_more_comes_back_than_shipped() -> None:
    desk = Story(book=10)
    order = desk.order("book 10")
    desk.ship(order)
    with desk.act() as tx:
        returns.take_back(tx, order, 1, D(7))
    with desk.act() as tx, pytest.raises(TooMuchReturned, match="Only 3 of line 1"):
        returns.take_back(tx, order, 1, D(4))


def test_what_has_not_shipped_cannot_come_back() -> None:
    desk = Story(book=10)
    order = desk.order("book 10")
    with desk.act() as tx, pytest.raises(TooMuchReturned):
        returns.take_back(tx, order, 1, D(1))
    assert desk.ask(orders.find, order)["state"] == "open"
