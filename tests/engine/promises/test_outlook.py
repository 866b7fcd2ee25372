"""The outlook is read once and left in tables for those who ask by SQL (R40)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from db.session import Transaction
from engine import allocation, preferences, promises
from engine.model import Policy, ShipType
from engine.orders import holds
from engine.orders.holds import Subject
from engine.promises import outlook
from engine.queues import reading
from engine.reports.explain import explain
from engine.rules.queue import POLICIES
from tests.story import START, Story

D = Decimal
SOON = date(2026, 3, 10)


def table(tx: Transaction, columns: str, name: str) -> list[tuple[Any, ...]]:
    rows = tx.rows("whole_desk.table_rows", table_name=name).select(columns.split(", "))
    return rows.sort(rows.columns[0]).rows()


def test_r40_the_projection_is_left_in_tables_for_those_who_ask_by_sql() -> None:
    desk = Story(book=1)
    desk.order("book 4")
    desk.order("book 9 whole")
    po = desk.purchase("book", 5, expected_on=SOON)
    with desk.act() as tx:
        allocation.select_pools(tx, [(1, 1)])
        promises.project(tx)
        assert table(tx, "rank, ahead_qty, qty, state", "waiting") == [
            (1, D(0), D(3), "backordered"),
            (2, D(3), D(9), "backordered"),
        ]
        assert table(tx, "free_qty, is_hard", "shelf") == [(D(0), False)]
        assert table(tx, "po, due_on, from_qty, to_qty, turn", "coming") == [(po, SOON, D(0), D(5), 1)]
        assert table(tx, "source, po_line_id, qty", "part") == [("po", 1, D(3))]
        assert [(row[0][0]["source"], row[1]) for row in table(tx, "parts, projected_on", "projection")] == [
            ("po", SOON),
            ("none", None),
        ]


def test_r43_a_policy_that_looks_beyond_a_pool_tells_of_those_that_an_order_ties_to_it() -> None:
    """A young Complete order wants books and pens: books change what is told of pens, but not of ink."""
    desk = Story(book=0, pen=0, ink=0)
    desk.complete("book 4", "pen 2")
    desk.order("pen 1")
    desk.order("ink 3")
    for lic in ("book", "pen", "ink"):
        desk.purchase(lic, 5, expected_on=SOON)
    told = {policy: lics_told(desk, policy) for policy in Policy}
    assert told == {policy: [1, 2] if rule.looks_beyond_pool else [1] for policy, rule in POLICIES.items()}
    assert told[Policy.STRICT] != told[Policy.SKIP]


def lics_told(desk: Story, policy: Policy) -> list[int]:
    desk.prefer(allocation_policy=policy)
    with desk.act() as tx:
        allocation.select_pools(tx, [(1, 1)])
        prefs = preferences.read(tx)
        with outlook.told_pools(tx, prefs):
            seen = outlook.look(tx, prefs, reading.read(tx))
        return seen.waiting["item_id"].unique().sort().to_list()


@pytest.mark.parametrize("policy", [Policy.SKIP, Policy.COMPLETE_FIRST])
def test_r43_what_an_order_is_given_on_the_day_it_grows_old_is_told_before(policy: Policy) -> None:
    """Nothing comes on that day: what lies there is given to it then, since it may ship in its turn."""
    desk = Story(book=5, pen=0)
    desk.prefer(allocation_policy=policy, skip_age_days=10)
    order = desk.complete("book 5", "pen 5")
    desk.now += timedelta(days=2)
    desk.adjust("book", 1)
    book, pen = desk.ask(explain, order)
    assert (book.expected, pen.expected) == ("on 12 Mar, from what is there", "not ordered")
    desk.now += timedelta(days=7)
    desk.sweep()
    assert desk.state(order) == "5 backordered, 5 backordered"
    desk.now += timedelta(days=1)
    desk.sweep()
    assert desk.state(order) == "5 allotted, 5 backordered"


@pytest.mark.parametrize("zone", ["UTC", "Asia/Kolkata"])
def test_r40_the_day_on_which_an_order_grows_old_is_the_same_in_the_morning_and_in_the_afternoon(
    zone: str,
) -> None:
    desk = Story(book=5, pen=0)
    desk.prefer(allocation_policy=Policy.SKIP, skip_age_days=10, time_zone=zone)
    desk.now = desk.now.replace(hour=15)
    order = desk.complete("book 5", "pen 5")
    told = set()
    for hours in (1, 18, 25, 42, 9 * 24 - 6, 9 * 24 + 1, 10 * 24 - 6):
        desk.now = START.replace(hour=15) + timedelta(hours=hours)
        desk.adjust("book", 1)
        told.add(desk.ask(explain, order)[0].expected)
    assert told == {"on 12 Mar, from what is there"}


def test_r40_what_only_grows_old_later_today_is_told_today_and_not_said_to_come_with_the_next_sweep() -> None:
    desk = Story(book=5, pen=0)
    desk.prefer(allocation_policy=Policy.SKIP, skip_age_days=10)
    desk.now = desk.now.replace(hour=15)
    order = desk.complete("book 5", "pen 5")
    desk.now = START.replace(hour=9) + timedelta(days=10)
    desk.adjust("book", 1)
    assert desk.ask(explain, order)[0].expected == "on 12 Mar, from what is there"
    desk.sweep()
    assert desk.state(order) == "5 backordered, 5 backordered"
    desk.now = START.replace(hour=16) + timedelta(days=10)
    assert desk.ask(explain, order)[0].expected == "with the next sweep"
    desk.sweep()
    assert desk.state(order) == "5 allotted, 5 backordered"


def test_r40_an_order_grows_old_on_the_day_of_its_hour_where_the_clocks_change_on_the_way() -> None:
    """A day is 24 hours (R43): from 23:30 before a day of 23 they end at half past midnight, a day later."""
    desk = Story(book=5, pen=0)
    desk.prefer(allocation_policy=Policy.SKIP, skip_age_days=1, time_zone="Europe/Berlin")
    desk.now = desk.now.replace(day=28, hour=22, minute=30)
    order = desk.complete("book 5", "pen 5")
    desk.adjust("book", 1)
    assert desk.ask(explain, order)[0].expected == "on 30 Mar, from what is there"
    desk.now = desk.now.replace(day=29, hour=21)
    desk.sweep()
    assert desk.state(order) == "5 backordered, 5 backordered"
    desk.now = desk.now.replace(hour=22, minute=59)
    desk.sweep()
    assert desk.state(order) == "5 allotted, 5 backordered"


def test_r45_what_stands_beside_a_paused_line_is_told_the_day_of_the_hour_at_which_its_order_is_old() -> None:
    desk = Story(book=5, pen=5)
    desk.prefer(allocation_policy=Policy.SKIP, skip_age_days=10)
    desk.now = desk.now.replace(hour=15)
    order = desk.draft("book 5", "pen 5", ship_type=ShipType.COMPLETE)
    with desk.act() as tx:
        holds.hold(tx, [Subject(order, 2)], "not paid")
    desk.open(order)
    desk.now = START.replace(hour=9) + timedelta(days=10)
    assert desk.ask(explain, order)[0].expected == "on 12 Mar, from what is there"
