"""The manager's numbers: what waits, since when, until when, what it is worth, and whether it gets better.

Nothing here is stored: what waits now is a sum of lines, and how it got there is read back from the record
log, which is a ledger of line states. Value is the line's price, else the LIC's cost, times its units.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import polars as pl

from db.days import begins
from db.session import Transaction
from db.transaction import naive_utc
from engine import allocation
from engine.model import MayGain, Qty

AGES = ("0–7 days", "8–30 days", "31–60 days", "over 60 days")
"""The age buckets, the youngest first."""


@dataclass(frozen=True, slots=True)
class BacklogSummary:
    """What waits at this instant; instants are naive UTC."""

    lines: int  # as they were typed: the parts of one that was split count once
    qty: Qty
    value: Decimal
    orders: int
    customers: int
    lics: int
    overdue_lines: int  # the day they were asked for has passed
    overdue_qty: Qty
    overdue_value: Decimal
    oldest_at: datetime | None  # since when the line waits that waits longest
    oldest_order: str | None
    overdue_since: date | None  # the earliest of the days asked for that have passed
    overdue_order: str | None  # and whose it is


@dataclass(frozen=True, slots=True)
class Fillable:
    """What the next sweep would give to lines that wait."""

    lines: int
    qty: Qty
    value: Decimal
    orders: int


def version(tx: Transaction) -> int:
    """A number that rises with whatever these numbers depend on; who keeps them may compare it."""
    version: int = tx.value("backlog.version")
    return version


def summary(tx: Transaction) -> BacklogSummary:
    """What waits now."""
    return BacklogSummary(**tx.only("backlog.summary"))


def fillable(tx: Transaction) -> Fillable:
    """What a sweep would fill if it ran now, by the very rule of the sweep (R15); nothing is written."""
    with tx.lent("change", _decided(tx)):
        return Fillable(**tx.only("backlog.fillable"))


def fillable_lines(tx: Transaction) -> pl.DataFrame:
    """The waiting lines to which a sweep would give stock now: line_id, fillable_qty; nothing is written."""
    changes = _decided(tx).filter((pl.col("kind") == "gain") & pl.col("applied"))
    return changes.select("line_id", fillable_qty="moved_qty")


def _decided(tx: Transaction) -> pl.DataFrame:
    """What a sweep would change now."""
    tx.write("backlog.select_pools_with_both")
    return allocation.decide(tx, MayGain.ALL).changes


def per_day(tx: Transaction, days: int = 30) -> pl.DataFrame:
    """The backlog at the end of each of the last ``days`` days of the desk's calendar, today included.

    Columns: day, qty, value, overdue_qty (at its end), opened_qty, filled_qty, cancelled_qty (in it).
    """
    calendar = _find_flows(tx, days)
    return tx.rows("backlog.per_day", days=calendar)


def by_lic(tx: Transaction, *, most: int = 15, by_value: bool = False) -> pl.DataFrame:
    """The LICs of which most waits.

    Columns: lic, description, qty, value, lines, orders, customers, oldest_at (UTC), overdue_lines,
    on_order_qty, next_on (the next expected receipt; null: nothing is on order).
    """
    return tx.rows("backlog.by_lic", most=most, by_value=by_value)


def by_age(tx: Transaction) -> pl.DataFrame:
    """What waits by how long it waits: age (see ``AGES``), lines, qty, value."""
    return tx.rows("backlog.by_age")


def by_customer(tx: Transaction, *, most: int = 15) -> pl.DataFrame:
    """Who waits: customer, name, lines, orders, qty, value, oldest_at (UTC), overdue_lines."""
    return tx.rows("backlog.by_customer", most=most)


def filled_lately(tx: Transaction, *, days: int = 14, most: int = 10) -> pl.DataFrame:
    """The newest fills that ended a wait.

    Columns: filled_at (UTC), order, line, customer, lic, description, qty, waited_days.
    """
    _find_flows(tx, days)
    return tx.rows("backlog.filled_lately", most=most)


def _find_flows(tx: Transaction, days: int) -> list[date]:
    """Read the ledger of the last ``days`` days into the transaction's ``flow`` table; returns those days."""
    zone, today = tx.zone, tx.today
    calendar = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    starts = [naive_utc(begins(day, zone)) for day in calendar]
    tx.write("backlog.find_flows", starts=starts)
    return calendar
