"""Settling: read the queue of the touched pools, let the policy decide, write the difference, log it.

Every event that moves stock or demand ends here: entry, priority, sweeps and falls of stock use the one
function
``settle``, so that they can never disagree (R15 to R23). The pools are named first, by ``touch``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

import polars as pl

from db.session import Transaction
from engine import preferences, promises, shipments
from engine.model import Policy, Pool, Qty, QueueLine, Terms
from engine.rules.queue import POLICIES

QTY = pl.Decimal(18, 4)


class Gains(StrEnum):
    """Who may gain in a settlement; who loses, loses at once in any case (R17)."""

    ALL = "all"  # a sweep
    ORDERS = "orders"  # the touched orders, whose event it is
    NONE = "none"  # on hand fell (R23)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a settlement did."""

    pools: int = 0
    lines_filled: int = 0
    units_allotted: Qty = Decimal(0)
    lines_released: int = 0
    units_released: Qty = Decimal(0)
    shipments_created: int = 0
    shipments_appended: int = 0


def touch(tx: Transaction, pools: Collection[Pool]) -> None:
    """Name the pools the next settlement looks at."""
    tx.write(
        "allocation.touch_pools",
        item_ids=[item_id for item_id, _ in pools],
        warehouse_ids=[warehouse_id for _, warehouse_id in pools],
    )


def touch_orders(tx: Transaction, order_ids: Collection[int]) -> None:
    """Name the orders the next steps are about."""
    tx.write("allocation.touch_orders", order_ids=list(order_ids))


def settle(tx: Transaction, gains: Gains, reason: str) -> Settled:
    """Give the touched pools' stock to their lines by the policy, and put right the shipments (R15 to R17).

    With ``Gains.ORDERS`` the touched orders gain. ``reason``: the event in a few words, for the record log.
    Afterwards the touched orders are those whose lines changed. One transaction, whoever opened it (R16).
    """
    decide(tx, gains)
    done = tx.only("allocation.totals")
    differing, splits = done.pop("differing"), done.pop("splits")
    created, appended = _write_changes(tx, reason, done, splits) if differing else (0, 0)
    promises.refresh(tx, reason)
    pools = tx.value("allocation.touched_pool_count")
    return Settled(pools=pools, shipments_created=created, shipments_appended=appended, **done)


def _write_changes(tx: Transaction, reason: str, done: dict[str, Any], splits: int) -> tuple[int, int]:
    """Lines, logs and shipments; returns how many shipments were made and appended to."""
    if done["lines_released"]:
        tx.write("allocation.find_takings")
    if splits:
        tx.write("allocation.add_siblings")
    tx.write("allocation.change_lines")
    _log_changes(tx, reason, losses=bool(done["lines_released"]))
    tx.write("allocation.touch_changed_orders")
    return shipments.reconcile(tx, reason)


def _log_changes(tx: Transaction, reason: str, *, losses: bool) -> None:
    tx.write("allocation.log_gains", reason=reason)
    if losses:
        tx.write("allocation.log_losses", reason=reason)
        tx.write("allocation.log_takings", reason=reason)


def decide(tx: Transaction, gains: Gains) -> None:
    """Work out the changes and leave them in the transaction's ``change`` table; the desk is not written."""
    if gains is not Gains.ORDERS:
        touch_orders(tx, [])
    policy, terms = read_queue(tx, gains)
    walk(tx, gains, policy, terms)
    tx.write("allocation.find_changes", gains=gains)


def read_queue(tx: Transaction, gains: Gains = Gains.ALL) -> tuple[Policy, Terms]:
    """Read the queue of the touched pools into ``queue``; returns the policy and the terms of a walk."""
    wishes = preferences.read(tx)
    if wishes.allocation_policy is not Policy.STRICT:
        # Under these policies orders couple pools: whether one can be filled whole shows in all of them.
        tx.write("allocation.touch_connected_pools")
    tx.write("allocation.read_queue")
    return wishes.allocation_policy, Terms(gains is not Gains.NONE, wishes.skip_age_days)


def walk(tx: Transaction, gains: Gains, policy: Policy, terms: Terms) -> None:
    """Work out from the transaction's ``queue`` table what each line is granted, into ``walked``.

    The strict policy is a window query; pools that no window can decide, and the other policies, go through
    the loop of rules/queue.py.
    """
    if policy is Policy.STRICT:
        tx.write("allocation.walk", gains=gains)
        hard = tx.rows("allocation.hard_queue")
        if len(hard):
            tx.load("loop_grant", _walk_one_by_one(hard, policy, terms))
            tx.write("allocation.correct_hard_lines")
    else:
        tx.load("loop_grant", _walk_one_by_one(tx.rows("allocation.queue"), policy, terms))
        tx.write("allocation.take_over_loop")


def _walk_one_by_one(queue: pl.DataFrame, policy: Policy, terms: Terms) -> pl.DataFrame:
    """The loop over lines; columns line_id, step (its place in the walk), granted_qty."""
    lines, stock = read_lines(queue)
    rulings = POLICIES[policy](lines, stock, terms).rulings.values()
    return pl.DataFrame(
        {
            "line_id": [ruling.line_id for ruling in rulings],
            "step": [ruling.step for ruling in rulings],
            "granted_qty": [ruling.granted for ruling in rulings],
        },
        schema={"line_id": pl.Int64, "step": pl.Int64, "granted_qty": QTY},
    )


def read_lines(queue: pl.DataFrame) -> tuple[list[QueueLine], dict[Pool, Qty]]:
    """Rows of the queue as the rules see them, and the stock they compete for, by pool."""
    pools = list(queue.select("item_id", "warehouse_id").iter_rows())
    rows = queue.select(_QUEUE_FIELDS).iter_rows()
    lines = [
        QueueLine(line_id, order_id, priority, entry_seq, qty, held, whole, pool, complete, days)
        for (line_id, order_id, priority, entry_seq, qty, held, whole, complete, days), pool in zip(
            rows, pools, strict=True
        )
    ]
    return lines, dict(zip(pools, queue["stock_qty"], strict=True))


_QUEUE_FIELDS = (
    "line_id",
    "order_id",
    "priority",
    "entry_seq",
    "qty",
    "held",
    "whole",
    "complete",
    "days",
)
