"""How far an act reaches: what is told elsewhere stays, and what is told here needs no pool beyond (R43)."""

from __future__ import annotations

from random import Random
from typing import Any, Final

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model import Grains, Policy, PoolNo, QueueLine, Terms
from engine.promises import reach
from engine.rules.filling import Fill, fills
from engine.rules.pools import ExpectedReceipt
from engine.rules.queue import POLICIES
from tests import oracle
from tests.engine.rules import test_filling
from tests.engine.rules.test_filling import Life
from tests.examples import examples

World = tuple[list[QueueLine], dict[PoolNo, Grains], list[ExpectedReceipt], Terms]
EXAMPLES: Final = examples(60)
beyond_pools: Final = st.sampled_from([Policy.SKIP, Policy.COMPLETE_FIRST])
worlds: Final = test_filling.worlds().map(lambda world: world[:4])
"""Where somebody takes part from a later day on, all pools are concerned, and nobody asks."""
touches: Final = st.sets(st.integers(1, 3), min_size=1, max_size=2)


@settings(max_examples=EXAMPLES)
@given(policy=beyond_pools, world=worlds, touched=touches, is_swept=st.booleans())
def test_what_is_told_of_the_pools_concerned_needs_no_others(
    policy: Policy, world: World, touched: set[PoolNo], *, is_swept: bool
) -> None:
    lines, stock, coming, terms = swept(policy, world) if is_swept else world
    pools = concerned(policy, lines, stock, coming, terms, touched)
    orders = {line.order_id for line in lines if line.pool in pools}
    seen = [line for line in lines if line.order_id in orders]
    alone = fills(seen, {pool: stock[pool] for pool in pools}, coming, POLICIES[policy], terms)
    assert touched <= pools
    assert of_pools(alone, lines, pools) == of_pools(
        fills(lines, stock, coming, POLICIES[policy], terms), lines, pools
    )


@settings(max_examples=EXAMPLES)
@given(policy=beyond_pools, world=worlds, touched=touches, is_swept=st.booleans(), change=st.randoms())
def test_what_is_told_of_all_other_pools_stays_whatever_happens_in_the_touched_ones(
    policy: Policy, world: World, touched: set[PoolNo], *, is_swept: bool, change: Random
) -> None:
    """Lines gain or lose, stock comes and goes, and receipts bring more or less."""
    lines, stock, coming, terms = swept(policy, world) if is_swept else world
    after = [
        line._replace(waits=change.random() < 0.5, qty=change.randint(1, 12))
        if line.pool in touched
        else line
        for line in lines
    ]
    found = {pool: qty + (change.randint(-9, 9) if pool in touched else 0) for pool, qty in stock.items()}
    comes = [one._replace(qty=change.randint(1, 15)) if one.pool in touched else one for one in coming]
    others = set(stock) - concerned(policy, after, found, comes, terms, touched)
    was = fills(lines, stock, coming, POLICIES[policy], terms)
    now = fills(after, found, comes, POLICIES[policy], terms)
    assert of_pools(was, lines, others) == of_pools(now, lines, others)


def concerned(
    policy: Policy,
    lines: list[QueueLine],
    stock: dict[PoolNo, Grains],
    expected: list[ExpectedReceipt],
    terms: Terms,
    touched: set[PoolNo],
) -> set[PoolNo]:
    columns: dict[str, Any] = dict.fromkeys(QueueLine._fields, pl.Int64)
    columns |= dict.fromkeys(("waits", "whole", "complete"), pl.Boolean)
    table = pl.DataFrame(lines, columns, orient="row")
    return reach.concerned(table, stock, expected, POLICIES[policy], terms, touched)


def of_pools(told: list[Fill], lines: list[QueueLine], pools: set[PoolNo]) -> set[Fill]:
    pool = {line.line_id: line.pool for line in lines}
    return {fill for fill in told if pool[fill.line_id] in pools}


def swept(policy: Policy, world: World) -> World:
    """A world after a sweep, as desks mostly are."""
    lines, stock, coming, terms = world
    life, shelves = Life(lines, {}), {pool: max(qty, 0) for pool, qty in stock.items()}
    life.sweep(None, oracle.ORACLES[policy](lines, shelves, terms))
    return life.now, stock, coming, terms
