"""The ordinary days of the demo: what chance draws fits the calendar and adds up."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from engine.demo.days import Chance, Strike, storekeeper
from engine.demo.desk import WEEKEND
from engine.demo.world import LICS, SERVICES, STOREKEEPERS

MONDAY = date(2026, 3, 2)
STRIKE = Strike("LANTERN", MONDAY, MONDAY + timedelta(days=20))


def chance(seed: int = 1) -> Chance:
    return Chance(Random(seed), STRIKE)


def test_what_comes_adds_up_to_what_was_ordered_and_comes_on_working_days() -> None:
    drawn = chance()
    for _ in range(200):
        coming = list(drawn.receipts("PO1", "ALDER", "PAPER-A4", Decimal(40), MONDAY))
        assert sum(one.qty for one in coming) == 40
        assert not [one.due_on for one in coming if one.due_on.weekday() in WEEKEND]


def test_a_vendor_on_strike_sends_nothing_until_it_is_over() -> None:
    drawn = chance()
    expected = MONDAY + timedelta(days=9)
    due = [next(drawn.receipts("PO1", "LANTERN", "BIO-11", Decimal(1), expected)).due_on for _ in range(200)]
    assert min(due) > STRIKE.last_on


def test_an_order_asks_for_things_on_sale_each_once_and_never_for_those_of_a_scene() -> None:
    on_sale = {thing.lic for thing in LICS if thing.weight} | {thing.lic for thing in SERVICES}
    for typed in chance().pile(MONDAY):
        lics = [lic for lic, _ in typed.wants]
        assert {*lics} <= on_sale
        assert len(lics) == len({*lics}) > 0


def test_the_same_seed_draws_the_same() -> None:
    assert chance().pile(MONDAY) == chance().pile(MONDAY) != chance(2).pile(MONDAY)


def test_the_storekeepers_take_turns() -> None:
    assert {storekeeper(MONDAY + timedelta(days=days)) for days in range(2)} == {*STOREKEEPERS}
