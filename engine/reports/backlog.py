"""The manager's numbers: what waits, since when, until when, what it is worth, and whether it gets better.

Nothing here is stored: what waits now is a sum of lines, and how it got there is read back from the record
log, which is a ledger of line states. Value is the line's price, else the LIC's cost, times its units. All
can be narrowed to a ``Slice``; what is counted by LIC, customer, age, priority or vendor is then narrowed by
all the others alone, so that a second one can be chosen beside the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import polars as pl

from db.days import begins
from db.session import Transaction
from db.values import naive_utc
from engine import allocation, preferences, queues
from engine.model import MayGain, Qty
from engine.reports.slicing import AGES, WHOLE, Slice
from engine.rules import explaining


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
    oldest_at: datetime | None  # since when the line waits that waits longest
    oldest_order: str | None
    overdue_since: date | None  # the earliest of the days asked for that have passed
    overdue_order: str | None  # and whose it is
    paused_lines: int  # on hold, or not wanted yet (R45)
    paused_qty: Qty


@dataclass(frozen=True, slots=True)
class Fillable:
    """What the next sweep would give to lines that wait."""

    lines: int
    qty: Qty
    value: Decimal
    orders: int
    is_swept: bool  # sweeps are on; else none gives anything before they are (R25)

    @property
    def once(self) -> str:
        """What follows on *the next sweep gives*: nothing, or from when on it does."""
        return explaining.once(is_swept=self.is_swept)


@dataclass(frozen=True, slots=True)
class Ready:
    """What can ship now: it is on shipments that have not left (R30)."""

    orders: int
    qty: Qty


def version(tx: Transaction) -> int:
    """A number that rises with whatever these numbers depend on; who keeps them may compare it."""
    version: int = tx.value("backlog.version")
    return version


def find_lines(tx: Transaction, only: Slice = WHOLE) -> None:
    """Find the lines that wait and which of them are chosen, into the temporary table backlog_line."""
    tx.make("backlog.find_lines", every_age=list(AGES), **only.lists)


def summary(tx: Transaction, only: Slice = WHOLE) -> BacklogSummary:
    """What waits now."""
    find_lines(tx, only)
    return BacklogSummary(**tx.only("backlog.summary"))


def ready(tx: Transaction, only: Slice = WHOLE) -> Ready:
    """What can ship now. Ages narrow nothing here: what can ship waits no more."""
    lists = {name: codes for name, codes in only.lists.items() if name != "age"}
    return Ready(**tx.only("backlog.ready", **lists))


def fillable(tx: Transaction, only: Slice = WHOLE) -> Fillable:
    """What a sweep would fill if it ran now, were sweeps on, by its very rule (R15); nothing is written."""
    find_lines(tx, only)
    is_swept = preferences.read(tx).backorder_management
    with tx.lent("change", _decided(tx)):
        return Fillable(**tx.only("backlog.fillable"), is_swept=is_swept)


def fillable_lines(tx: Transaction) -> pl.DataFrame:
    """The waiting lines to which a sweep would give stock now: line_id, fillable_qty; nothing is written."""
    changes = _decided(tx).filter((pl.col("kind") == "gain") & pl.col("applied"))
    return changes.select("line_id", fillable_qty="moved_qty")


def _decided(tx: Transaction) -> pl.DataFrame:
    """What a sweep would change now: not only where stock lies free, as a hold may have ended, an order grown
    old, or the policy changed since the last one."""
    tx.write("allocation.select_pools_that_wait")
    queues.select_connected(tx)
    queues.look(tx)
    queues.leave_unmoved(tx)
    return allocation.decide(tx, MayGain.ALL).changes


def per_day(tx: Transaction, days: int = 30, only: Slice = WHOLE) -> pl.DataFrame:
    """The backlog at the end of each of the last ``days`` days of the desk's calendar, today included.

    Columns: day, qty, value, overdue_qty (at its end), opened_qty, filled_qty, cancelled_qty (in it),
    entered_qty (stocked units that were ordered in it), at_once_qty (of these, what did not wait).
    """
    calendar = _find_flows(tx, days, only)
    return tx.rows("backlog.per_day", days=calendar)


def sweeps(tx: Transaction, days: int = 30, only: Slice = WHOLE) -> pl.DataFrame:
    """What the sweeps of the last ``days`` days gave to lines that waited: day, sweep, runs, lines, qty,
    value; a row for each day and sweep that gave any."""
    calendar = _find_flows(tx, days, only)
    return tx.rows("backlog.sweeps", days=calendar)


def by_lic(tx: Transaction, *, most: int = 15, by_value: bool = False, only: Slice = WHOLE) -> pl.DataFrame:
    """The LICs of which most waits.

    Columns: lic, description, qty, value, lines, orders, customers, oldest_at (UTC), overdue_lines,
    on_order_qty, next_on (the next expected receipt; null: nothing is on order).
    """
    find_lines(tx, only)
    return tx.rows("backlog.by_lic", most=most, by_value=by_value)


def by_age(tx: Transaction, only: Slice = WHOLE) -> pl.DataFrame:
    """What waits by how long it waits: age (see ``AGES``), lines, qty, value."""
    find_lines(tx, only)
    return tx.rows("backlog.by_age", every_age=list(AGES))


def by_customer(
    tx: Transaction, *, most: int = 15, by_value: bool = True, only: Slice = WHOLE
) -> pl.DataFrame:
    """Who waits: customer, name, lines, orders, qty, value, oldest_at (UTC), overdue_lines."""
    find_lines(tx, only)
    return tx.rows("backlog.by_customer", most=most, by_value=by_value)


def by_priority(tx: Transaction, only: Slice = WHOLE) -> pl.DataFrame:
    """What waits by the priority of its order, the highest first: priority, lines, qty, value."""
    find_lines(tx, only)
    return tx.rows("backlog.by_priority")


def by_vendor(
    tx: Transaction, *, most: int = 15, by_value: bool = False, only: Slice = WHOLE
) -> pl.DataFrame:
    """From whom what waits is bought: vendor (empty: nobody is known), name, lines, qty, value."""
    find_lines(tx, only)
    return tx.rows("backlog.by_vendor", most=most, by_value=by_value)


def filled_lately(tx: Transaction, days: int = 30, only: Slice = WHOLE, *, most: int = 10) -> pl.DataFrame:
    """The newest fills of the last ``days`` days that ended a wait.

    Columns: filled_at (UTC), order, line, customer, lic, description, qty, waited_days, total (how many there
    are in all).
    """
    _find_flows(tx, days, only)
    return tx.rows("backlog.filled_lately", most=most)


def _find_flows(tx: Transaction, days: int, only: Slice) -> list[date]:
    """Read the ledger of the last ``days`` days into the transaction's ``flow`` table; returns those days."""
    find_lines(tx, only)
    zone, today = tx.zone, tx.today
    calendar = [today - timedelta(days=back) for back in range(days - 1, -1, -1)]
    starts = [naive_utc(begins(day, zone)) for day in calendar]
    tx.make("backlog.find_flows", starts=starts)
    if only != WHOLE:
        tx.write("backlog.narrow_flows", **only.lists)
    return calendar
