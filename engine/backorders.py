"""Backorders: what waits, why, behind what, and until when (R14, R40, R41)."""

from __future__ import annotations

import polars as pl

from db.session import Transaction
from engine import catalogue, preferences, promises, walking
from engine.model import Policy

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
    "reason",
    "value",
    "line_id",
    "order_id",
    "version",
)
"""What ``waiting`` answers with."""


def waiting(
    tx: Transaction, *, lic: str | None = None, order: str | None = None, customer: str | None = None
) -> pl.DataFrame:
    """The lines that wait, of one LIC, order and customer or of all, by LIC and warehouse in the order of
    the queue.

    Columns: ``COLUMNS``. ``rank`` counts the waiting lines of the pool from 1 (R14); ``ahead_qty`` units of
    ``ahead_orders`` orders are before the line; ``age_days`` whole days since ``waiting_since`` (naive UTC);
    ``projected_on`` when supply covers it, null for no supply (R40); ``reason`` a sentence (R41); ``value``
    at the line's price, else the LIC's cost, null without either.
    """
    rank(tx, lic=lic)
    _find_reasons(tx)
    return tx.rows("backorders.waiting", order=order, customer=customer).select(COLUMNS)


def rank(tx: Transaction, *, lic: str | None = None) -> None:
    """Work out ranks and projected days of the lines that wait; they stay in temporary tables of the
    transaction.

    Tables: waiting (rank, ahead_qty), orders_ahead, shelf (free_qty, who holds it), projection
    (projected_on).
    """
    if lic:
        tx.write("allocation.touch_pools_of_item", item_id=catalogue.item(tx, lic)["item_id"])
    else:
        tx.write("allocation.touch_pools_that_wait")
    promises.project(tx)
    tx.write("backorders.count_orders_ahead")


def _find_reasons(tx: Transaction) -> None:
    """Let the walk that settles the desk say why each line waits, wherever there is more to say than that
    nothing is left; into the temporary table said_reason.
    """
    if preferences.read(tx).allocation_policy is Policy.STRICT:
        tx.write("backorders.touch_pools_in_play")
    walked = walking.walk(tx)
    waits = [line for line in walked.lines if not line.held]
    said = {"line_id": [line.line_id for line in waits], "reason": [walked.why(line) for line in waits]}
    tx.load("said_reason", pl.DataFrame(said, schema={"line_id": pl.Int64, "reason": pl.String}))
