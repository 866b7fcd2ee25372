"""Late purchase orders: what another day would move, shown before anybody is told (R40, R42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from db.session import Session, Transaction
from engine import days, promises, supply
from engine.quantities import counted


@dataclass(frozen=True, slots=True)
class LateSupply:
    """A purchase order that should have filled a line that waits, or a part of it."""

    po: str
    expected_on: date  # before today
    days_late: int

    @property
    def sentence(self) -> str:
        """Says that the purchase order is late, in words that a clerk can read out to a customer."""
        due = days.spelled(self.expected_on, self.expected_on + timedelta(days=self.days_late))
        late = counted(self.days_late, "day")
        return f"Purchase order {self.po}, which it waits for, is {late} late: it was due on {due}."


def would_move(
    session: Session, number: str, expected_on: date, *, actor: str, now: datetime | None = None
) -> pl.DataFrame:
    """The lines whose day would move if the rest of a purchase order came on another day; nothing is kept.

    Columns of ``promises.moved``. Made by ``mark`` itself and taken back, so that it cannot be otherwise.
    """
    with session.transaction(actor=actor, now=now, dry_run=True) as tx:
        return mark(tx, number, expected_on)


def mark(tx: Transaction, number: str, expected_on: date) -> pl.DataFrame:
    """Write down that the rest of a purchase order comes on another day; returns the lines whose day moved.

    Refused as by ``supply.mark_late``.
    """
    newest = promises.newest(tx)
    supply.mark_late(tx, number, expected_on)
    return promises.moved(tx, newest)


def overdue(tx: Transaction) -> pl.DataFrame:
    """The open purchase orders whose day has passed, those most waited for first.

    Columns: po, vendor, vendor_name, expected_on, days_late, lics, open_qty, waiting_lines, waiting_qty.
    """
    tx.write("late.find_due")
    return tx.rows("late.overdue")


def awaited(tx: Transaction) -> pl.DataFrame:
    """The late purchase orders that lines wait for, by line and day: those of their parts, after
    ``promises.project``.

    Columns: line_id, po, expected_on, days_late.
    """
    return tx.rows("late.awaited")
