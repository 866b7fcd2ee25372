"""Who wants a LIC, in the order in which they are served, and what covers them (R14, R15, R40, R41)."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from db.session import Transaction
from engine import backorders, catalogue
from engine.model import LineState, PoState, ShipmentState
from engine.quantities import plain

Record = dict[str, Any]

ON_SHELF = "the shelf, with the next sweep"
NOTHING_COVERS = "nothing"


def queue(tx: Transaction, lic: str) -> pl.DataFrame:
    """The open lines of a LIC in the order of the queue, those that hold stock and those that wait.

    Columns: warehouse, place (1 is served first), order, customer, customer_name, ship_type, priority,
    opened_at (UTC), requested_on, line, state, whole, qty, held_qty, running_qty (the need up to and with the
    line), ahead_qty, projected_on, covered_by (words), reason (why it waits; empty for what holds stock), …
    """
    waiting = backorders.waiting(tx, lic=lic).select("line_id", "reason")
    lines = tx.rows("demand.queue", item_id=catalogue.item(tx, lic)["item_id"])
    sent = coming(tx, lic).filter(pl.col("state") == PoState.OPEN).to_dicts()
    covered = [_covered_by(line, sent, tx.now.date()) for line in lines.to_dicts()]
    return lines.join(waiting, on="line_id", how="left", maintain_order="left").with_columns(
        pl.Series("covered_by", covered, dtype=pl.String), pl.col("reason").fill_null("")
    )


def _covered_by(line: Record, sent: list[Record], today: date) -> str:
    """What gives, or will give, the line its units."""
    if line["state"] == LineState.ALLOTTED:
        return _holding(line)
    due = line["projected_on"]
    if due is None:
        return NOTHING_COVERS
    bringing = [
        po
        for po in sent
        if po["warehouse"] == line["warehouse"] and max(po["expected_on"] or due, today) == due
    ]
    return " or ".join(_delivery(po, due) for po in bringing) or ON_SHELF


def _delivery(po: Record, due: date) -> str:
    on = po["expected_on"] or due
    return f"{po['po']}, late since {on.day} {on:%b}" if on < due else f"{po['po']} on {on.day} {on:%b}"


def _holding(line: Record) -> str:
    pinned = ", pinned" if line["pinned"] else ""
    if line["shipment_id"] is None:
        return f"stock{pinned}"
    picked = ", being picked" if line["shipment_state"] == ShipmentState.PICKING else ""
    return f"stock, on shipment {line['shipment_id']}{picked}{pinned}"


def held_back(tx: Transaction, lic: str) -> list[str]:
    """For each pool with stock that a whole line holds back: who holds it, in a sentence (R15)."""
    backorders.rank(tx, lic=lic)
    return [
        f"{plain(row['free_qty'])} on the shelf, held for order {row['holder_order']}, which needs "
        f"{plain(row['holder_qty'])}."
        for row in tx.rows("demand.shelf").to_dicts()
    ]


def coming(tx: Transaction, lic: str) -> pl.DataFrame:
    """The pending and open purchase orders that bring a LIC, the soonest first.

    Columns: po, vendor_name, warehouse, state, automatic, qty, received, open_qty, expected_on.
    """
    return tx.rows("demand.coming", item_id=catalogue.item(tx, lic)["item_id"])


def like(tx: Transaction, word: str, *, least: float = 0.85, most: int = 12) -> pl.DataFrame:
    """LICs whose code or description holds the word, or whose code is at least so like it: lic, description.

    ``least``: 1 is the same code, 0 has nothing in common.
    """
    return tx.rows("demand.like", word=word.strip(), least=least, most=most)
