"""Looking back: what the desk looked like at an instant, or after a row of the record log.

Units come from the ledger rows of the record log, on hand from movements; priorities, ship types, whole lines
and places in the queue from the edits made since. What cannot be told: what was on order then, and values at
what a LIC cost then (they are in the line's price, else in today's cost).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.errors import DeskError
from engine.model import Qty


class NoInstant(DeskError):
    """{text} is no day, no instant and no number of the record log; write 2026-03-03, 2026-03-03T14:30 or
    #1234."""


class NotWrittenYet(DeskError):
    """The record log has no row {number}; the newest is {newest}."""


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

    ``balances``: lic, description, warehouse, on_hand, demand, available, allotted, free, backordered.
    ``queue``: lic, warehouse, rank, order, customer, line, priority, ship_type, whole, held_qty, waiting_qty,
    value (of what waits), entry_seq; one row per typed line, in the order of the queue.
    """

    mark: Mark
    backlog: Backlog
    balances: pl.DataFrame
    queue: pl.DataFrame

    @property
    def waiting(self) -> pl.DataFrame:
        """The rows of the queue that waited."""
        return self.queue.filter(pl.col("waiting_qty") > 0)


def newest(tx: Transaction) -> Mark:
    """The mark of now."""
    return Mark(**tx.only("history.newest"))


def at(tx: Transaction, instant: datetime) -> Mark:
    """The mark of an instant; one without a zone is UTC."""
    return Mark(**tx.only("history.mark_at", instant=instant))


def after_row(tx: Transaction, log_id: int) -> Mark:
    """The mark just after the action that wrote a row of the record log: nothing is seen half-way."""
    found = newest(tx)
    if tx.value("history.instant_of", log_id=log_id) is None:
        raise NotWrittenYet(number=log_id, newest=found.log_id)
    return Mark(**tx.only("history.mark_of", log_id=log_id))


def parse(tx: Transaction, text: str) -> Mark:
    """The mark that a person means: the end of a day at the desk, an instant at the desk, or ``#number``."""
    said = text.strip()
    if said.startswith("#") and said[1:].isdigit():
        return after_row(tx, int(said[1:]))
    return at(tx, _instant(tx, said))


def _instant(tx: Transaction, said: str) -> datetime:
    try:
        if len(said) == len("2026-03-03"):
            return end_of_day(tx, date.fromisoformat(said))
        instant = datetime.fromisoformat(said)
    except ValueError:
        raise NoInstant(text=said or "Nothing") from None
    return instant if instant.tzinfo else instant.replace(tzinfo=preferences.read(tx).zone)


def end_of_day(tx: Transaction, day: date) -> datetime:
    """The last instant of a day of the desk's calendar."""
    morning = datetime.combine(day + timedelta(days=1), time(), preferences.read(tx).zone)
    return morning.astimezone(UTC) - timedelta(microseconds=1)


def first_instant(tx: Transaction) -> datetime | None:
    """When the record log begins (naive UTC): before that there is nothing to see."""
    found: datetime | None = tx.value("history.first_instant")
    return found


def look(tx: Transaction, mark: Mark, lic: str | None = None) -> Past:
    """Balances, queue and backlog at a mark, of every pool or of one LIC's (the backlog always of all)."""
    find_queue(tx, mark)
    standing: dict[str, Any] = tx.only("history.backlog")
    return Past(
        mark,
        Backlog(**standing),
        tx.rows("history.balances", movement_id=mark.movement_id, lic=lic),
        tx.rows("history.queue", lic=lic),
    )


def find_queue(tx: Transaction, mark: Mark) -> None:
    """Read the queue at a mark into the transaction's ``past_queue``."""
    tx.write("history.find_past_queue", log_id=mark.log_id)
