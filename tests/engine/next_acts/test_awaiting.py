"""Supply that is late, as acts (R40)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from db.session import Transaction
from engine.next_acts import Act, ActKind, awaiting, freeing
from engine.supply import late
from tests.story import START, Story

D = Decimal


def acts(tx: Transaction) -> list[Act]:
    freeing.find(tx)  # projects what waits
    return awaiting.find(tx)


def test_r40_a_late_purchase_order_needs_a_new_day_as_far_as_lines_wait_for_it() -> None:
    """30 are due since yesterday, 25 wait"""
    desk = Story()
    desk.item("book", 0, unit_cost=D(3))
    order = desk.order("book 25")
    po = desk.purchase("book", 30, expected_on=START.date())
    assert desk.ask(acts) == []
    desk.now += timedelta(days=1)
    (act,) = desk.ask(acts)
    assert act.sentence == f"Ask Press for a new day of purchase order {po}, which is 1 day late"
    assert act.helped.rows() == [(order, "School", "book", D(25), D(75))]
    assert (act.kind, act.qty, act.value) == (ActKind.NEW_DAY, D(25), D(75))


def test_r40_with_its_day_it_needs_none_any_more() -> None:
    desk = Story(book=0)
    desk.order("book 25")
    po = desk.purchase("book", 30, expected_on=START.date())
    desk.now += timedelta(days=1)
    with desk.act() as tx:
        late.mark(tx, po, desk.today + timedelta(days=3))
    assert desk.ask(acts) == []


def test_late_supply_that_nobody_waits_for_is_left_alone() -> None:
    desk = Story(book=0)
    desk.purchase("book", 30, expected_on=START.date())
    desk.now += timedelta(days=1)
    assert desk.ask(acts) == []
