"""The queue of the touched pools, read from the desk and walked: by one window query, or line by line.

Whoever settles, explains, compares or replays has the queue from here.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.model import LOWEST_PRIORITY, Grains, MayGain, Policy, Pool, PoolNo, QueueLine, Terms
from engine.quantities import GRAINS_OF_ONE
from engine.rules.queue import POLICIES

QTY: Final = pl.Decimal(18, 4)
"""A quantity of one line."""
POOL_NO: Final = pl.col("warehouse_id").cast(pl.Int64) * 2**32 + pl.col("item_id")
"""The pool of each row of a table of (item_id, warehouse_id), as one number."""
STOCK: Final = pl.Decimal(38, 4)
"""What lies in a pool, which many lines brought."""
Queue = tuple[list[QueueLine], dict[PoolNo, Grains]]
"""Lines as the rules see them, and the stock they compete for."""


def read(
    tx: Transaction, gains: MayGain = MayGain.ALL, left_out: Collection[Pool] = ()
) -> tuple[Policy, Terms]:
    """Read the queue of the touched pools into ``queue``; returns the policy and the terms of a walk.

    Under a policy that asks whether an order can be filled whole, to the touched pools come those whose
    outcome decides theirs; ``event_pool`` keeps the touched ones alone. Of a pool that is ``left_out``, lines
    that have stock keep it and those that wait find none, so that orders with lines in it have their say
    elsewhere (R29).
    """
    prefs = preferences.read(tx)
    rule, terms = prefs.policy_rule, Terms(gains is not MayGain.NONE, prefs.skip_age_days)
    if rule.looks_beyond_pool:
        tx.write("allocation.keep_event_pools")
        tx.write("allocation.find_short_pools")
        tx.write(
            "allocation.select_coupled_pools",
            whole_orders_first=rule.whole_orders_first,
            skip_age_days=terms.skip_age_days,
        )
    _read_queue(tx, terms, together=rule.looks_beyond_pool, left_out=left_out)
    return prefs.allocation_policy, terms


def read_short(tx: Transaction) -> Terms:
    """Read the lines of the whole desk on which policies could differ: those for which there is not enough.

    All others get what they want by every policy.
    """
    terms = Terms(skip_age_days=preferences.read(tx).skip_age_days)
    select_short(tx)
    _read_queue(tx, terms, together=True)
    return terms


def read_alone(tx: Transaction) -> None:
    """Read the queue of the touched pools for somebody who decides without a policy."""
    _read_queue(tx, Terms(), together=False)


def select_short(tx: Transaction) -> None:
    """To the touched pools, all that have not enough for all who want it."""
    tx.write("allocation.find_short_pools")
    tx.write("allocation.select_short_pools")


def select_connected(tx: Transaction) -> None:
    """To the touched pools, all that could ever come to decide theirs, if the policy looks beyond a pool."""
    if preferences.read(tx).policy_rule.looks_beyond_pool:
        tx.write("allocation.select_connected_pools")


def _read_queue(tx: Transaction, terms: Terms, *, together: bool, left_out: Collection[Pool] = ()) -> None:
    tx.write(
        "allocation.find_queue",
        together=together,
        skip_age_days=terms.skip_age_days,
        left_out_items=[item_id for item_id, _ in left_out],
        left_out_warehouses=[warehouse_id for _, warehouse_id in left_out],
    )


def walk(tx: Transaction, gains: MayGain, policy: Policy, terms: Terms, *, is_known: bool = False) -> None:
    """Work out from the transaction's ``queue`` table what each line is granted, into ``walked``.

    A policy that looks at nothing but the rank is a window query; pools that no window can decide, and the
    other policies, go through the loop of rules/queue.py. ``is_known``: ``find_certain`` has looked at this
    queue already.
    """
    rule = POLICIES[policy]
    if not rule.looks_beyond_pool:
        tx.write("allocation.walk_by_rank", gains=gains)
        if tx.value("allocation.has_hard"):
            hard = lines_of(tx.rows("allocation.hard_lines"))
            tx.load("loop_grant", one_by_one(hard, policy, terms))
            tx.write("allocation.correct_hard_lines")
        return
    if not is_known:
        find_certain(tx, gains, terms)
    contested = lines_of(tx.rows("allocation.contested_lines", whole_orders_first=rule.whole_orders_first))
    tx.load("loop_grant", one_by_one(contested, policy, terms))
    tx.write("allocation.take_over_walk")


def one_by_one(queue: Queue, policy: Policy, terms: Terms) -> pl.DataFrame:
    """What the loop grants: columns line_id, granted_qty."""
    with without_collecting():
        rulings = POLICIES[policy].walk(*queue, terms).rulings
        columns = {"line_id": [row[0] for row in rulings], "granted": [row[1] for row in rulings]}
    walked = pl.DataFrame(columns, dict.fromkeys(columns, pl.Int64))
    return walked.select("line_id", granted_qty=in_units(pl.col("granted")))


def find_certain(tx: Transaction, gains: MayGain, terms: Terms, priority: int = LOWEST_PRIORITY) -> None:
    """The lines of the queue just read that a policy which steps over need not walk to, into ``certain``.

    What they get is certain; on a desk that was settled before, the others are few. Lines below ``priority``
    are left out.
    """
    tx.write("allocation.find_certain", gains=gains, skip_age_days=terms.skip_age_days, priority=priority)


def lines(tx: Transaction) -> Queue:
    """All lines of the queue just read, and the stock of their pools."""
    return lines_of(tx.rows("allocation.queued_lines"))


def lines_around(tx: Transaction, order: Mapping[str, Any], policy: Policy, terms: Terms) -> Queue:
    """The lines that decide what an order (order_id, priority) gets, and all that want its pools.

    The stock of other pools is what is left of it for these lines.
    """
    around = {"order_id": order["order_id"], "priority": order["priority"]}
    find_certain(tx, MayGain.ALL, terms, around["priority"])
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


def of_pools(pools: Collection[PoolNo]) -> pl.DataFrame:
    """Pools as the desk knows them: columns item_id, warehouse_id."""
    known = pl.Series("pool", list(pools), dtype=pl.Int64)
    return pl.DataFrame({"item_id": known % 2**32, "warehouse_id": known // 2**32}).cast(pl.Int32)


_AS_LINE: Final[Callable[[tuple[Any, ...]], QueueLine]] = partial(tuple.__new__, QueueLine)
"""``QueueLine._make`` without a call into Python: it is used a million times."""


def _in_grains(qty: str) -> pl.Expr:
    """Quantities as the rules count them, exactly."""
    return pl.col(qty).cast(STOCK).to_physical().cast(pl.Int64)


def in_units(grains: pl.Expr) -> pl.Expr:
    """What the rules counted, as quantities; exact."""
    return (grains.cast(pl.Decimal(38, 4)) / GRAINS_OF_ONE).cast(QTY)


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
