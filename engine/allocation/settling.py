"""Settling: read the touched pools, let the policy decide, write the difference, log it.

Every event that moves stock or demand ends here: entry, priority, sweeps and falls of stock use the one
function ``settle_as`` (R15 to R23). ``select_pools`` names the pools first, or ``settle_orders`` does.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine import log, promises, queues, shipments
from engine.allocation import changes, sentences
from engine.allocation.changes import Decision
from engine.model import MayGain, Pool, Qty
from engine.quantities import SUM
from engine.rules.queue import POLICIES

Watcher = Callable[[Transaction], None]
_WATCHER: Final[ContextVar[Watcher | None]] = ContextVar("watcher", default=None)


@dataclass(frozen=True, slots=True)
class Filled:
    """What the run log counts of a settlement (R28)."""

    pools: int = 0
    lines_filled: int = 0
    units_allotted: Qty = Decimal(0)
    lines_released: int = 0
    shipments_created: int = 0
    shipments_appended: int = 0


@dataclass(frozen=True, slots=True)
class Settled(Filled):
    """What a settlement did; ``+``: what several did, a pool that two of them looked at counted twice."""

    units_released: Qty = Decimal(0)

    def __add__(self, other: Settled) -> Settled:
        return Settled(*map(operator.add, astuple(self), astuple(other)))


def select_pools(tx: Transaction, pools: Collection[Pool]) -> None:
    """Select the pools that the next settlement looks at."""
    tx.write(
        "allocation.select_pools",
        item_ids=[item_id for item_id, _ in pools],
        warehouse_ids=[warehouse_id for _, warehouse_id in pools],
    )


def select_pools_of_orders(tx: Transaction, order_ids: Collection[int]) -> None:
    """Select the pools in which some orders have open lines."""
    tx.write("allocation.select_pools_of_orders", order_ids=list(order_ids))


def select_orders(tx: Transaction, order_ids: Collection[int]) -> None:
    """Select the orders that the next steps are about."""
    tx.write("allocation.select_orders", order_ids=list(order_ids))


def settle(tx: Transaction, gains: MayGain, reason: str) -> Settled:
    """Give the touched pools' stock to their lines by the policy, and put right the shipments (R15 to R17).

    ``reason``: the event in a few words, for the record log. One transaction, whoever opened it (R16).
    """
    return settle_as(tx, decide(tx, gains), reason)


def settle_orders(
    tx: Transaction, order_ids: Collection[int], reason: str, reading: queues.Reading | None = None
) -> Settled:
    """Settle the pools in which some orders have open lines, as ``settle`` does; these orders alone gain.

    ``reading``: these pools as they are, where they are the touched ones and somebody read them already.
    """
    if reading is None:
        select_pools_of_orders(tx, order_ids)
    return settle_as(tx, decide(tx, MayGain.ORDERS, order_ids=order_ids, reading=reading), reason)


def settle_as(tx: Transaction, decision: Decision, reason: str) -> Settled:
    """Write what was decided, and the promises that it moves, as ``settle`` does.

    Afterwards the touched orders are those whose lines changed, if any did.
    """
    if watcher := _WATCHER.get():
        watcher(tx)
    settled = write_changes(tx, decision, reason)
    promises.refresh(tx, reason, changes.after(decision))
    return settled


@contextmanager
def watched(watcher: Watcher) -> Iterator[None]:
    """Inside the block, every settlement calls ``watcher`` once it is decided and before it is written.

    The touched pools are then the event's and those about to change. It must leave them as they are.
    """
    token = _WATCHER.set(watcher)
    try:
        yield
    finally:
        _WATCHER.reset(token)


def write_changes(
    tx: Transaction, decision: Decision, reason: str, why_lost: pl.Expr | None = None
) -> Settled:
    """Write the changes decided: lines, logs and shipments; afterwards the touched orders are theirs.

    ``why_lost``: how the log says in words who lost to whom, if not as ever.
    """
    pools = decision.reading.shelves.height if decision.reading else tx.value("allocation.touched_pool_count")
    if decision.changes.is_empty():
        return Settled(pools=pools)
    with tx.lent("change", decision.changes):
        if _count(decision.changes, pl.col("is_split") & pl.col("applied")):
            tx.write("allocation.add_siblings")
        tx.write("allocation.change_lines")
        tx.write("allocation.select_changed_orders")
    _log(tx, decision, reason, why_lost)
    created, appended = shipments.reconcile(tx, reason)
    totals = _totals(decision.changes)
    return Settled(pools=pools, shipments_created=created, shipments_appended=appended, **totals)


def _log(tx: Transaction, decision: Decision, reason: str, why_lost: pl.Expr | None) -> None:
    log.add(tx, sentences.gains(decision.applied, reason))
    if _count(decision.changes, pl.col("kind") == "loss"):
        taken = changes.takings(decision.queue, decision.changes)
        log.add(tx, sentences.losses(decision, changes.losses(decision, taken), reason, why_lost))
        log.add(tx, sentences.takings(decision, taken, reason))


def _count(frame: pl.DataFrame, which: pl.Expr) -> int:
    return int(frame.select(which.sum()).item())


def _totals(found: pl.DataFrame) -> dict[str, Any]:
    """What the changes come to, for the run log (R28) and the caller."""
    root, moved = pl.col("root_line_id"), pl.col("moved_qty").cast(SUM)
    gain, loss = (pl.col("kind") == "gain") & pl.col("applied"), pl.col("kind") == "loss"
    return found.select(
        lines_filled=root.filter(gain).n_unique(),
        units_allotted=moved.filter(gain).sum(),
        lines_released=root.filter(loss).n_unique(),
        units_released=moved.filter(loss).sum(),
    ).row(0, named=True)


def decide(
    tx: Transaction,
    gains: MayGain,
    left_out: Collection[Pool] = (),
    *,
    order_ids: Collection[int] = (),
    reading: queues.Reading | None = None,
) -> Decision:
    """Work out the changes, as ``settle`` makes them; the desk is not written.

    With ``MayGain.ORDERS`` those of ``order_ids`` gain. In pools that are ``left_out`` nothing changes (R29).
    ``reading``: the touched pools as they are, if somebody read them already. Afterwards the pools in which
    something changes are touched too, and no others that were looked at.
    """
    read = queues.read(tx, gains, left_out, reading)
    walked = queues.walk(tx, read.lines, gains, read.policy, read.terms)
    decision = decision_of(tx, read.lines, walked, gains, order_ids, read.reading)
    if POLICIES[read.policy].looks_beyond_pool:
        with tx.lent("change", decision.changes):
            tx.write("allocation.select_changed_pools")
    return decision


def decision_of(
    tx: Transaction,
    queue: pl.DataFrame,
    walked: pl.DataFrame,
    gains: MayGain,
    order_ids: Collection[int] = (),
    reading: queues.Reading | None = None,
) -> Decision:
    """What a walk of a queue changes, with the numbers that new siblings are given.

    ``order_ids``: who gains with ``MayGain.ORDERS``.
    """
    found = changes.find_changes(walked, gains, order_ids)
    if split := changes.splitting(found)["order_id"].unique().to_list():
        found = changes.with_siblings(found, tx.rows("allocation.last_numbers", order_ids=split))
    return Decision(queue, walked, found, reading)
