"""The queue of the touched pools, read from the desk and walked: by sums along the rank, or line by line.

Whoever settles, explains, compares or replays has the queue from here.
"""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.model import (
    LOWEST_PRIORITY,
    POOL,
    Grains,
    MayGain,
    Policy,
    Pool,
    PoolNo,
    QueueLine,
    RulingRow,
    Terms,
)
from engine.quantities import GRAINS_OF_ONE, QTY, SUM
from engine.queues import pausing, ranking
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


def walk(
    tx: Transaction,
    queue: pl.DataFrame,
    gains: MayGain,
    policy: Policy,
    terms: Terms,
    *,
    is_known: bool = False,
) -> pl.DataFrame:
    """A queue with what each of its lines is granted, as ``granted_qty``.

    A policy that looks at nothing but the rank adds up along it; pools that no sum can decide, and the other
    policies, go through the loop of rules/queue.py. ``is_known``: ``find_certain`` has looked at this queue
    already. Lines that nobody would give anything may be missing.
    """
    rule = POLICIES[policy]
    if not rule.looks_beyond_pool:
        walked = ranking.by_rank(queue, may_gain=gains is not MayGain.NONE)
        hard = ranking.hard(walked)
        return _corrected(queue, walked, hard, policy, terms) if hard.height else walked
    if not is_known:
        find_certain(tx, queue, gains, terms)
    contested = lines_of(tx.rows("allocation.contested_lines", whole_orders_first=rule.whole_orders_first))
    with tx.lent("loop_grant", one_by_one(contested, policy, terms)):
        return tx.rows("allocation.walk_of_loop")


def _corrected(
    queue: pl.DataFrame, walked: pl.DataFrame, hard: pl.DataFrame, policy: Policy, terms: Terms
) -> pl.DataFrame:
    """The walk, in hard pools by the loop."""
    grants = one_by_one(lines_of(queue.join(hard, on=POOL, how="semi")), policy, terms)
    by_loop = walked.drop("granted_qty").join(grants, on="line_id")
    return pl.concat([walked.join(hard, on=POOL, how="anti"), by_loop.select(walked.columns)])


def one_by_one(queue: Queue, policy: Policy, terms: Terms) -> pl.DataFrame:
    """What the loop grants: columns line_id, granted_qty."""
    with without_collecting():
        return granted(POLICIES[policy].walk(*queue, terms).rulings)


def granted(rulings: Sequence[RulingRow]) -> pl.DataFrame:
    """What rulings grant: columns line_id, granted_qty."""
    columns = {"line_id": [row[0] for row in rulings], "granted": [row[1] for row in rulings]}
    walked = pl.DataFrame(columns, dict.fromkeys(columns, pl.Int64))
    return walked.select("line_id", granted_qty=in_units(pl.col("granted")))


def find_certain(
    tx: Transaction, queue: pl.DataFrame, gains: MayGain, terms: Terms, priority: int = LOWEST_PRIORITY
) -> None:
    """The lines of a queue that a policy which steps over need not walk to, into ``certain``.

    The queue itself goes into ``queue``. What they get is certain; on a desk that was settled before, the
    others are few. Lines below ``priority`` are left out.
    """
    tx.load("queue", queue)
    tx.write("allocation.find_certain", gains=gains, skip_age_days=terms.skip_age_days, priority=priority)


def lines(queue: pl.DataFrame) -> Queue:
    """All lines of a queue, and the stock of their pools."""
    return lines_of(
        queue.sort("priority", "held", "entry_seq", "line_id", descending=[True, True, False, False])
    )


def lines_around(
    tx: Transaction, queue: pl.DataFrame, order: Mapping[str, Any], policy: Policy, terms: Terms
) -> Queue:
    """The lines of a queue that decide what an order (order_id, priority) gets, and all that want its pools.

    The stock of other pools is what is left of it for these lines.
    """
    around = {"order_id": order["order_id"], "priority": order["priority"]}
    find_certain(tx, queue, MayGain.ALL, terms, around["priority"])
    around["whole_orders_first"] = POLICIES[policy].whole_orders_first
    return lines_of(tx.rows("allocation.queue_of_order", **around))


def lines_of(frame: pl.DataFrame) -> Queue:
    """The lines, and the stock of their pools, of a table with the columns of the queue."""
    counted = in_pools(frame).with_columns(
        band=-pl.col("priority").cast(pl.Int64), waits=~pl.col("held"), stock=_in_grains("stock_qty")
    )
    columns = (counted[name].to_list() for name in QueueLine._fields)
    shelves = counted.unique("pool")
    with without_collecting():
        found = list(map(_AS_LINE, zip(*columns, strict=True)))
    return found, dict(zip(shelves["pool"].to_list(), shelves["stock"].to_list(), strict=True))


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
