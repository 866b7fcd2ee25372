"""The one reading of an event: the open lines of the pools it touches, and what lies in them.

Whoever decides about these pools (the walk, the promises) has its rows from here, so that nothing is read
twice.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.model import POOL


@dataclass(frozen=True, slots=True)
class Reading:
    """The touched pools as they are, or as they will be once what was decided is written.

    ``lines``: every open line, in no order: line_id, order_id, line_no, root_line_id, item_id, warehouse_id,
    entry_seq, qty, ordered_qty (as typed, on the root line only), held (allotted; else it waits), firm
    (pinned or being picked, R22), whole, number (of the order), priority, complete (its order ships
    complete), days (whole ones since the order was opened), old_in (in how many days of the desk's calendar
    it has waited as long as a line may be skipped: 0 or below where that is today or was before, R43), lic,
    paused_until (the day from which it is not paused any more; null: it is not, R45).
    ``shelves``: item_id, warehouse_id, on_hand_qty (R1), one row for each touched pool. LICs without stock
    have no lines here.
    """

    lines: pl.DataFrame
    shelves: pl.DataFrame


def read_apart(tx: Transaction) -> Reading | None:
    """Read the touched pools for several who ask of them in turn; None under a policy that looks beyond a
    pool, since each of them then reads those that matter to it."""
    return None if preferences.read(tx).policy_rule.looks_beyond_pool else read(tx)


def read(tx: Transaction) -> Reading:
    """Read the touched pools, by one query."""
    found = tx.rows("reading.pools", skip_age_days=preferences.read(tx).skip_age_days)
    is_line = pl.col("line_id").is_not_null()
    return Reading(
        found.filter(is_line).drop("on_hand_qty"), found.filter(~is_line).select(*POOL, "on_hand_qty")
    )
