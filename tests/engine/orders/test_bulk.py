"""The same change to many orders: all of it or nothing."""

from __future__ import annotations

import pytest

from engine import orders
from engine.errors import DeskError, WrongState
from engine.orders import bulk
from tests.story import Story


def test_lines_that_wait_are_cancelled_several_of_one_order_as_well() -> None:
    desk = Story(book=2, pen=0)
    order = desk.order("book 5", "pen 3")
    with desk.act() as tx:
        bulk.cancel_waiting(tx, [(order, 2), (order, 3)])
    assert desk.state(order) == "2 allotted, 3 cancelled, 3 cancelled"


def test_a_line_that_no_longer_waits_is_refused() -> None:
    """Between the look at the list and the click, a sweep filled it."""
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 5)
    desk.sweep()
    with pytest.raises(WrongState), desk.act() as tx:
        bulk.cancel_waiting(tx, [(order, 1)])
    assert desk.state(order) == "5 allotted"


def test_orders_are_cancelled_together_a_draft_among_them() -> None:
    desk = Story(book=2)
    short, draft = desk.order("book 5"), desk.draft("book 1")
    with desk.act() as tx:
        bulk.cancel_orders(tx, [short, draft])
    assert [desk.ask(orders.find, number)["state"] for number in (short, draft)] == ["void", "void"]


def test_orders_that_are_over_are_refused_together_and_none_is_cancelled() -> None:
    desk = Story(book=9)
    gone, void, waiting = desk.order("book 1"), desk.order("book 1"), desk.order("book 20")
    desk.ship(gone)
    with desk.act() as tx:
        orders.cancel_order(tx, void)
    with pytest.raises(DeskError) as refused, desk.act() as tx:
        bulk.cancel_orders(tx, [gone, waiting, void])
    assert [sentence.split(" is ")[0] for sentence in str(refused.value).splitlines()] == [
        f"Order {gone}",
        f"Order {void}",
    ]
    assert desk.state(waiting) == "7 allotted, 13 backordered"


def test_what_waiting_lines_have_already_is_pinned_and_let_go_again() -> None:
    desk = Story(book=20, pen=0)
    order, other = desk.order("book 25"), desk.order("pen 3")
    assert desk.ask(bulk.pins, [(order, 2), (other, 1)]) == ([(order, 2)], [])
    with desk.act() as tx:
        bulk.set_pinned(tx, [(order, 2)], pinned=True)
    desk.order("book 9", priority=9)
    assert desk.state(order) == "20 allotted, 5 backordered"
    assert desk.ask(bulk.pins, [(order, 2), (other, 1)]) == ([], [(order, 2)])
    with desk.act() as tx:
        bulk.set_pinned(tx, [(order, 2)], pinned=False)
    assert desk.ask(bulk.pins, [(order, 2)]) == ([(order, 2)], [])


def test_lines_that_have_nothing_to_pin_are_refused_together_and_none_is_pinned() -> None:
    desk = Story(book=20, pen=0, cup=0)
    order, pen, cup = desk.order("book 25"), desk.order("pen 3"), desk.order("cup 1")
    with pytest.raises(DeskError) as refused, desk.act() as tx:
        bulk.set_pinned(tx, [(order, 2), (pen, 1), (cup, 1)], pinned=True)
    assert str(refused.value).splitlines() == [
        f"Line 1 of order {pen} has no stock to pin; wait until it is allotted.",
        f"Line 1 of order {cup} has no stock to pin; wait until it is allotted.",
    ]
    assert desk.ask(bulk.pins, [(order, 2)]) == ([(order, 2)], [])
