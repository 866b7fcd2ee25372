"""What changed between two days: who began to wait, who was served, what came, what slipped, in sentences.

Both days are meant at their end. Units are counted as the chart of the backlog counts them, so that what
waited first, and what began to wait, less what was filled and cancelled, is what waited last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import polars as pl

from db.session import Transaction
from db.values import naive_utc
from engine import catalogue, days
from engine.errors import DeskError
from engine.model import MovementKind, Qty
from engine.parts import Source
from engine.past import history
from engine.past.history import Backlog
from engine.quantities import spelled


class NothingBetween(DeskError):
    """Between {first} and {last} there is no day; name the earlier day first, and a later one after it."""


@dataclass(frozen=True, slots=True)
class Between:
    """What changed from the end of one day to the end of a later one.

    Each table has a ``sentence`` for each row. ``began``, ``served``: order, customer, customer_name, line,
    lic, qty, at (UTC, the last time), the most units first; what was given at once never waited. ``came``: po
    (empty: no receipt), kind, lic, qty, moved_at (UTC). ``slipped``: order, customer, customer_name, line,
    lic, qty (units that slipped; null: not kept then), from_on (the earliest day they had), to_on (the last
    one now; null: some have none any more), cause (null: their day only passed). ``later_pos``: po,
    source, lics, from_on, to_on.
    """

    first: date
    last: date
    before: Backlog
    after: Backlog
    began: pl.DataFrame
    served: pl.DataFrame
    cancelled_qty: Qty
    came: pl.DataFrame
    slipped: pl.DataFrame
    later_pos: pl.DataFrame
    shipments: int  # that left
    shipped_qty: Qty


def between(tx: Transaction, first: date, last: date, lic: str | None = None) -> Between:
    """What changed from the end of ``first`` to the end of ``last``, of all LICs or of one; so are the
    backlogs. Raises NothingBetween where ``last`` is not later."""
    if last <= first:
        raise NothingBetween(first=days.dated(first), last=days.dated(last))
    lic = catalogue.item(tx, lic)["lic"] if lic else None
    begins_at = days.begins(first + timedelta(days=1), tx.zone)
    ends_at = days.begins(last + timedelta(days=1), tx.zone)
    window = {"from_at": naive_utc(begins_at), "until_at": naive_utc(ends_at), "lic": lic}
    tx.write("backlog.find_flows", starts=[window["from_at"]])
    waits = tx.rows("between.waits", **window)
    left = tx.only("between.left", **window)
    clock = days.clock_of(tx)
    return Between(
        first,
        last,
        history.backlog(tx, history.at(tx, history.end_of_day(tx, first)), lic),
        history.backlog(tx, history.at(tx, history.end_of_day(tx, last)), lic),
        _of_lines(waits, "opened", _BEGAN, _had, clock),
        _of_lines(waits, "filled", _SERVED, _lost, clock),
        sum(waits["cancelled_qty"], Decimal(0)),
        _with_sentences(tx.rows("between.came", **window), _came, clock),
        _with_slips_said(tx.rows("between.slipped", **window, first=first, last=last), last, clock),
        _with_sentences(tx.rows("between.later_pos", **window), _later, clock),
        left["shipments"],
        left["qty"],
    )


_Say = Callable[[Mapping[str, Any], days.Clock], str]
_BEGAN: Final = "{customer_name}, order {order} line {line}: {units} of {lic} began to wait{when}{lost}."
_SERVED: Final = "{customer_name}, order {order} line {line}: {units} of {lic} given{when}{lost}."
_OF_LINE: Final = ("order", "customer", "customer_name", "line", "lic")


def _of_lines(
    waits: pl.DataFrame, what: str, form: str, lost: Callable[[Qty, Qty], str], clock: days.Clock
) -> pl.DataFrame:
    """The lines of which units ``opened`` or were ``filled``, the most first, each with its sentence;
    ``lost``: what that says of units that the line lost meanwhile."""
    happened = waits.filter(pl.col(f"{what}_qty") > 0).sort(
        f"{what}_qty", f"{what}_at", descending=True, maintain_order=True
    )

    def _say(row: Mapping[str, Any], clock: days.Clock) -> str:
        day = days.spelled(days.day_of(row["at"], clock.zone), clock.today)
        when = f" in all, last on {day}" if row["days"] > 1 else f" on {day}"
        more = lost(row["qty"], row["lost_qty"]) if row["lost_qty"] else ""
        return form.format(**row, units=spelled(row["qty"]), when=when, lost=more)

    rows = happened.select(*_OF_LINE, "lost_qty", qty=f"{what}_qty", at=f"{what}_at", days=f"{what}_days")
    return _with_sentences(rows, _say, clock).drop("lost_qty", "days")


def _had(qty: Qty, lost_qty: Qty) -> str:
    """That a line had some of the units for which it waits before, or all of them."""
    return f"; {'all' if lost_qty >= qty else spelled(lost_qty)} of it had been set aside for it"


def _lost(_: Qty, lost_qty: Qty) -> str:
    """That some units, of these or of those it had before, were taken from a line that was given some."""
    return f"; {spelled(lost_qty)} {'was' if lost_qty == 1 else 'were'} taken from it meanwhile"


def _with_sentences(rows: pl.DataFrame, say: _Say, clock: days.Clock) -> pl.DataFrame:
    sentences = [say(row, clock) for row in rows.iter_rows(named=True)]
    return rows.with_columns(pl.Series("sentence", sentences, pl.String))


def _came(row: Mapping[str, Any], clock: days.Clock) -> str:
    on = days.spelled(days.day_of(row["moved_at"], clock.zone), clock.today)
    units, lic = spelled(abs(row["qty"])), row["lic"]
    if row["kind"] == MovementKind.RECEIPT:
        taken = f"{units} of {lic} were taken out of the books of {row['po']} on {on}."
        return f"{row['po']} brought {units} of {lic} on {on}." if row["qty"] > 0 else taken
    if row["kind"] == MovementKind.RETURN:
        return f"{units} of {lic} came back on {on}."
    way = "rose" if row["qty"] > 0 else "fell"
    why = f": {row['reason']}" if row["reason"] else ""
    return f"On hand of {lic} {way} by {units} on {on}{why}."


def _with_slips_said(rows: pl.DataFrame, last: date, clock: days.Clock) -> pl.DataFrame:
    """The lines that slipped, each with its sentence, as it was at the end of ``last``, for its units."""

    def _say(row: Mapping[str, Any], clock: days.Clock) -> str:
        line = "{customer_name}, order {order} line {line}".format(**row)
        units = ", ".join(_slip(unit, row["lic"], last, clock) for unit in row["units"])
        cause = f" ({row['cause']})" if row["cause"] else ""
        return f"{line}: {units}{cause}."

    return _with_sentences(rows, _say, clock).drop("units")


def _slip(unit: Mapping[str, Any], lic: str, last: date, clock: days.Clock) -> str:
    """Some units of a line that slipped from one day to another, or to none."""
    due_on, was = unit["due_on"], days.spelled(unit["from_on"], clock.today)
    some = f"{spelled(unit['qty'])} of {lic}" if unit["qty"] else lic
    if unit["source"] == Source.SHELF and (due_on is None or due_on < last):
        return f"{some} there and not given yet, promised for {was}"
    if due_on is None:
        return f"{some} without a day instead of {was}"
    day = days.spelled(due_on, clock.today)
    if due_on < last:
        return f"{some} overdue since {day}, promised for {was}"
    return f"{some} expected {day} instead of {was}"


def _later(row: Mapping[str, Any], clock: days.Clock) -> str:
    was, now = (days.spelled(row[name], clock.today) for name in ("from_on", "to_on"))
    return f"{row['po']} from {row['source']}: {row['lics']} expected {now} instead of {was}."
