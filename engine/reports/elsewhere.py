"""What is short here and lies free in another warehouse (R41, R47)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from db.session import Transaction
from engine import catalogue
from engine.model import NOTHING, Qty
from engine.quantities import spelled
from engine.rules.enumeration import in_a_row
from engine.rules.shelf import NO_STOCK
from engine.supply import transfers

PoolName = tuple[str, str]
"""A pool by its LIC and its warehouse."""

MOST_NAMED: Final = 2
"""How many warehouses where a LIC lies free are named."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What of a LIC another warehouse has to spare: available there and on no pending transfer."""

    warehouse: str
    qty: Qty

    @property
    def sentence(self) -> str:
        """What lies there, in words for a clerk."""
        return f"{_free([self])}."


def find(tx: Transaction, pools: pl.DataFrame) -> dict[PoolName, list[Elsewhere]]:
    """Pool -> where its LIC lies, most first; ``pools``: item_id, warehouse_id. Nothing is asked of a desk
    with one warehouse."""
    if pools.is_empty() or catalogue.warehouses(tx).height == 1:
        return {}
    found: dict[PoolName, list[Elsewhere]] = {}
    for row in transfers.spare(tx, pools).to_dicts():
        pool = (row["lic"], row["warehouse"])
        found.setdefault(pool, []).append(Elsewhere(row["from_warehouse"], row["spare_qty"]))
    return found


def beside(why: str, here: str, there: Sequence[Elsewhere]) -> str:
    """Why a line waits in the warehouse ``here`` for want of stock, and where its LIC lies free:
    ``No stock in MAIN; 20 lie free in EAST.``"""
    if not there:
        return why
    return f"No stock in {here}; {_free(there)}." if why == NO_STOCK else f"{why} {_free(there)}."


def _free(there: Sequence[Elsewhere]) -> str:
    """What lies free in other warehouses: ``20 lie free in EAST, 5 in WEST and 7 in 2 more``."""
    first, *others = there[:MOST_NAMED]
    verb = "lies" if first.qty == 1 else "lie"
    named = [f"{spelled(first.qty)} {verb} free in {first.warehouse}"]
    named += [f"{spelled(one.qty)} in {one.warehouse}" for one in others]
    if rest := there[MOST_NAMED:]:
        named.append(f"{spelled(sum((one.qty for one in rest), NOTHING))} in {len(rest):,} more")
    return in_a_row(named)


def of_lic(tx: Transaction, lic: str, warehouse: str | None = None) -> list[Elsewhere]:
    """Where a LIC lies besides one warehouse; without one, besides the home warehouse."""
    item, here = catalogue.item(tx, lic), catalogue.warehouse(tx, warehouse)
    pool = pl.DataFrame({"item_id": [item["item_id"]], "warehouse_id": [here["warehouse_id"]]})
    return find(tx, pool).get((item["lic"], here["code"]), [])
