"""Who wants a LIC, in the order in which they are served, and what covers them (R14, R15, R40, R41)."""

from __future__ import annotations

import polars as pl

from db.session import Transaction
from engine import catalogue
from engine.model import LineState, ShipmentState
from engine.quantities import written
from engine.queues import verdicts
from engine.queues.verdicts import Walk
from engine.reports import backorders
from engine.rows import Record


def queue(tx: Transaction, lic: str) -> pl.DataFrame:
    """The open lines of a LIC in the order of the queue, those that hold stock and those that wait.

    Columns: warehouse, place (1 is served first), order, customer, customer_name, ship_type, priority,
    opened_at (UTC), requested_on, line, state, whole, qty, held_qty, running_qty (the need up to and with the
    line), ahead_qty, projected_on, parts (R40), covered_by (words), reason (why it waits; empty for what
    holds stock), …
    """
    item = catalogue.item(tx, lic)
    waiting = backorders.waiting(tx, lic=lic).select(
        "line_id", "root_line", "reason", "projected_on", "parts", "expected"
    )
    lines = tx.rows("demand.queue", item_id=item["item_id"])
    queued = lines.join(waiting, on="line_id", how="left", maintain_order="left")
    covered = [_cover(line) for line in queued.iter_rows(named=True)]
    return queued.with_columns(
        pl.Series("covered_by", covered, dtype=pl.String), pl.col("reason").fill_null("")
    )


def _cover(line: Record) -> str:
    """What gives, or will give, a line its units: stock that it holds, or what is to come (R40, R44)."""
    if line["state"] != LineState.ALLOTTED:
        expected: str = line["expected"]
        return expected
    pinned = ", pinned" if line["pinned"] else ""
    if line["shipment_id"] is None:
        return f"stock{pinned}"
    picked = ", being picked" if line["shipment_state"] == ShipmentState.PICKING else ""
    return f"stock, on shipment {line['shipment_id']}{picked}{pinned}"


def held_back(tx: Transaction, lic: str) -> list[str]:
    """A sentence for each pool with stock that a whole line holds back: who holds it (R15)."""
    tx.write("allocation.select_pools_of_item", item_id=catalogue.item(tx, lic)["item_id"])
    walked = verdicts.walk(tx)
    return [
        f"{written(at_hand)} on the shelf, held for order {_order(walked, line.line_id)}, which needs "
        f"{written(line.qty)}."
        for line, at_hand in walked.held_apart()
    ]


def _order(walked: Walk, line_id: int) -> str:
    return walked.names[line_id].rpartition("/")[0]


def coming(tx: Transaction, lic: str) -> pl.DataFrame:
    """The pending and open purchase orders that bring a LIC, the soonest first.

    Columns: po, vendor_name, warehouse, state, automatic, started_by, qty, received, open_qty, expected_on.
    """
    return tx.rows("demand.coming", item_id=catalogue.item(tx, lic)["item_id"])


def like(tx: Transaction, word: str, *, least: float = 0.85, most: int = 12) -> pl.DataFrame:
    """LICs of which code and description hold each word, or whose code is so like it: lic, description.

    ``least``: 1 is the same code, 0 has nothing in common.
    """
    return tx.rows("demand.like", word=word.strip(), least=least, most=most)
