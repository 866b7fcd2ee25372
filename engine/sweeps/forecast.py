"""What the next sweep would give to whom, as things are or once a receipt is booked (R24, R42).

Decided by the decision that the sweep makes itself, on the desk or in a transaction that is taken back, so
that it cannot be otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

import polars as pl

from db.session import Session, Transaction
from engine import allocation, preferences, promises, queues, supply
from engine.model import POOL, Pool, Qty, QueueLine, SweepName
from engine.quantities import in_units
from engine.queues import verdicts
from engine.queues.verdicts import Walk
from engine.sweeps import filling
from engine.sweeps.scope import WHOLE, Scope


@dataclass(frozen=True, slots=True)
class HeldApart:
    """Units that stay on the shelf for a whole line that needs more (R15)."""

    lic: str
    warehouse: str
    qty: Qty
    order: str
    needs_qty: Qty


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a sweep would do.

    ``lines``: who gains or loses, by LIC, whoever is served first first: order, customer, customer_name,
    priority, line (the part that waits), lic, description, warehouse, change_qty (signed), rest_qty (what of
    it waits then), requested_on.
    ``pools``: the pools of a receipt, and those in which something changes: lic, description, warehouse,
    before_qty (free: on hand and not allotted; a receipt counted), given_qty, taken_qty, free_qty
    (afterwards), came_qty (of the receipt).
    ``held``: what of that is held apart. ``is_off``: backorder management is off, so that no sweep does
    anything (R25); then there are no lines.
    """

    lines: pl.DataFrame
    pools: pl.DataFrame
    held: list[HeldApart] = field(default_factory=list)
    is_off: bool = False

    @property
    def gains(self) -> pl.DataFrame:
        """The lines that gain."""
        return self.lines.filter(pl.col("change_qty") > 0)

    @property
    def losses(self) -> pl.DataFrame:
        """The lines that lose."""
        return self.lines.filter(pl.col("change_qty") < 0)

    @property
    def held_qty(self) -> Qty:
        """Units held apart."""
        return sum((one.qty for one in self.held), Decimal(0))

    @property
    def shelf_qty(self) -> Qty:
        """Units given that neither come nor are taken from others: they lie free already."""
        beyond = pl.max_horizontal(pl.col("given_qty") - pl.col("came_qty") - pl.col("taken_qty"), 0)
        return sum(self.pools.select(beyond).to_series(), Decimal(0))

    @property
    def free_qty(self) -> Qty:
        """Units that lie free afterwards and are held for nobody."""
        return sum(self.pools["free_qty"], Decimal(0)) - self.held_qty


def of_sweep(tx: Transaction, sweep: SweepName, scope: Scope = WHOLE) -> Forecast:
    """What a filling sweep would do if it ran now; nothing is written. Pools at fault are left out (R29)."""
    changes = filling.would_change(tx, sweep, scope)
    if changes.height:
        changes = filling.would_change(tx, sweep, scope, thorough=True)
    return _forecast(tx, changes, [])


def of_receipt(
    session: Session, number: str, came: Mapping[str, Qty], *, actor: str, now: datetime | None = None
) -> Forecast:
    """What the next sweep would do once this came on a purchase order or with a transfer; nothing is kept.

    ``came``: LIC -> units. More than was ordered is counted as it would be booked once agreed to; all else is
    refused as by ``supply.receive``. Where something waits apart from that came, it is not looked at.
    """
    with session.transaction(actor=actor, now=now, dry_run=True) as tx, promises.tried():
        receipt = supply.receive(tx, number, came, over=True)
        pools = supply.pools_of_receipt(tx, receipt.receipt_id)
        return _forecast(tx, filling.would_change_in(tx, pools), pools, receipt.receipt_id)


def _forecast(
    tx: Transaction, changes: pl.DataFrame, pools: Collection[Pool], receipt_id: int | None = None
) -> Forecast:
    is_off = not preferences.read(tx).backorder_management
    changes = changes.clear() if is_off else changes
    shown = set(pools) | set(changes.select(POOL).iter_rows())
    allocation.select_pools(tx, shown)
    with tx.lent("change", changes):
        lines, standing = tx.rows("forecast.lines"), tx.rows("forecast.pools", receipt_id=receipt_id)
    return Forecast(lines, standing, [] if is_off else _held(tx, standing), is_off)


def _held(tx: Transaction, standing: pl.DataFrame) -> list[HeldApart]:
    """What is held apart in the touched pools, by the walk that explains every line (R41)."""
    if not standing.filter(pl.col("free_qty") > 0).height:
        return []
    apart = (walked := verdicts.walk(tx)).held_apart()
    pools = queues.of_pools([line.pool for line, _ in apart]).iter_rows()
    named = standing.select(*POOL, "lic", "warehouse").iter_rows()
    names = {(item_id, warehouse_id): (lic, code) for item_id, warehouse_id, lic, code in named}
    return [
        HeldApart(*names[pool], in_units(at_hand), _order(walked, line), in_units(line.qty))
        for pool, (line, at_hand) in zip(pools, apart, strict=True)
        if pool in names
    ]


def _order(walked: Walk, line: QueueLine) -> str:
    return walked.names[line.line_id].rpartition("/")[0]
