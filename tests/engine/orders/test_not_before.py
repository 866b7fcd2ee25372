"""The day before which an order, or one of its lines, is not wanted, as somebody says it (R45)."""

from __future__ import annotations

import pytest

from engine import orders
from engine.orders import holds
from engine.orders.holds import DayHasPassed
from tests.engine.orders.test_holds import day, wait
from tests.story import Story


def test_r45_a_day_that_has_passed_is_refused_unless_it_stands_there() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    at_once = f"^1 Mar has passed, so order {order} would be wanted at once;"
    with pytest.raises(DayHasPassed, match=at_once), desk.act() as tx:
        orders.change(tx, order, not_before=day(-1))
    with pytest.raises(DayHasPassed, match=f"so line 1 of order {order} would"), desk.act() as tx:
        holds.set_not_before(tx, order, 1, day(-1))
    with desk.act() as tx:
        orders.change(tx, order, not_before=day(1))
        holds.set_not_before(tx, order, 1, day(0))
    wait(desk, 2)
    before = desk.log(order)
    with desk.act() as tx:
        orders.change(tx, order, not_before=day(1), note="ring first")
        holds.set_not_before(tx, order, 1, day(0))
    assert desk.log(order) == [*before, f"Order {order}: note changed from nothing to ring first."]
