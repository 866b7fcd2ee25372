"""Late purchase orders: what another day would move, shown before anybody is told (R40, R42)."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl

from db.session import Session, Transaction
from engine import preferences, promises, supply
from engine.errors import DeskError
from engine.interchange import trial


class PastDay(DeskError):
    """Purchase order {po} cannot come on {day}, which has passed; name today or a later day."""


def would_move(
    session: Session, number: str, expected_on: date, *, actor: str, now: datetime | None = None
) -> pl.DataFrame:
    """The lines whose day would move if the rest of a purchase order came on another day; nothing is kept.

    Columns of ``promises.moved``. Made by ``mark`` itself and taken back, so that it cannot be otherwise.
    """
    with trial.transaction(session, actor=actor, now=now, dry_run=True) as tx:
        return mark(tx, number, expected_on)


def mark(tx: Transaction, number: str, expected_on: date) -> pl.DataFrame:
    """Write down that the rest of a purchase order comes on another day; returns the lines whose day moved.

    Refuses a day that has passed, and a purchase order that is not open.
    """
    if expected_on < preferences.read(tx).today(tx.now):
        raise PastDay(po=number, day=expected_on)
    newest = promises.newest(tx)
    supply.mark_late(tx, number, expected_on)
    return promises.moved(tx, newest)


def overdue(tx: Transaction) -> pl.DataFrame:
    """The open purchase orders whose day has passed, those most waited for first.

    Columns: po, vendor, vendor_name, expected_on, days_late, lics, open_qty, waiting_lines, waiting_qty.
    """
    return tx.rows("late.overdue", today=preferences.read(tx).today(tx.now))
