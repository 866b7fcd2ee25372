"""What the lines of a queue are granted: by sums along the rank, or line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine.model import LOWEST_PRIORITY, POOL, MayGain, Policy, RulingRow, Terms
from engine.queues import ranking, table
from engine.rules.queue import POLICIES

SHORT: Final = 1_000
"""To walk a queue of so many lines takes less than to find out which of them matter."""


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
        if queue.height <= SHORT:
            return queue.join(one_by_one(table.lines(queue), policy, terms), on="line_id")
        find_certain(tx, queue, gains, terms)
    contested = table.lines_of(
        tx.rows("allocation.contested_lines", whole_orders_first=rule.whole_orders_first)
    )
    with tx.lent("loop_grant", one_by_one(contested, policy, terms)):
        return tx.rows("allocation.walk_of_loop")


def _corrected(
    queue: pl.DataFrame, walked: pl.DataFrame, hard: pl.DataFrame, policy: Policy, terms: Terms
) -> pl.DataFrame:
    """The walk, in hard pools by the loop."""
    grants = one_by_one(table.lines_of(queue.join(hard, on=POOL, how="semi")), policy, terms)
    by_loop = walked.drop("granted_qty").join(grants, on="line_id")
    return pl.concat([walked.join(hard, on=POOL, how="anti"), by_loop.select(walked.columns)])


def one_by_one(queue: table.Queue, policy: Policy, terms: Terms) -> pl.DataFrame:
    """What the loop grants: columns line_id, granted_qty."""
    with table.without_collecting():
        return granted(POLICIES[policy].walk(*queue, terms).rulings)


def granted(rulings: Sequence[RulingRow]) -> pl.DataFrame:
    """What rulings grant: columns line_id, granted_qty."""
    columns = {"line_id": [row[0] for row in rulings], "granted": [row[1] for row in rulings]}
    walked = pl.DataFrame(columns, dict.fromkeys(columns, pl.Int64))
    return walked.select("line_id", granted_qty=table.in_units(pl.col("granted")))


def find_certain(
    tx: Transaction, queue: pl.DataFrame, gains: MayGain, terms: Terms, priority: int = LOWEST_PRIORITY
) -> None:
    """The lines of a queue that a policy which steps over need not walk to, into ``certain``.

    The queue itself goes into ``queue``. What they get is certain; on a desk that was settled before, the
    others are few. Lines below ``priority`` are left out.
    """
    tx.load("queue", queue)
    tx.write("allocation.find_certain", gains=gains, skip_age_days=terms.skip_age_days, priority=priority)


def lines_around(
    tx: Transaction, queue: pl.DataFrame, order: Mapping[str, Any], policy: Policy, terms: Terms
) -> table.Queue:
    """The lines of a queue that decide what an order (order_id, priority) gets, and all that want its pools;
    of a short queue all lines.

    The stock of other pools is what is left of it for these lines.
    """
    if queue.height <= SHORT:
        return table.lines(queue)
    around = {"order_id": order["order_id"], "priority": order["priority"]}
    find_certain(tx, queue, MayGain.ALL, terms, around["priority"])
    around["whole_orders_first"] = POLICIES[policy].whole_orders_first
    return table.lines_of(tx.rows("allocation.queue_of_order", **around))
