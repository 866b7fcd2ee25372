"""What lies in a pool and is firm, so that nobody who waits can have it, unless it is unpinned (R22, R41)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.model import NOTHING, Grains, Qty, QueueLine
from engine.quantities import counted, spelled
from engine.queues import table
from engine.queues.verdicts import Walk
from engine.reports.elsewhere import PoolName
from engine.rules.enumeration import in_a_row
from engine.rules.shelf import NO_STOCK, counts_on_hand
from engine.rules.unpinning import Pins

MOST_NAMED: Final = 3
"""How many pinned lines are named."""


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


@dataclass(frozen=True, slots=True)
class Pinned:
    """The pinned lines of some pools, in the queue of those who wait there."""

    pins: Pins
    names: Mapping[int, str]  # line_id -> ``line 1 of order 1001``

    def in_words(self, line: QueueLine, lacking: Grains, *, may_rise: bool) -> str:
        """Which lines to unpin so that a line is filled, as a sentence; empty: none would help it."""
        found = self.pins.in_the_way(line, lacking, may_rise=may_rise)
        if found is None:
            return ""
        named = [self.names[line_id] for line_id in found.line_ids[:MOST_NAMED]]
        if rest := found.line_ids[MOST_NAMED:]:
            named.append(counted(len(rest), "other line"))
        if found.priority is None:
            return f"Unpinning {in_a_row(named)} would fill it."
        return f"With {in_a_row(named)} unpinned, priority {found.priority} would take it from others."


def pinned(tx: Transaction, pools: pl.DataFrame, walk: Walk) -> Pinned:
    """The pinned lines of pools (item_id, warehouse_id) that give way in ``walk`` once they are unpinned.

    Under a policy that steps over, a line of a young Complete order is left out: what it keeps hangs on the
    other lines of its order.
    """
    with tx.lent("firm_pool", pools):
        found = tx.rows("firm.pinned")
    if preferences.read(tx).policy_rule.steps_over:
        found = found.filter(~pl.col("complete") | (pl.col("days") >= walk.terms.skip_age_days))
    lines = table.as_lines(table.in_grains(found))
    named = found.select("line_id", pl.format("line {} of order {}", "line_no", "number"))
    return Pinned(Pins(lines, walk.lines, walk.stock, walk.terms, walk.policy), dict(named.iter_rows()))
