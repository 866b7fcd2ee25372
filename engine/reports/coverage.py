"""What of the units that wait lies free, what is on open purchase orders, and what nobody ordered (R38, R40).

The three sum to what waits, pool by pool. A pending purchase order covers nothing: it may never be opened.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from db.session import Transaction
from engine.buying import uncovered
from engine.model import Qty
from engine.reports import backlog
from engine.reports.slicing import WHOLE, Slice
from engine.rows import Record
from engine.rules.enumeration import in_a_row
from engine.supply import late


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is there and on its way for what waits."""

    next_on: date | None  # the next day, today or later, on which something of it is expected
    shelf_qty: Qty  # waiting units that lie free: for the next sweep, or held for a whole line
    covered_qty: Qty  # of the rest, what open purchase orders bring, whenever they come
    not_ordered_qty: Qty  # the rest of the rest
    not_ordered_lics: list[str]  # whose units these are, those of most units first
    late_pos: int  # open purchase orders whose day has passed; on the whole desk, whoever waits for them


def coverage(tx: Transaction, only: Slice = WHOLE) -> Coverage:
    """What is there and on its way for what waits, on the whole desk or for a slice of it: what lies free and
    what comes goes round by rank, also to those who are not looked at."""
    find(tx)
    uncovered.find_queue(tx)
    backlog.find_lines(tx, only)
    late_pos = late.overdue(tx).height
    if only != WHOLE:
        late_pos = tx.value("coverage.late_pos")
    return Coverage(**tx.only("coverage.totals"), late_pos=late_pos)


def find(tx: Transaction) -> None:
    """What covers the units that wait, on the whole desk, in the temporary table cover."""
    tx.write("allocation.select_pools_that_wait")
    uncovered.find_cover(tx)


def not_ordered(tx: Transaction) -> pl.DataFrame:
    """What waits and neither free stock nor an open purchase order covers, the most units first.

    Columns: lic, description, warehouse, not_ordered_qty, waiting_qty (of the pool), orders (that wait
    there), oldest_at (UTC; since when the longest waits), covered_qty (on open purchase orders), pending_qty,
    pending_pos, vendor (null: none known), why (nothing is ordered), remedy (both in words).
    """
    find(tx)
    lines = tx.rows("coverage.not_ordered")
    words = [_why_and_remedy(row) for row in lines.to_dicts()]
    columns = pl.DataFrame(words, schema={"why": pl.String, "remedy": pl.String}, orient="row")
    return lines.drop("has_levels", "discontinued", "active", "to_open", "to_send", "needed_qty").hstack(
        columns
    )


def _why_and_remedy(row: Record) -> tuple[str, str]:
    """Why nothing is ordered, and what would order it: the first that holds."""
    order_it = "Order it" if row["vendor"] else "Give it a vendor and order it"
    pending = in_a_row([*row["to_open"], *row["to_send"]])
    if row["pending_qty"] >= row["needed_qty"]:
        acts = {"open": in_a_row(row["to_open"]), "send": in_a_row(row["to_send"])}
        remedy = "; ".join(f"{act} {named}" for act, named in acts.items() if named)
        return f"Only on {pending}, still pending.", f"{remedy[0].upper()}{remedy[1:]}."
    if row["discontinued"] or not row["active"]:
        state = "Discontinued" if row["discontinued"] else "Inactive"
        return f"{state}: replenishment skips it.", f"{order_it}, or cancel what waits."
    if not row["has_levels"]:
        first = "No replenish level" + ("." if row["vendor"] else " and no vendor.")
        return first, f"{order_it}{', or give it a level' if row['vendor'] else ''}."
    if not row["vendor"]:
        return "It has no vendor.", "Set one on the LIC or on its level."
    if row["pending_qty"]:
        return f"Too little of it is on {pending}.", "Order it, or run replenishment."
    return "Replenishment has not run since.", "Order it, or run replenishment."
