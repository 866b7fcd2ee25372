"""What the promise ledger says of lines, customers and vendors, for whoever reads it (R40)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import polars as pl

from db.session import Transaction
from engine import alike, parts, preferences
from engine.parts import Parts, StoredPart


def worded(
    column: pl.Series,
    today: date,
    say: Callable[[Parts, date], str] = parts.in_words,
    *,
    is_swept: bool = True,
) -> pl.Series:
    """A column of parts, said by one of the functions of ``engine.parts``; null where there are none.

    ``is_swept``: sweeps are on (R25), or the parts were read where it was known that they are not.
    """

    def spoken(rows: Sequence[StoredPart] | None) -> str | None:
        return None if rows is None else say(parts.swept(parts.of_rows(rows), is_swept=is_swept), today)

    return alike.worded(column.to_frame(), spoken)


def with_moves_said(tx: Transaction, moved: pl.DataFrame) -> pl.DataFrame:
    """A table of moves (from_on, to_on, from_parts, to_parts) with from_said and to_said in the place of the
    parts."""
    today, is_swept = tx.today, _is_swept(tx)
    told = [
        worded(moved[f"{side}_parts"], today, is_swept=is_swept)
        .fill_null(_whole_by(moved[f"{side}_on"], today, ""))
        .alias(f"{side}_said")
        for side in ("from", "to")
    ]
    return moved.with_columns(told).drop("from_parts", "to_parts")


def _is_swept(tx: Transaction) -> bool:
    """Whether sweeps give what lies there (R25)."""
    return preferences.read(tx).backorder_management


def _whole_by(days: pl.Series, today: date, none: str) -> pl.Series:
    """A column of days in the words for what was told before parts were kept; ``none`` where no day is."""
    return alike.worded(days.to_frame(), lambda on: none if on is None else parts.whole_by(on, today))


def history(tx: Transaction, order_id: int, line_no: int | None = None) -> pl.DataFrame:
    """The ledger of an order, or of one of its typed lines.

    Columns: line, lic, state, promised_on (open: the last day, null while some of it has none; else the day
    it ended), parts (null: not kept then), since_at (UTC), cause, actor.
    """
    return tx.rows("promises.history", order_id=order_id, line_no=line_no)


def waiting_promises(tx: Transaction) -> pl.DataFrame:
    """Every typed line that waits, overdue ones first, then those that slipped.

    Columns: order, customer, customer_name, line, wait_line (the part of it that waits), lic, qty,
    first_on (the earliest day first promised for units that wait), now_on (the day of the last unit, null
    while some of it has none), expected (the parts in words), projected (as files say them; empty: not kept
    then), bare_qty (not ordered), is_late (a purchase order is), overdue (a day promised first has passed),
    slipped (units of it wait for a later day than promised first, or for none), slip_days, changes,
    last_cause, since_at (UTC).
    """
    today, is_swept = tx.today, _is_swept(tx)
    found = tx.rows("promises.waiting_promises", is_swept=is_swept)
    only_day = _whole_by(found["now_on"], today, parts.whole_by(None, today))
    return found.with_columns(
        worded(found["parts"], today, is_swept=is_swept).fill_null(only_day).alias("expected"),
        worded(found["parts"], today, parts.in_file, is_swept=is_swept).fill_null("").alias("projected"),
    ).drop("parts")


def waiting_days(tx: Transaction) -> pl.DataFrame:
    """``waiting_promises`` for whoever asks of days and numbers alone: all columns but the words for the
    parts (expected, projected), which take longest."""
    return tx.rows("promises.waiting_promises", is_swept=_is_swept(tx)).drop("parts")


def newest(tx: Transaction) -> int:
    """The number of the ledger's newest row, for ``moved`` afterwards."""
    found: int = tx.value("promises.newest")
    return found


def moved(tx: Transaction, after: int) -> pl.DataFrame:
    """The lines of which some part moved after a row of the ledger.

    Columns: order, customer, customer_name, line, lic, first_on, from_on and to_on (the day of the last unit;
    null while some of it has none), from_said and to_said (the parts in words).
    """
    return with_moves_said(tx, tx.rows("promises.moved", after_id=after))


def by_customer(tx: Transaction) -> pl.DataFrame:
    """How promises ended, by customer: kept and broken (parts that were filled), waiting and slipped (lines),
    days_late, days_slipped (averages, of those that are late by days)."""
    return tx.rows("promises.by_customer")


def by_vendor(tx: Transaction) -> pl.DataFrame:
    """How vendors keep the day they said first: on_time, late, days_late (average), owed_late."""
    return tx.rows("promises.by_vendor")


def slips(tx: Transaction, by: str | None = None) -> pl.DataFrame:
    """What made promises slip: moves of units to a later day, or to none, added up.

    ``by``: ``vendor``, ``customer`` or ``cause``; else by all three. Columns: vendor, vendor_name (empty:
    none), customer, customer_name, cause (of those what it is added up by), slips (moves), lines, qty (the
    units that moved), days (by which they moved farthest, together), without_day (moves that left units
    without a day).
    """
    found = tx.rows("promises.slips")
    if by is None:
        return found
    named = [name for name in (by, f"{by}_name") if name in found.columns]
    sums = pl.col("slips", "lines", "qty", "days", "without_day").sum()
    return found.group_by(named).agg(sums).sort("slips", "days", by, descending=[True, True, False])
