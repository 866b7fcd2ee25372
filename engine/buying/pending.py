"""What was decided to order, written onto the vendors' pending purchase orders, or on pending transfers (R37,
R44, R47).

One pending automatic purchase order for each vendor and warehouse takes it, whoever decides, and one transfer
for each two warehouses; without the preference *Add to the vendor's pending automatic purchase order* each
decision starts a new one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import polars as pl

from db.session import Transaction
from engine import preferences, supply
from engine.quantities import SUM
from engine.rows import Record
from engine.supply import transfers

_COLUMNS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "item_id": pl.Int32,
    "warehouse_id": pl.Int32,
    "lic": pl.String,
    "po": pl.String,
    "po_line_id": pl.Int32,
    "need_qty": SUM,
    "unit_cost": SUM,
    "expected_on": pl.Date,
    "edited": pl.Boolean,
    "why": pl.String,
}
"""What a decision says of a purchase order's line from now on, and why."""


Way = tuple[str | None, str | None, str]
"""A way of goods: the vendor they come from, else the warehouse, and the warehouse they go to."""
Takers = dict[Way, Record]
"""The pending automatic purchase orders and transfers that new lines join: number, is_new."""


def way(row: Record) -> Way:
    """The way of the goods of a pool: fetched from ``from_warehouse``, else bought from ``vendor``."""
    source = row["from_warehouse"]
    return (row["vendor"] if source is None else None, source, row["warehouse"])


def find_orders(tx: Transaction) -> Takers:
    """What takes more of each way now."""
    if not preferences.read(tx).append_to_pending_pos:
        return {}
    rows = tx.rows("buying.pending_automatic").to_dicts()
    return {way(row): row | {"is_new": False} for row in reversed(rows)}


def decided(tx: Transaction, row: Record, orders: Takers) -> Record:
    """A decision with the purchase order or transfer that takes it: its line's own, else that of its way,
    else a new one.

    ``row``: lic, vendor, from_warehouse, warehouse, lead_time_days, po_line_id and po (null: a new line), and
    whatever else ``write`` needs. ``orders``: of ``find_orders``; a new one is added to it. Sets po,
    expected_on, is_new.
    """
    days = row["lead_time_days"]
    row["expected_on"] = None if days is None else tx.today + timedelta(days=days)
    row["is_new"] = False
    if row["po_line_id"] is None:
        if way(row) not in orders:
            orders[way(row)] = {"number": _started(tx, row), "is_new": True}
        row["po"], row["is_new"] = orders[way(row)]["number"], orders[way(row)]["is_new"]
    return row


def _started(tx: Transaction, row: Record) -> str:
    """A new pending purchase order or transfer that takes a decision; its number."""
    if row["from_warehouse"] is not None:
        return transfers.create(tx, row["from_warehouse"], row["warehouse"], automatic=True)
    return supply.create_po(tx, row["vendor"], warehouse=row["warehouse"], automatic=True)


def write(tx: Transaction, decisions: list[Record]) -> pl.DataFrame:
    """Write what was decided, log it, and return it with the ids of its lines.

    Columns: po_line_id, po, item_id, warehouse_id, lic, need_qty, expected_on, … (``_COLUMNS``).
    """
    frame = pl.DataFrame([{name: row[name] for name in _COLUMNS} for row in decisions], schema=_COLUMNS)
    tx.load("decision", frame)
    supply.keep_lines(tx, tx.rows("buying.decided_orders")["po_id"].to_list())
    for step in ("number_lines", "log_lines", "rewrite_lines", "add_lines"):
        tx.write(f"buying.{step}")
    supply.log_lines(tx, "replenishment", fields=["expected_on"])
    return tx.rows("buying.numbered")
