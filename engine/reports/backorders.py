"""Backorders: what waits, why, behind what, and until when (R14, R40, R41)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from db.session import Transaction
from engine import alike, catalogue, parts, preferences, promises
from engine.model import NOTHING, Qty
from engine.quantities import in_grains, written
from engine.queues import verdicts
from engine.reports import bought, elsewhere, firm, paused
from engine.reports.paused import Paused
from engine.rows import Record
from engine.rules import shelf
from engine.rules.shelf import Own

COLUMNS = (
    "order",
    "customer",
    "customer_name",
    "location",
    "ship_type",
    "priority",
    "line",
    "root_line",
    "lic",
    "description",
    "warehouse",
    "qty",
    "whole",
    "requested_on",
    "waiting_since",
    "age_days",
    "rank",
    "ahead_qty",
    "ahead_orders",
    "projected_on",
    "parts",
    "projected",
    "expected",
    "if_ordered_on",
    "reason",
    "paused",
    "value",
    "entered_by",
    "line_id",
    "root_line_id",
    "order_id",
    "version",
)
"""What ``waiting`` answers with."""


def waiting(tx: Transaction, lic: str | None = None) -> pl.DataFrame:
    """The lines that wait, of one LIC or of all, by LIC and warehouse in the order of the queue.

    Columns: ``COLUMNS``. ``rank`` counts the waiting lines of the pool from 1 (R14); ``ahead_qty`` units of
    ``ahead_orders`` other orders wait before the line; ``age_days`` whole days since ``waiting_since`` (naive
    UTC); ``parts`` in which it is filled (R40), ``projected`` the same as files say it and ``expected`` as
    people do, with what is on pending purchase orders (R44); ``projected_on`` the day of its last unit, null
    while some of it has none; ``if_ordered_on`` when what is not ordered would come if it were ordered today;
    ``reason`` a sentence (R41); ``paused``: it has no part in the queue now (R45); ``entered_by``: who
    entered its order; ``value`` at the line's price, else the LIC's cost, null without either.
    """
    today = tx.today
    rank(tx, lic)
    passed_by = bought.passed_by(tx)
    _find_reasons(tx)
    prospects = tx.rows("promises.prospects", order_id=None)
    lines = tx.rows("backorders.waiting").join(
        prospects.select("line_id", "parts", "if_ordered_on"), on="line_id", maintain_order="left"
    )
    return lines.with_columns(
        promises.worded(lines["parts"], today, parts.in_file).alias("projected"),
        _expected(tx, lines, lic),
        _reasons(tx, lines, passed_by, paused.read(tx, lines["order_id"].unique() if lic else None)),
        paused=~pl.col("takes_part"),
    ).select(COLUMNS)


def _expected(tx: Transaction, lines: pl.DataFrame, lic: str | None) -> pl.Series:
    """When each line is filled, and what of it is on pending purchase orders (R40, R44)."""
    in_words = promises.worded(lines["parts"], tx.today, parts.in_words)
    named = catalogue.item(tx, lic)["lic"] if lic else None
    return bought.expected(tx, lines.select("order", "root_line"), in_words, named)


def _reasons(tx: Transaction, lines: pl.DataFrame, passed_by: Mapping[int, str], pauses: Paused) -> pl.Series:
    """Why each line waits: what the walk ruled, what pauses a line that no walk sees, or that nothing is left
    of what lies there; what of it is firm; where else its LIC lies; and that units ordered for it go to
    somebody else."""
    left = alike.worded(lines.select("on_hand_qty", "own"), _nothing_left)
    pools = lines.select("item_id", "warehouse_id").unique()
    there, firm_qty = elsewhere.find(tx, pools), firm.find(tx, pools)
    facts = lines.select("line_id", "order_id", "takes_part", "reason", left, "lacks", "lic", "warehouse")
    reasons = []
    for line_id, order_id, takes_part, ruled, nothing_left, lacks, lic, warehouse in facts.iter_rows():
        paused_by = None if takes_part else pauses.reason(line_id, order_id)
        why = ruled or paused_by or nothing_left
        if (there or firm_qty) and lacks and not paused_by:
            why = firm.beside(why, firm_qty.get((lic, warehouse), NOTHING))
            why = elsewhere.beside(why, warehouse, there.get((lic, warehouse), []))
        reasons.append(bought.with_reason(why, passed_by.get(line_id)))
    return pl.Series("reason", reasons, dtype=pl.String)


def _nothing_left(on_hand: Qty, own: list[Record] | None) -> str:
    beside = [Own(one["line"], in_grains(one["qty"]), held=True) for one in own or ()]
    return shelf.nothing_left(in_grains(on_hand), beside, written)


def rank(tx: Transaction, lic: str | None = None) -> None:
    """Work out ranks and projected parts of the lines that wait; they stay in temporary tables of the
    transaction.

    Tables: those of ``promises.project``, and orders_ahead.
    """
    if lic:
        tx.write("allocation.select_pools_of_item", item_id=catalogue.item(tx, lic)["item_id"])
    else:
        tx.write("allocation.select_pools_that_wait")
    promises.project(tx)
    tx.write("backorders.count_orders_ahead")


_WALKED: Final = {"line_id": pl.Int64, "reason": pl.String, "lacks": pl.Boolean}


def _find_reasons(tx: Transaction) -> None:
    """Let the walk that settles the desk say why each line waits, wherever there is more to say than that
    nothing is left; into the temporary table walk_reason.
    """
    if not preferences.read(tx).policy_rule.looks_beyond_pool:
        tx.write("backorders.select_pools_in_play")
    walked = verdicts.walk(tx)
    waits = [line for line in walked.lines if not line.held]
    reasons = {
        "line_id": [line.line_id for line in waits],
        "reason": [walked.why(line) for line in waits],
        "lacks": [walked.lacks(line) for line in waits],
    }
    tx.load("walk_reason", pl.DataFrame(reasons, schema=_WALKED))
