"""The queue of the touched pools, read from the desk: as a table, and line by line as the rules see it.

Whoever settles, explains, compares or replays has the queue from here.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.model import (
    POOL,
    Grains,
    MayGain,
    Policy,
    Pool,
    PoolNo,
    QueueLine,
    Terms,
)
from engine.quantities import GRAINS_OF_ONE, QTY, SUM
from engine.queues import pausing
from engine.queues.ranking import NOTHING
from engine.queues.reading import Reading
from engine.queues.reading import read as read_pools
from engine.rules.queue import POLICIES, PolicyRule

POOL_NO: Final = pl.col("warehouse_id").cast(pl.Int64) * 2**32 + pl.col("item_id")
"""The pool of each row of a table of (item_id, warehouse_id), as one number."""
MOST_IN_POOL: Final = 900_000_000_000_000
"""The rules count grains in 64 bits: of more than 900 times the largest quantity they are shown so much."""
Queue = tuple[list[QueueLine], dict[PoolNo, Grains]]
"""Lines as the rules see them, and the stock they compete for."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The queue of the touched pools as it was read, and by what it is to be walked.

    ``lines``: the open lines that are neither shipped nor firm (R22), and have a part in it (R45): line_id,
    order_id, line_no, root_line_id, item_id, warehouse_id, number, priority, entry_seq, qty, held, whole,
    complete, days, lic, stock_qty (what lies in the pool and is not firm). ``reading``: what the lines are
    made of, where the policy looks at nothing beyond a pool.
    """

    lines: pl.DataFrame
    policy: Policy
    terms: Terms
    reading: Reading | None = None


def read(
    tx: Transaction,
    gains: MayGain = MayGain.ALL,
    left_out: Collection[Pool] = (),
    reading: Reading | None = None,
) -> Waiting:
    """Read the queue of the touched pools; ``reading``: they, if somebody read them already.

    Under a policy that asks whether an order can be filled whole, to the touched pools come those whose
    outcome decides theirs; ``event_pool`` keeps the touched ones alone. Of a pool that is ``left_out``, lines
    that have stock keep it and those that wait find none, so that orders with lines in it have their say
    elsewhere (R29).
    """
    prefs = preferences.read(tx)
    rule, terms = prefs.policy_rule, Terms(gains is not MayGain.NONE, prefs.skip_age_days)
    if not rule.looks_beyond_pool:
        reading = reading or read_pools(tx)
        queue = pausing.taking_part(_queued(reading, left_out), rule, terms.skip_age_days)
        return Waiting(queue, prefs.allocation_policy, terms, reading)
    tx.write("allocation.keep_event_pools")
    tx.write("allocation.find_short_pools")
    tx.write(
        "allocation.select_coupled_pools",
        whole_orders_first=rule.whole_orders_first,
        skip_age_days=terms.skip_age_days,
    )
    lines = _read_together(tx, rule, terms, left_out)
    queue = pausing.taking_part(lines, rule, terms.skip_age_days)
    return Waiting(queue, prefs.allocation_policy, terms)


def read_short(tx: Transaction) -> tuple[pl.DataFrame, Terms]:
    """The lines of the whole desk on which policies could differ: those for which there is not enough.

    All others that are not paused get what they want by every policy; which of these have a part in a walk,
    ``taking_part`` says.
    """
    terms = Terms(skip_age_days=preferences.read(tx).skip_age_days)
    select_short(tx)
    return _read_together(tx, POLICIES[Policy.COMPLETE_FIRST], terms), terms


def read_alone(tx: Transaction) -> pl.DataFrame:
    """The queue of the touched pools for somebody who decides without a policy; what is paused is in it, and
    ``paused_until`` says so."""
    return _queued(read_pools(tx))


def _queued(reading: Reading, left_out: Collection[Pool] = ()) -> pl.DataFrame:
    """The queue of pools that were read, each by itself; ``allocation.queue_together`` is its twin."""
    firm = reading.lines.filter("firm").group_by(POOL).agg(firm_qty=pl.col("qty").cast(SUM).sum())
    free = pl.col("on_hand_qty") - pl.col("firm_qty").fill_null(NOTHING)
    stock = pl.when(free < NOTHING).then(NOTHING).when(free > MOST_IN_POOL).then(MOST_IN_POOL).otherwise(free)
    shelves = reading.shelves.join(firm, on=POOL, how="left").select(*POOL, stock_qty=stock.cast(SUM))
    loose = reading.lines.filter(~pl.col("firm")).drop("firm", "old_in").join(shelves, on=POOL, how="left")
    if not left_out:
        return loose
    apart = pl.DataFrame(list(left_out), {name: loose.schema[name] for name in POOL}, orient="row")
    waiting = loose.join(apart, on=POOL, how="semi").filter(~pl.col("held")).with_columns(stock_qty=NOTHING)
    return pl.concat([loose.join(apart, on=POOL, how="anti"), waiting])


def select_short(tx: Transaction) -> None:
    """Select, besides the touched pools, all that have not enough for all who want it."""
    tx.write("allocation.find_short_pools")
    tx.write("allocation.select_short_pools")


def select_connected(tx: Transaction) -> None:
    """Select, if the policy looks beyond a pool, all that could ever come to decide the touched ones."""
    if preferences.read(tx).policy_rule.looks_beyond_pool:
        tx.write("allocation.select_connected_pools")


def _read_together(
    tx: Transaction, rule: PolicyRule, terms: Terms, left_out: Collection[Pool] = ()
) -> pl.DataFrame:
    return tx.rows(
        "allocation.queue_together",
        whole_orders_first=rule.whole_orders_first,
        skip_age_days=terms.skip_age_days,
        left_out_items=[item_id for item_id, _ in left_out],
        left_out_warehouses=[warehouse_id for _, warehouse_id in left_out],
    )


def lines(queue: pl.DataFrame) -> Queue:
    """All lines of a queue, and the stock of their pools."""
    return lines_of(
        queue.sort("priority", "held", "entry_seq", "line_id", descending=[True, True, False, False])
    )


def lines_of(frame: pl.DataFrame) -> Queue:
    """The lines, and the stock of their pools, of a table with the columns of the queue."""
    counted = in_grains(frame)
    return as_lines(counted), stock_of(counted)


def in_grains(frame: pl.DataFrame) -> pl.DataFrame:
    """A table with the columns of the queue, with a column for each field of a ``QueueLine``, and stock."""
    return in_pools(frame).with_columns(
        band=-pl.col("priority").cast(pl.Int64), waits=~pl.col("held"), stock=_in_grains("stock_qty")
    )


def as_lines(counted: pl.DataFrame) -> list[QueueLine]:
    """The lines of a table ``in_grains``."""
    columns = (counted[name].to_list() for name in QueueLine._fields)
    with without_collecting():
        return list(map(_AS_LINE, zip(*columns, strict=True)))


def stock_of(counted: pl.DataFrame) -> dict[PoolNo, Grains]:
    """What lies in each pool of a table ``in_grains``."""
    shelves = counted.unique("pool")
    return dict(zip(shelves["pool"].to_list(), shelves["stock"].to_list(), strict=True))


def in_pools(frame: pl.DataFrame) -> pl.DataFrame:
    """A table of (item_id, warehouse_id, qty) with the pool and the quantity as the rules know them."""
    return frame.with_columns(pool=POOL_NO, qty=_in_grains("qty"))


def held_below(
    queue: pl.DataFrame, at_priorities: Collection[tuple[PoolNo, int]]
) -> dict[tuple[PoolNo, int], Grains]:
    """What orders of a lower priority hold of a pool, for each pool and priority of ``at_priorities``."""
    if not at_priorities:
        return {}
    held = in_pools(queue.filter("held")).group_by("pool", "priority").agg(pl.col("qty").sum())
    by_pool: dict[PoolNo, list[tuple[int, Grains]]] = defaultdict(list)
    for pool, priority, qty in held.iter_rows():
        by_pool[pool].append((priority, qty))
    return {
        (pool, priority): sum(qty for band, qty in by_pool.get(pool, ()) if band < priority)
        for pool, priority in at_priorities
    }


def of_pools(pools: Collection[PoolNo]) -> pl.DataFrame:
    """Pools as the desk knows them: columns item_id, warehouse_id."""
    numbers = pl.Series("pool", list(pools), dtype=pl.Int64)
    return pl.DataFrame({"item_id": numbers % 2**32, "warehouse_id": numbers // 2**32}).cast(pl.Int32)


_AS_LINE: Final[Callable[[tuple[Any, ...]], QueueLine]] = partial(tuple.__new__, QueueLine)
"""``QueueLine._make`` without a call into Python: it is used a million times."""


def _in_grains(qty: str) -> pl.Expr:
    """Quantities as the rules count them, exactly."""
    return pl.col(qty).cast(SUM).to_physical().cast(pl.Int64)


def in_units(grains: pl.Expr) -> pl.Expr:
    """What the rules counted, as quantities; exact."""
    return (grains.cast(SUM) / GRAINS_OF_ONE).cast(QTY)


@contextmanager
def without_collecting() -> Iterator[None]:
    """Work with Python's garbage collector at rest.

    A walk makes millions of small tuples and not one cycle; the collector would look through all of them
    again and again, which takes longer than the walk.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
