"""Shipments as they are found, listed and remarked on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import polars as pl

from db.session import Transaction
from engine import log
from engine.errors import ShipmentChanged, Unknown
from engine.model import Qty, ShipmentState
from engine.rows import Shipment


def find(tx: Transaction, shipment_id: int) -> Shipment:
    """One shipment by its number: customer, location, warehouse, state, ship_type, created_at (UTC), …"""
    found = tx.row("shipments.find", shipment_id=shipment_id)
    if found is None:
        raise Unknown(kind="shipment", name=shipment_id)
    return cast("Shipment", found)


def listed(
    tx: Transaction,
    *,
    state: ShipmentState | None = None,
    word: str | None = None,
    most: int = 10_000,
) -> pl.DataFrame:
    """The newest ``most`` shipments that match, one row each.

    ``word``: the shipment's number, or part of its customer or location, or of an order or LIC it carries.
    Columns: shipment_id, customer, customer_name, location, warehouse, state, ship_type, created_at,
    picked_at, shipped_at, voided_at (UTC), orders (their numbers), lines, qty, total (how many match in all).
    """
    return tx.rows("shipments.listed", state=state, word=word or None, most=most)


def carried(tx: Transaction, shipment_id: int, *, with_withdrawn: bool = False) -> pl.DataFrame:
    """The lines aboard one shipment as a frame: order_number, line_no, lic, qty, state, …"""
    return tx.rows("shipments.lines_of", shipment_id=shipment_id, with_withdrawn=with_withdrawn)


def check_carries(tx: Transaction, shipment_id: int, seen: Mapping[int, Qty]) -> None:
    """Refuse if a shipment's lines (line_id -> units) are no longer those that a person saw."""
    if dict(carried(tx, shipment_id).select("line_id", "qty").iter_rows()) != seen:
        raise ShipmentChanged(shipment=shipment_id)


def comment(tx: Transaction, shipment_id: int, text: str) -> None:
    """Write a remark into a shipment's record log."""
    log.write(
        tx,
        kind="comment",
        record="shipment",
        record_id=shipment_id,
        shipment_id=shipment_id,
        sentence=text.strip(),
    )
