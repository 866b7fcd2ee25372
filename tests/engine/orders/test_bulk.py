"""The same change to many orders: all of it or nothing."""

from __future__ import annotations

import pytest

from engine.errors import WrongState
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
