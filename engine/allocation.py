"""Settling: read the queue of the touched pools, let the policy decide, write the difference, log it.

Every event that moves stock or demand ends here: entry, priority, sweeps and falls of stock use the one
function ``settle``, so that they can never disagree (R15 to R23). ``select_pools`` names the pools first.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Final

from db.session import Transaction
from engine import promises, queues, shipments
from engine.model import MayGain, Pool, Qty
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


def select_orders(tx: Transaction, order_ids: Collection[int]) -> None:
    """Select the orders that the next steps are about."""
    tx.write("allocation.select_orders", order_ids=list(order_ids))


def settle(tx: Transaction, gains: MayGain, reason: str, left_out: Collection[Pool] = ()) -> Settled:
    """Give the touched pools' stock to their lines by the policy, and put right the shipments (R15 to R17).

    With ``MayGain.ORDERS`` the touched orders gain. ``reason``: the event in a few words, for the record log.
    Afterwards the touched orders are those whose lines changed. In pools that are ``left_out`` nothing
    changes (R29). One transaction, whoever opened it (R16).
    """
    decide(tx, gains, left_out)
    if watcher := _WATCHER.get():
        watcher(tx)
    settled = write_changes(tx, reason)
    promises.refresh(tx, reason)
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


def write_changes(tx: Transaction, reason: str, log_losses: str = "allocation.log_losses") -> Settled:
    """Write the changes found: lines, logs and shipments; afterwards the touched orders are theirs.

    ``log_losses``: the query that says in words who lost to whom.
    """
    done = tx.only("allocation.settled_totals")
    differing, splits = done.pop("differing"), done.pop("splits")
    if not differing:
        return Settled(pools=done["pools"])
    if done["lines_released"]:
        tx.write("allocation.find_takings")
        tx.write("allocation.find_losses")
    if splits:
        tx.write("allocation.add_siblings")
    tx.write("allocation.change_lines")
    tx.write("allocation.log_gains", reason=reason)
    if done["lines_released"]:
        tx.write(log_losses, reason=reason)
        tx.write("allocation.log_takings", reason=reason)
    tx.write("allocation.select_changed_orders")
    created, appended = shipments.reconcile(tx, reason)
    return Settled(shipments_created=created, shipments_appended=appended, **done)


def decide(tx: Transaction, gains: MayGain, left_out: Collection[Pool] = ()) -> None:
    """Work out the changes and leave them in the transaction's ``change`` table; the desk is not written.

    Afterwards the pools in which something changes are touched too, and no others that were looked at.
    """
    if gains is not MayGain.ORDERS:
        select_orders(tx, [])
    policy, terms = queues.read(tx, gains, left_out)
    queues.walk(tx, gains, policy, terms)
    tx.write("allocation.find_changes", gains=gains)
    if POLICIES[policy].looks_beyond_pool:
        tx.write("allocation.select_changed_pools")
