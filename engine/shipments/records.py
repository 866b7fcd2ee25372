"""Shipments as they are found, listed and remarked on."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import cast

import polars as pl

from db.session import Transaction
from engine import log
from engine.errors import NoSuch, ShipmentChanged
from engine.model import Qty
from engine.rows import Shipment


class ShipmentView(StrEnum):
    """What the list of shipments can be narrowed to; those of a state bear its name."""

    PENDING = "pending"
    PICKING = "picking"
    TODAY = "today"  # left today
    SHIPPED = "shipped"
    VOID = "void"
    MINE = "mine"  # with a line of an order that the person who asks entered
    ALL = "all"


def find(tx: Transaction, shipment_id: int) -> Shipment:
    """One shipment by its number: customer, location, warehouse, state, ship_type, created_at (UTC), …"""
    found = tx.row("shipments.find", shipment_id=shipment_id)
    if found is None:
        raise NoSuch(kind="shipment", name=shipment_id)
    return cast("Shipment", found)


def listed(
    tx: Transaction,
    *,
    view: ShipmentView = ShipmentView.ALL,
    word: str | None = None,
    person: str = "",
    most: int = 10_000,
) -> pl.DataFrame:
    """The newest ``most`` shipments in a view that match, one row each; ``person``: whose are *mine*.

    ``word``: the shipment's number, or words of which each stands in its customer or location, or in an order
    or LIC it carries. Columns: shipment_id, customer, customer_name, location, warehouse, state, ship_type,
    created_at, picked_at, shipped_at, voided_at (UTC), orders (their numbers), lines, qty, total (how many
    match in all).
    """
    tx.write("shipments.find_in_views", word=word or None, person=person)
    return tx.rows("shipments.listed", view=view, most=most)


def view_counts(tx: Transaction, person: str = "") -> dict[str, int]:
    """How many shipments are in each view; ``person``: whose are *mine*."""
    tx.write("shipments.find_in_views", word=None, person=person)
    counted = dict(tx.rows("shipments.view_counts").iter_rows())
    return {view: counted.get(view, 0) for view in ShipmentView}


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
