"""What lies in a pool and is firm, so that nobody who waits can have it (R22, R41)."""

from __future__ import annotations

import polars as pl

from db.session import Transaction
from engine.model import NOTHING, Qty
from engine.quantities import spelled
from engine.reports.elsewhere import PoolName
from engine.rules.shelf import NO_STOCK, counts_on_hand


def find(tx: Transaction, pools: pl.DataFrame) -> dict[PoolName, Qty]:
    """Pool -> how much of what lies there is pinned or being picked; ``pools``: item_id, warehouse_id. A
    pool of which nothing is so is left out."""
    if pools.is_empty():
        return {}
    with tx.lent("firm_pool", pools):
        return {(lic, warehouse): qty for lic, warehouse, qty in tx.rows("firm.of_pools").iter_rows()}


def beside(why: str, firm: Qty = NOTHING) -> str:
    """Why a line waits, where ``firm`` units of its pool are firm: a queue counts them nowhere, and whoever
    looks at the shelf sees them. ``What is on hand, 10, is pinned or being picked.``"""
    if firm and why == NO_STOCK:
        return f"What is on hand, {spelled(firm)}, is pinned or being picked."
    if firm and counts_on_hand(why):
        verb = "is" if firm == 1 else "are"
        return f"{why.removesuffix('.')}; {spelled(firm)} more {verb} pinned or being picked."
    return why
