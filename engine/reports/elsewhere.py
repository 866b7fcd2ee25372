"""What is short here and lies free in another warehouse (R41, R47)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from db.session import Transaction
from engine import catalogue
from engine.model import LineState, Qty
from engine.quantities import spelled
from engine.rows import ListedLine
from engine.supply import transfers

PoolName = tuple[str, str]
"""A pool by its LIC and its warehouse."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What of a LIC another warehouse has to spare: available there and on no pending transfer."""

    warehouse: str
    qty: Qty

    @property
    def sentence(self) -> str:
        """What lies there, in words for a clerk."""
        verb = "lies" if self.qty == 1 else "lie"
        return f"{spelled(self.qty)} {verb} free in warehouse {self.warehouse}."


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


def after(remedy: str, found: dict[PoolName, list[Elsewhere]], line: ListedLine) -> str:
    """What would help a line, and after it where what it waits for lies free."""
    waits = line["state"] == LineState.BACKORDERED
    there = found.get((line["lic"], line["warehouse"]), []) if waits else []
    return " ".join(filter(None, [remedy, *(one.sentence for one in there)]))


def of_lic(tx: Transaction, lic: str, warehouse: str | None = None) -> list[Elsewhere]:
    """Where a LIC lies besides one warehouse; without one, besides the home warehouse."""
    item, here = catalogue.item(tx, lic), catalogue.warehouse(tx, warehouse)
    pool = pl.DataFrame({"item_id": [item["item_id"]], "warehouse_id": [here["warehouse_id"]]})
    return find(tx, pool).get((item["lic"], here["code"]), [])
