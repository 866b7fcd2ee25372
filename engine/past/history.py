"""Looking back: what the desk looked like at an instant, or after a row of the record log.

Units and on hand are those of now, with every change since taken back, by the ledger rows of the record log
and by movements; priorities, ship types, whole lines, places in the queue and what was on order come from the
edits made since. So a day costs what happened since. What cannot be told: values at
what a LIC cost then (they are in the line's price, else in today's cost), and what was on order before the
record log kept it line by line (a desk that is older than that).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import polars as pl

from db.days import begins
from db.errors import BeyondCalendar
from db.session import Transaction
from db.values import naive_utc
from engine import catalogue, days
from engine.errors import DeskError
from engine.model import Qty
from engine.rules import texts

LONGEST_NUMBER = 30
"""How many characters the number of a row may have: Python reads none without end."""


class NoInstant(DeskError):
    """{text} is no day, no instant and no number of the record log; write 2026-03-03, 2026-03-03T14:30 or
    #1234."""


class NotPastYet(DeskError):
    """{text} is still to come, so nothing is known of it; name today, or an instant that has passed."""


class NothingWritten(DeskError):
    """The record log has no row {number}, and none at all yet; name a day or an instant."""


class NotWrittenYet(DeskError):
    """The record log has no row {number}; name one up to the newest, which is {newest}."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the desk's history: just after these two rows."""

    log_id: int
    movement_id: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waited."""

    lines: int  # typed lines, split siblings counted once
    orders: int
    qty: Qty
    value: Decimal


@dataclass(frozen=True, slots=True)
class Past:
    """The desk at one mark.

    ``balances``: lic, description, warehouse, on_hand, demand, available, allotted, free, on_order, total,
    backordered; on_order and total are null where ``gap`` says why.
    ``queue``: lic, warehouse, rank, order, customer, customer_name, line, priority, ship_type, whole,
    held_qty, waiting_qty, value (of what waits), pauses (its holds and the day before which it was not wanted
    then, whether they were over or not; empty: none), entry_seq; one row per typed line, in the order of the
    queue.
    """

    mark: Mark
    backlog: Backlog
    balances: pl.DataFrame
    queue: pl.DataFrame
    gap: str  # a sentence where the log does not tell all of it, else empty

    @property
    def waiting(self) -> pl.DataFrame:
        """The rows of the queue that waited."""
        return self.queue.filter(pl.col("waiting_qty") > 0)


def newest(tx: Transaction) -> Mark:
    """The mark of now."""
    return Mark(**tx.only("history.newest"))


def carry_forward(tx: Transaction) -> None:
    """Let the newest rows of the ledgers be sought among this one and those to come, and not in years (8a);
    only the closing of the day does this."""
    tx.write("history.forget_carried")
    tx.write("history.carry_forward")


def at(tx: Transaction, instant: datetime) -> Mark:
    """The mark of an instant; one without a zone is UTC."""
    return Mark(**tx.only("history.mark_at", instant=instant))


def after_row(tx: Transaction, log_id: int) -> Mark:
    """The mark just after the action that wrote a row of the record log: nothing is seen half-way."""
    last = newest(tx)
    if tx.value("history.instant_of", log_id=log_id) is None:
        if not last.log_id:
            raise NothingWritten(number=log_id)
        raise NotWrittenYet(number=log_id, newest=last.log_id)
    return Mark(**tx.only("history.mark_of", log_id=log_id))


def parse(tx: Transaction, text: str) -> Mark:
    """The mark that a person means: the end of a day at the desk, an instant at the desk, or ``#number``."""
    moment = text.strip()
    if moment.startswith("#") and texts.in_figures(moment[1:], LONGEST_NUMBER):
        return after_row(tx, int(moment[1:]))
    return at(tx, _instant(tx, moment))


def _instant(tx: Transaction, text: str) -> datetime:
    try:
        if len(text) == len("2026-03-03"):
            day = days.day_typed(text)
            if day > tx.today:
                raise NotPastYet(text=days.dated(day))
            return end_of_day(tx, day)
        instant = days.instant_typed(text)
    except (ValueError, OverflowError):
        raise NoInstant(text=text or "Nothing") from None
    moment = instant if instant.tzinfo else instant.replace(tzinfo=tx.zone)
    if moment > tx.now:
        raise NotPastYet(text=days.clock_of(tx).spelled(moment))
    return moment


def end_of_day(tx: Transaction, day: date) -> datetime:
    """The last instant of a day of the desk's calendar."""
    try:
        return begins(day + timedelta(days=1), tx.zone) - timedelta(microseconds=1)
    except OverflowError:
        raise BeyondCalendar(instant=days.dated(day)) from None


def first_instant(tx: Transaction) -> datetime | None:
    """When the record log begins (naive UTC): before that there is nothing to see."""
    first: datetime | None = tx.value("history.first_instant")
    return first


def look(tx: Transaction, mark: Mark, lic: str | None = None) -> Past:
    """Balances, queue and backlog at a mark, of every pool or of one LIC's."""
    lic = catalogue.item(tx, lic)["lic"] if lic else None
    find_queue(tx, mark)
    tx.write("history.find_past_order", log_id=mark.log_id, movement_id=mark.movement_id)
    first_id = tx.value("history.on_order_since") or 0
    has_on_order = mark.log_id >= first_id
    return Past(
        mark,
        Backlog(**tx.only("history.backlog", lic=lic)),
        tx.rows("history.balances", movement_id=mark.movement_id, has_on_order=has_on_order, lic=lic),
        tx.rows("history.queue", lic=lic).with_columns(
            pl.col("pauses").map_elements(days.in_text, return_dtype=pl.String)
        ),
        "" if has_on_order else _UNKNOWN.format(number=first_id),
    )


def backlog(tx: Transaction, mark: Mark, lic: str | None) -> Backlog:
    """What waited at a mark, of all LICs or of one by its code, without the rest of ``look``."""
    find_queue(tx, mark)
    return Backlog(**tx.only("history.backlog", lic=lic))


def lic_days(tx: Transaction, lic: str, first: date, last: date) -> pl.DataFrame:
    """How a LIC stood in all warehouses at the end of each day from ``first`` to ``last``: day, on_hand,
    waiting; walked back from now."""
    item_id = catalogue.item(tx, lic)["item_id"]
    calendar = [first + timedelta(days=nth) for nth in range((last - first).days + 1)]
    ends = [naive_utc(end_of_day(tx, day)) for day in calendar]
    return tx.rows("history.lic_days", item_id=item_id, days=calendar, ends=ends)


_UNKNOWN = (
    "What was on order then is not known: the record log keeps the lines of purchase orders from its row "
    "#{number} on."
)


def find_queue(tx: Transaction, mark: Mark, *, by_log: bool = False) -> None:
    """Read the queue at a mark into the transaction's ``past_queue``: walked back from the lines of now, or
    added up from the first row of the record log on, whichever is shorter; ``by_log``: from the log alone.

    Both come to the same where the log is the ledger of what lines say, which the proof holds (section 8).
    """
    forward = by_log or mark.log_id * 2 < newest(tx).log_id
    tx.write("history.add_units_up" if forward else "history.find_units_back", log_id=mark.log_id)
    tx.write("history.find_past_queue", log_id=mark.log_id)
