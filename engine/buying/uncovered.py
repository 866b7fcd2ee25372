"""The units that wait and that neither what lies free nor an open purchase order covers (R40, R44).

The one definition of them: whoever lists, counts or orders such units asks here. A pending purchase order
covers nothing: it may never be opened.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from db.session import Transaction


@dataclass(frozen=True, slots=True)
class Uncovered:
    """What waits uncovered in the touched pools, and what pending purchase orders have of it.

    ``lines``, those served first first: root_line_id, order_id, order, line (as typed), customer_name,
    item_id, warehouse_id, turn (its place in the queue), uncovered_qty. ``pools``: item_id, warehouse_id,
    lic, description, warehouse, vendor (null: none known), vendor_name, multiple_qty, minimum_qty, unit_cost,
    lead_time_days, has_levels, discontinued, active, below_qty (what lies below zero there and no open
    purchase order makes good). ``pending``, lines of pending purchase orders: po_line_id, po_id, po, vendor,
    item_id, warehouse_id, qty, expected_on, automatic, own (replenishment may rewrite it). ``links``:
    po_line_id, root_line_id, qty: for whom these were ordered.
    """

    lines: pl.DataFrame
    pools: pl.DataFrame
    pending: pl.DataFrame
    links: pl.DataFrame


def find_cover(tx: Transaction) -> None:
    """Work out for the touched pools what covers the units that wait there, into the temporary table
    cover."""
    tx.write("buying.find_cover")


def find_queue(tx: Transaction) -> None:
    """Work out for the pools of the table cover who is served first of what covers them, into the temporary
    table cover_turn."""
    tx.write("buying.find_queue")


def read(tx: Transaction) -> Uncovered:
    """Read what waits uncovered in the touched pools."""
    find_cover(tx)
    find_queue(tx)
    return Uncovered(*(tx.rows(f"buying.{name}") for name in ("lines", "pools", "pending", "links")))
