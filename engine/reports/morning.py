"""The morning report: what happened on the day before, and what is to be decided today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import polars as pl

from db.errors import BeyondCalendar
from db.session import Transaction
from db.values import naive_utc
from engine import days, promises
from engine.errors import DeskError
from engine.model import Qty
from engine.reports import backlog, buyer, stranded
from engine.reports.backlog import BacklogSummary, Fillable
from engine.supply import late

MOST: Final = 12
"""How many rows stand in each list; what is more is counted."""


class DayToCome(DeskError):
    """There is no report of {day} yet; name today or a day before it."""


@dataclass(frozen=True, slots=True)
class Yesterday:
    """What happened on the day before, with the sums of the run log and the record log.

    ``runs``: sweep, runs, failed, lines_filled, units_allotted, lines_released, shipments_created. ``goods``:
    kind, moves, qty. ``orders``: state, orders. ``losses``: order, lic, qty, sentence, total (how many).
    """

    day: date
    runs: pl.DataFrame
    goods: pl.DataFrame
    orders: pl.DataFrame
    losses: pl.DataFrame


@dataclass(frozen=True, slots=True)
class OpenDecisions:
    """What is to be decided today.

    ``to_order``: vendor, vendor_name, lics (of which something is to be ordered), order_qty, uncovered_qty
    (of all that comes from there, as in ``buyer.to_order``). ``to_open``: po, is_transfer, lics (a list:
    those of which lines wait for it). ``late``: as ``late.overdue``.
    ``due``, ``in_doubt``: rows of ``promises.waiting_promises`` promised for today, and late or overdue.
    """

    summary: BacklogSummary
    before_qty: Qty  # that waited at the end of yesterday
    fillable: Fillable
    to_order: pl.DataFrame
    to_open: pl.DataFrame
    remedies: list[stranded.Remedy]
    late: pl.DataFrame
    due: pl.DataFrame
    in_doubt: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Morning:
    """The report of a day; of a day that is over, only what happened before it."""

    day: date
    yesterday: Yesterday
    decisions: OpenDecisions | None


def report(tx: Transaction, day: date | None = None) -> Morning:
    """The report of ``day``, today if it is not said; raises DayToCome for a later one,
    BeyondCalendar for the first of all."""
    today = tx.today
    day = day or today
    if day > today:
        raise DayToCome(day=days.spelled(day, today))
    try:
        yesterday = happened(tx, day - timedelta(days=1))
    except OverflowError:
        raise BeyondCalendar(instant=days.dated(day)) from None
    return Morning(day, yesterday, decide(tx) if day == today else None)


def happened(tx: Transaction, day: date) -> Yesterday:
    """What happened on a day."""
    window = {
        "from_at": naive_utc(days.begins(day, tx.zone)),
        "until_at": naive_utc(days.begins(day + timedelta(days=1), tx.zone)),
    }
    runs, goods, orders = (tx.rows(f"morning.{name}", **window) for name in ("runs", "goods", "orders"))
    return Yesterday(day, runs, goods, orders, tx.rows("morning.losses", **window, most=MOST))


def decide(tx: Transaction) -> OpenDecisions:
    """What is to be decided today."""
    to_order = buyer.to_order(tx)
    waiting = promises.waiting_promises(tx)
    doubtful = pl.col("is_late") | pl.col("overdue")
    return OpenDecisions(
        backlog.summary(tx),
        backlog.per_day(tx, 2)["qty"][0],
        backlog.fillable(tx),
        _by_vendor(to_order),
        _to_open(to_order),
        stranded.find(tx, most=3).remedies,
        late.overdue(tx),
        waiting.filter(pl.col("first_on") == tx.today, ~doubtful),
        waiting.filter(doubtful),
    )


def _by_vendor(to_order: pl.DataFrame) -> pl.DataFrame:
    """What is to be ordered, a row for each vendor, the most first; then what is fetched, by warehouse (R47),
    and what nobody sells. What is on a pending purchase order is not ordered again, but opened: it counts
    among what waits uncovered for a vendor, as on the page, and not among what is to be ordered."""
    fetched = pl.format("Transfer from {}", "from_warehouse")
    name = pl.when(pl.col("from_warehouse").is_not_null()).then(fetched).otherwise("vendor_name")
    return (
        to_order.group_by("vendor", vendor_name=name)
        .agg(pl.col("order_qty", "uncovered_qty").sum(), lics=(pl.col("order_qty") > 0).sum().cast(pl.Int64))
        .filter(pl.col("order_qty") > 0)
        .select("vendor", "vendor_name", "lics", "order_qty", "uncovered_qty")
        .sort(
            pl.col("vendor").is_null(),
            pl.col("vendor_name").is_null(),
            -pl.col("order_qty"),
            "vendor",
            "vendor_name",
        )
    )


def _to_open(to_order: pl.DataFrame) -> pl.DataFrame:
    """The pending purchase orders, then the transfers, that bring something of what waits uncovered, each
    with the LICs of which it does."""
    waits = to_order.filter(pl.col("uncovered_qty") > 0)
    found = [
        waits.select("lic", po=pl.col(name))
        .explode("po")
        .drop_nulls()
        .with_columns(is_transfer=pl.lit(is_transfer))
        for name, is_transfer in (("pending_pos", False), ("pending_transfers", True))
    ]
    by_number = pl.concat(found).group_by("is_transfer", "po").agg(lics=pl.col("lic").unique().sort())
    return by_number.select("po", "is_transfer", "lics").sort("is_transfer", "po")
