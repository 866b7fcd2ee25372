"""Files out in the columns of their import: a desk handed over, kind by kind.

An empty desk that takes them in, in the order of ``KINDS``, has the same balances, the same queue and the
same promises. They say what is so now and what it is the sum of, not how it came about: shipped goods, and
those that transfers brought, are in the adjustments, transfers are what is in transit, orders are what is
still wanted of them. The desk that wrote them takes them in unchanged.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Final

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.interchange import kinds
from engine.preferences import Preferences
from engine.rules.preference import text_of

PURCHASES: Final = "purchases"
"""The purchase orders of *Files in*; *Files out* has another kind by that name."""
KINDS: Final = {
    "warehouses": "warehouses",
    "preferences": "preferences",
    "vendors": "vendors",
    "items": "items",
    "customers": "customers",
    "stock": "stock",
    PURCHASES: "purchase-orders",
    "receipts": "receipts",
    "adjustments": "adjustments",
    "transfers": "transfers",
    "orders": "orders",
}
"""Kind of file out -> kind of file in that takes it, in the order in which an empty desk takes them."""


def export(tx: Transaction, kind: str) -> pl.DataFrame:
    """One kind of ``KINDS``, in exactly the columns that its import takes."""
    return _ROWS[kind](tx).select(column.name for column in kinds.columns(KINDS[kind]))


def _preferences(tx: Transaction) -> pl.DataFrame:
    """Every preference that says something; an empty one is as it is in a new desk."""
    now = preferences.read(tx)
    texts = {one.name: text_of(getattr(now, one.name)) for one in fields(Preferences)}
    rows = [(name, text) for name, text in texts.items() if text]
    return pl.DataFrame(rows, {"name": pl.String, "value": pl.String}, orient="row")


_ROWS: Final[dict[str, Callable[[Transaction], pl.DataFrame]]] = {
    "warehouses": lambda tx: tx.rows("handover.warehouses"),
    "preferences": _preferences,
    "vendors": lambda tx: tx.rows("handover.vendors"),
    "items": lambda tx: tx.rows("handover.items"),
    "customers": lambda tx: tx.rows("handover.customers"),
    "stock": lambda tx: tx.rows("handover.stock"),
    PURCHASES: lambda tx: tx.rows("handover.purchases"),
    "receipts": lambda tx: tx.rows("handover.receipts"),
    "adjustments": lambda tx: tx.rows("handover.adjustments"),
    "transfers": lambda tx: tx.rows("handover.transfers"),
    "orders": lambda tx: tx.rows("handover.orders"),
}
