"""Pools in which adding up does not say when a unit is filled are walked (R40, R43)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import polars as pl

from engine import preferences, queues
from engine.model import Policy
from engine.preferences import Preferences
from engine.promises import adding_up, walking
from tests.engine.promises import frames
from tests.engine.promises.frames import TODAY
from tests.story import Story

SOON = TODAY + timedelta(days=3)


def wishes(policy: Policy) -> Preferences:
    desk = Story()
    desk.prefer(allocation_policy=policy)
    found: Preferences = desk.ask(preferences.read)
    return found


def hard(
    policy: Policy, lines: pl.DataFrame, on_hand: dict[int, int], owed: pl.DataFrame, **tied: Any
) -> walking.HardPools:
    prefs = wishes(policy)
    found = frames.reading(lines, on_hand)
    shelves = adding_up.find_free(found.lines, found.shelves, prefs.policy_rule)
    return walking.hard_pools(found.lines, shelves, owed, tied.get("ties"), prefs, TODAY)


def test_r18_who_takes_from_a_lower_priority_finds_it_on_the_shelf_and_the_loser_is_told_nothing() -> None:
    """Firm is what nobody takes: two of the holder's seven (R22)."""
    lines = frames.lines(
        {"line_id": 1, "qty": 5, "held": True},
        {"line_id": 2, "qty": 2, "held": True, "firm": True},
        {"line_id": 3, "qty": 6, "priority": 2},
        {"line_id": 4, "qty": 1},
    )
    owed = frames.owed((9, 1, 4, SOON), (8, 2, 4, SOON))
    pools = hard(Policy.STRICT, lines, {1: 7}, owed)
    waiting = adding_up.rank(lines)
    parts = walking.parts_of(pools.fills(), waiting, owed, TODAY).sort("line_id", "source")
    assert list(pools.stock.values()) == [50_000]
    assert parts.schema == adding_up.NO_PARTS.schema
    told = parts.select("line_id", "source", "po", pl.col("qty").cast(int)).rows()
    assert told == [(3, "shelf", None, 5), (3, "po", "PO9", 1)]


def test_r43_of_pools_that_no_order_ties_to_the_touched_ones_nothing_is_told() -> None:
    """A Complete order ties books to pens; ink is looked at together with them, and has no say."""
    lines = frames.lines(
        {"line_id": 1, "qty": 5, "complete": True},
        {"line_id": 2, "qty": 2, "complete": True, "order_id": 1, "item_id": 2},
        {"line_id": 3, "qty": 2, "item_id": 3, "complete": True},
    )
    owed = frames.owed((9, 1, 5, SOON), (8, 2, 2, SOON))
    ties = frames.reading(lines, {1: 0, 2: 0, 3: 0}).shelves.select(
        "item_id", "warehouse_id", tie=pl.lit(1, pl.Int64)
    )
    pools = hard(Policy.SKIP, lines, {1: 0, 2: 0, 3: 0}, owed, ties=ties)
    touched = ties.filter(item_id=1).select(queues.POOL_NO).to_series().to_list()
    near = queues.of_pools(pools.near(touched).stock)["item_id"].sort().to_list()
    assert near == [1, 2]
    parts = walking.parts_of(pools.near(touched).fills(), adding_up.rank(lines), owed, TODAY)
    assert parts.sort("line_id").select("line_id", "po").rows() == [(1, "PO9"), (2, "PO8")]
