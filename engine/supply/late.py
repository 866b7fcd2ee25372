"""Late supply: what another day would move, shown before anybody is told (R40, R42)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from db.session import Session, Transaction
from engine import days, promises, supply
from engine.quantities import counted


@dataclass(frozen=True, slots=True)
class LateSupply:
    """A purchase order or a transfer that should have filled a line that waits, or a part of it."""

    po: str
    record: str  # po | transfer
    expected_on: date  # before today
    days_late: int

    @property
    def sentence(self) -> str:
        """Says that it is late, in words that a clerk can read out to a customer."""
        due = days.spelled(self.expected_on, self.expected_on + timedelta(days=self.days_late))
        late = counted(self.days_late, "day")
        kind = "Transfer" if self.record == "transfer" else "Purchase order"
        return f"{kind} {self.po}, which it waits for, is {late} late: it was due on {due}."


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


def overdue(tx: Transaction, number: str | None = None) -> pl.DataFrame:
    """The open purchase orders and transfers in transit whose day has passed, or the one of that number if
    it has, those most waited for first.

    Columns: po, record (``po`` or ``transfer``), vendor (null: a transfer), vendor_name (of a transfer the
    name of its source), expected_on, days_late, lics, open_qty, waiting_lines, waiting_qty.
    """
    tx.write("late.find_due", po=number)
    return tx.rows("late.overdue")


def awaited(tx: Transaction) -> pl.DataFrame:
    """The late purchase orders and transfers that lines wait for, by line and day: those of their parts,
    after ``promises.project``.

    Columns: line_id, po, record (``po`` or ``transfer``), expected_on, days_late.
    """
    return tx.rows("late.awaited")
