"""What drafts want, and what is available for it before any of them takes its units (R1, R6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import TypedDict

import polars as pl

from db.session import Transaction
from engine import allocation, queues
from engine.model import OnShortage, Pool, Qty, ShipType
from engine.quantities import SUM
from engine.queues import POOL, Reading
from engine.rules.shortages import DraftLine


class DraftRow(TypedDict):
    """A draft line of a touched order, with what its opening needs (``orders.draft_lines``)."""

    line_id: int
    order_id: int
    order_number: str
    order_state: str
    order_version: int
    priority: int
    line_no: int
    root_line_id: int
    item_id: int
    warehouse_id: int
    warehouse: str
    lic: str
    description: str
    qty: Qty
    ordered_qty: Qty | None
    entry_seq: int | None
    on_shortage: str | None
    answered_qty: Qty | None
    ship_type: str
    discontinued: bool
    inventoried: bool
    unit_price: Decimal | None
    note: str
    value: Decimal | None
    paused_until: date | None
    last_entry_seq: int


def draft_lines(tx: Transaction, order_ids: Collection[int]) -> tuple[pl.DataFrame, Reading]:
    """The draft lines of some orders in entry order, one row each; and their pools, which are touched.

    Columns: line_id, order_id, order_number, order_state, order_version, priority, line_no, root_line_id,
    item_id, warehouse_id, warehouse, lic, description, qty, ordered_qty, entry_seq (null: none yet),
    on_shortage, answered_qty, ship_type, discontinued, inventoried, unit_price, note, value, paused_until
    (R45), last_entry_seq (of all lines: R14), available_qty (of its pool, before any of them takes its
    units: R1).
    """
    return with_available(tx, read(tx, order_ids))


def read(tx: Transaction, order_ids: Collection[int] = (), *, number: str | None = None) -> pl.DataFrame:
    """The draft lines of some orders, by their ids or by the number of one, as ``draft_lines`` has them, but
    available_qty.
    """
    return tx.rows("orders.draft_lines", order_ids=list(order_ids), number=number)


def with_available(tx: Transaction, drafts: pl.DataFrame) -> tuple[pl.DataFrame, Reading]:
    """Draft lines with what is available in their pools, and these pools, which are touched."""
    allocation.select_pools(tx, drafts.select(POOL).unique().rows())
    reading = queues.read_pools(tx)
    demand = reading.lines.group_by(POOL).agg(demand_qty=pl.col("qty").cast(SUM).sum())
    free = pl.col("on_hand_qty") - pl.col("demand_qty").fill_null(pl.lit(0, dtype=SUM))
    shelves = reading.shelves.join(demand, on=POOL, how="left").select(*POOL, available_qty=free)
    return drafts.join(shelves, on=POOL, how="left", maintain_order="left"), reading


def available(drafts: pl.DataFrame) -> dict[Pool, Qty]:
    """What is available in the pools of draft lines before any of them takes its units (R1)."""
    return {
        (item_id, warehouse_id): qty
        for item_id, warehouse_id, qty in drafts.select(*POOL, "available_qty").iter_rows()
    }


def in_scarce_pools(drafts: pl.DataFrame) -> pl.DataFrame:
    """The draft lines of pools that have less than all drafts want; no other line can be short."""
    wanted = pl.col("qty").cast(SUM).sum().over(POOL)
    return drafts.filter(pl.col("inventoried") & (wanted > pl.col("available_qty")))


def that_are_decided_on(drafts: pl.DataFrame) -> pl.DataFrame:
    """The draft lines of pools in which a line is whole or discontinued, where nobody is asked.

    All lines of the other pools are split, whatever is at hand for each (R9), so that nothing is to be
    decided there; of a file that is imported these are mostly all.
    """
    by_ship_type = pl.col("on_shortage").is_null() & (pl.col("ship_type") == ShipType.COMPLETE)
    whole = (pl.col("on_shortage") == OnShortage.WHOLE).fill_null(value=False) | by_ship_type
    return drafts.filter((whole | pl.col("discontinued")).any().over(POOL))


def draft_line(row: DraftRow) -> DraftLine:
    """A row of ``draft_lines``, as the rule of shortages sees it."""
    return DraftLine(
        row["line_id"],
        row["order_id"],
        row["line_no"],
        row["lic"],
        (row["item_id"], row["warehouse_id"]),
        row["qty"],
        OnShortage(row["on_shortage"]) if row["on_shortage"] else None,
        row["answered_qty"],
        ShipType(row["ship_type"]),
        row["discontinued"],
    )
