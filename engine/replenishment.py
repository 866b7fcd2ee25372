"""Replenishment: levels, and the automatic purchase orders they cause (R35 to R38)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import polars as pl

from db.session import Transaction
from engine import catalogue, log, preferences, stock, supply
from engine.errors import BadLevels
from engine.model import NOTHING, Qty
from engine.proof import faults
from engine.quantities import SUM, checked, checked_days, plain
from engine.rows import Item, Record
from engine.rules.replenishing import Levels, need


@dataclass(frozen=True, slots=True)
class Replenished:
    """What a replenishment did (R28)."""

    pools: int
    pos_created: int
    pos_topped_up: int  # existing automatic purchase orders with a changed or a new line


def set_levels(
    tx: Transaction,
    lic: str,
    *,
    level: Qty,
    target: Qty,
    multiple: Qty = Decimal(1),
    minimum: Qty = NOTHING,
    vendor: str | None = None,
    lead_time_days: int | None = None,
    warehouse: str | None = None,
) -> None:
    """Say how a pool is kept filled (R35); a target that is not above the level is refused (R38)."""
    item = stock.stocked(tx, lic, "replenish")
    lic = item["lic"]
    if target <= level:
        raise BadLevels(lic=lic, target=plain(target), level=plain(level))
    for qty in (level, target, multiple, minimum):
        if qty:
            checked(qty, lic, item["decimals"])
    row = {
        "item_id": item["item_id"],
        "warehouse_id": catalogue.warehouse(tx, warehouse)["warehouse_id"],
        "level_qty": level,
        "target_qty": target,
        "multiple_qty": multiple,
        "minimum_qty": minimum,
        "vendor_id": catalogue.vendor(tx, vendor)["vendor_id"] if vendor else None,
        "lead_time_days": checked_days(lead_time_days, lic),
    }
    before = _levels_text(tx, row)
    tx.write("replenishment.add_levels", **row)
    tx.write("replenishment.set_levels", **row)
    _log_levels(tx, item, row, before, f"{lic} is replenished at {plain(level)} up to {plain(target)}.")


def drop_levels(tx: Transaction, lic: str, *, warehouse: str | None = None) -> None:
    """Stop replenishing a pool."""
    item = catalogue.item(tx, lic)
    lic = item["lic"]
    named = catalogue.warehouse(tx, warehouse)
    pool = {"item_id": item["item_id"], "warehouse_id": named["warehouse_id"]}
    before = _levels_text(tx, pool)
    if before is None:
        return
    tx.write("replenishment.drop_levels", **pool)
    _log_levels(tx, item, pool, before, f"{lic} is no longer replenished.")


def _levels_text(tx: Transaction, pool: Record) -> str | None:
    """The levels of a pool as the record log keeps them; None: it has none."""
    text: str | None = tx.value(
        "replenishment.levels_text", item_id=pool["item_id"], warehouse_id=pool["warehouse_id"]
    )
    return text


def _log_levels(tx: Transaction, item: Item, pool: Record, before: str | None, sentence: str) -> None:
    log.write(
        tx,
        record="item",
        record_id=item["lic"],
        item_id=item["item_id"],
        warehouse_id=pool["warehouse_id"],
        field="levels",
        old_value=before,
        new_value=_levels_text(tx, pool),
        sentence=sentence,
    )


def levels(tx: Transaction) -> pl.DataFrame:
    """The levels of every pool that has some, also of those that are skipped (R38, R47).

    Columns: lic, description, decimals, warehouse, level_qty, target_qty, multiple_qty, minimum_qty, vendor
    (null: the LIC's own), lead_time_days (the same), discontinued, active, closed (its warehouse).
    """
    return tx.rows("replenishment.levels")


def proposal(tx: Transaction) -> pl.DataFrame:
    """What each pool with levels needs now, and why (R36).

    Columns: lic, description, warehouse, vendor (null: nobody to order from, R38), level_qty, target_qty,
    on_hand_qty,
    demand_qty, on_order_qty, total_qty, by_hand_qty, proposed_qty (on the automatic PO now), need_qty, po, …
    """
    frame = tx.rows("replenishment.proposal")
    needs = [_need(row) for row in frame.to_dicts()]
    return frame.with_columns(pl.Series("need_qty", needs, dtype=SUM))


def _need(row: Record) -> Qty:
    levels = Levels(row["level_qty"], row["target_qty"], row["multiple_qty"], row["minimum_qty"])
    return need(row["total_qty"], levels, row["by_hand_qty"])


def replenish(tx: Transaction) -> Replenished:
    """Rewrite the pending automatic purchase orders to today's need (R37); twice is the same as once.

    Lines a person edited stay; a line no longer needed goes to zero, and an automatic order left empty is
    voided. Pools that the run leaves out are not looked at (R29).
    """
    all_pools = _served(tx, proposal(tx))
    changed = all_pools.filter(
        pl.col("vendor").is_not_null() & (pl.col("need_qty") != pl.col("proposed_qty"))
    )
    pending = _pending_orders(tx)
    decided = [_decided(tx, row, pending) for row in changed.to_dicts()]
    if decided:
        _write(tx, decided)
    created = {row["po"] for row in decided if row["is_new"]}
    touched = {row["po"] for row in decided if row["need_qty"]} - created
    return Replenished(all_pools.height, len(created), len(touched))


def _served(tx: Transaction, pools: pl.DataFrame) -> pl.DataFrame:
    """Without those that the run leaves out (R29)."""
    left_out = pl.DataFrame(
        faults.left_out(tx), schema={"item_id": pl.Int32, "warehouse_id": pl.Int32}, orient="row"
    )
    return pools.join(left_out, on=left_out.columns, how="anti")


def _pending_orders(tx: Transaction) -> dict[tuple[str, str], Record]:
    """(vendor, warehouse) -> the pending automatic purchase order that new lines join."""
    if not preferences.read(tx).append_to_pending_pos:
        return {}
    rows = tx.rows("replenishment.pending_automatic").to_dicts()
    return {(row["vendor"], row["warehouse"]): row | {"is_new": False} for row in reversed(rows)}


def _decided(tx: Transaction, row: Record, pending: dict[tuple[str, str], Record]) -> Record:
    """The purchase order that takes a pool's need: its line's own, else its vendor's, else a new one."""
    days = row["lead_time_days"]
    row["expected_on"] = None if days is None else tx.today + timedelta(days=days)
    row["is_new"] = False
    if row["po_line_id"] is None:
        source = (row["vendor"], row["warehouse"])
        if source not in pending:
            number = supply.create_po(tx, row["vendor"], warehouse=row["warehouse"], automatic=True)
            pending[source] = {"number": number, "is_new": True}
        row["po"], row["is_new"] = pending[source]["number"], pending[source]["is_new"]
    return row


def _write(tx: Transaction, decided: list[Record]) -> None:
    columns: dict[str, pl.DataType | type[pl.DataType]] = {
        "item_id": pl.Int32,
        "warehouse_id": pl.Int32,
        "lic": pl.String,
        "po": pl.String,
        "po_line_id": pl.Int32,
        "need_qty": SUM,
        "proposed_qty": SUM,
        "total_qty": SUM,
        "level_qty": SUM,
        "target_qty": SUM,
        "unit_cost": SUM,
        "expected_on": pl.Date,
    }
    frame = pl.DataFrame([{name: row[name] for name in columns} for row in decided], schema=columns)
    tx.load("decision", frame)
    supply.keep_lines(tx, tx.rows("replenishment.decided_orders")["po_id"].to_list())
    for step in ("number_lines", "log_lines", "rewrite_lines", "add_lines"):
        tx.write(f"replenishment.{step}")
    supply.log_lines(tx, "replenishment", fields=["expected_on"])
    for step in ("log_void_empty", "void_empty"):
        tx.write(f"replenishment.{step}")
