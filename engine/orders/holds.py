"""Holds put on customers, orders and lines, and lifted; days before which lines are not wanted (R45).

All are demand events: what has its stock goes on or off its pending shipment, the orders gain what the queue
gives them, and lines of other orders that would gain wait for the next sweep (R17). A shipment that is being
picked is firm and stays as it is (R22).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import polars as pl

from db.session import Transaction
from engine import allocation, catalogue, days, log, promises, shipments, together
from engine.allocation import Settled
from engine.errors import DeskError, EmptyText, noted, refuse
from engine.model import LineState, OrderState
from engine.orders.records import find_line, for_change, log_edit
from engine.rows import Order, Started
from engine.rules import holds, texts
from engine.rules.holds import UNTIL_LIFTED, Hold

MOST_REASON = 500
"""How many characters the reason of a hold may have."""
HOLDABLE = (LineState.PENDING, LineState.BACKORDERED, LineState.ALLOTTED)
"""The states of lines that can be put on hold, or not before a day, and let go."""


class DayHasCome(DeskError):
    """A hold until {day} would be over already; name a later day, or none for one that lasts until it is
    lifted."""


class DayHasPassed(DeskError):
    """{day} has passed, so {what} would be wanted at once; name a later day, or none."""


class NotOnHold(DeskError):
    """Nothing holds {what} itself, so there is nothing to lift; lift what is on hold: its line, its order or
    its customer."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is put on hold: a customer, an order, or one line of it."""

    order: str | None = None
    line: int | None = None
    customer: str | None = None
    seen: int | None = field(default=None, compare=False)  # the version of the order that a person read


@dataclass(frozen=True, slots=True)
class _Target:
    """A subject as the desk knows it; ``order_ids``: its orders that are open."""

    what: str
    query: str  # that writes its hold
    record: str
    number: str
    record_id: int
    hold: Hold | None
    order_ids: list[int]
    order_id: int | None = None
    line_no: int | None = None


def hold(tx: Transaction, subjects: Collection[Subject], reason: str, until: date | None = None) -> Settled:
    """Put customers, orders and lines on hold until a day, or until it is lifted (R45).

    On that day it is over. A hold that is there already is replaced. Without a reason, or until a day that
    has come, nothing is; what cannot be held is refused together.
    """
    found, problems = list[_Target](), list[DeskError | str]()
    with noted(problems):
        reason = texts.line(reason, "reason of the hold", MOST_REASON)
        if not reason:
            raise EmptyText(what="reason of the hold")
    if until is not None and until <= tx.today:
        problems.append(DayHasCome(day=days.spelled(until, tx.today)))
    with noted(problems):
        found = _find_all(tx, subjects)
    refuse(problems)
    return _set_all(tx, found, Hold(until_on=until or UNTIL_LIFTED, held_by=tx.actor, reason=reason))


def lift(tx: Transaction, subjects: Collection[Subject]) -> Settled:
    """Lift the holds on customers, orders and lines, each of which must be on hold itself (R45)."""
    found = _find_all(tx, subjects)
    refuse([NotOnHold(what=one.what) for one in found if not holds.is_on(one.hold, tx.today)])
    return _set_all(tx, found, None)


def set_back(tx: Transaction, subject: Subject, to: Hold | None) -> None:
    """Make the hold on a subject what it was, for an undo, which gives back itself what was given since."""
    found = _find(tx, subject)
    _write(tx, found, to)
    board(tx, found.order_ids, _reason(found, to))


def hold_lines(tx: Transaction, lines: pl.DataFrame, reason: str) -> None:
    """Put lines that wait (order_id, number, line_id, line_no, hold) on hold until it is lifted, all at once;
    who calls settles."""
    new = Hold(until_on=UNTIL_LIFTED, held_by=tx.actor, reason=reason)
    tx.write("holds.set_on_lines", line_ids=lines["line_id"].to_list(), **new)
    tx.write("holds.touch_versions", order_ids=lines["order_id"].unique().to_list())
    before = pl.Series("before", [holds.in_log(one) for one in lines["hold"]], dtype=pl.String)
    log.add(
        tx,
        lines.with_columns(before).select(
            pl.lit("edit").alias("kind"),
            "order_id",
            *log.changed("order", pl.col("number"), "hold", pl.col("before"), pl.lit(holds.in_log(new))),
            "line_no",
            sentence=pl.format(
                "Line {} of order {} is on hold until it is lifted: {}.", "line_no", "number", pl.lit(reason)
            ),
        ),
    )


def hold_new(tx: Transaction, order: Started, line_nos: Collection[int], new: Hold) -> None:
    """Put lines of an order that were added just now on hold, before they open."""
    tx.write("holds.set_on_numbered", order_id=order["order_id"], line_nos=list(line_nos), **new)
    for line_no in line_nos:
        sentence = holds.sentence(f"line {line_no} of order {order['number']}", new, tx.today, days.spelled)
        log_edit(tx, order, "hold", None, holds.in_log(new), sentence, line_no=line_no)


def of(tx: Transaction, subject: Subject) -> Hold | None:
    """The hold on a customer, an order or a line itself; None: none, though it may be over by now."""
    return _find(tx, subject).hold


def set_not_before(
    tx: Transaction, number: str, line_no: int, day: date | None, *, seen: int | None = None
) -> Settled:
    """Say before which day a line is not wanted; None: it is wanted at once (R45). Refuses a day that has
    passed, unless it stands there."""
    order, reason = _set_day(tx, number, line_no, day, seen)
    return settle(tx, [order["order_id"]], reason) if reason else Settled()


def set_day_back(tx: Transaction, number: str, line_no: int, day: date | None) -> None:
    """Make the day before which a line is not wanted what it was, for an undo, as ``set_back`` does."""
    order, reason = _set_day(tx, number, line_no, day, None, may_be_past=True)
    if reason:
        board(tx, [order["order_id"]], reason)


def refuse_past(tx: Transaction, day: date | None, what: str) -> None:
    """Refuse a day before which something is not to be wanted and which has passed: it would do nothing."""
    if day is not None and day < tx.today:
        raise DayHasPassed(day=days.spelled(day, tx.today), what=what)


def _set_day(
    tx: Transaction,
    number: str,
    line_no: int,
    day: date | None,
    seen: int | None,
    *,
    may_be_past: bool = False,
) -> tuple[Order, str]:
    """Write the day; the order, and why its pools are to be looked at, empty where they need not be."""
    order = for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    line = find_line(tx, order, line_no, *HOLDABLE)
    if day == line["not_before"]:
        return order, ""
    if not may_be_past:
        refuse_past(tx, day, f"line {line_no} of order {number}")
    tx.write("holds.set_day", line_id=line["line_id"], not_before=day)
    tx.write("orders.touch_version", order_id=order["order_id"])
    wanted = "at once" if day is None else f"not before {days.spelled(day, tx.today)}"
    sentence = f"Line {line_no} of {line['lic']} is wanted {wanted}."
    log_edit(tx, order, "not_before", line["not_before"], day, sentence, line_no=line_no)
    is_open = order["state"] == OrderState.OPEN
    return order, f"line {line_no} of order {number} is wanted {wanted}" if is_open else ""


def settle(tx: Transaction, order_ids: Collection[int], reason: str) -> Settled:
    """Bring orders of which something was paused, or is not any more, into line with that (R17, R45)."""
    if not order_ids:
        return Settled()
    _reconcile(tx, order_ids, reason)
    return allocation.settle_orders(tx, order_ids, reason)


def board_ended(tx: Transaction, reason: str) -> tuple[int, int]:
    """Put on shipments what was paused until its day came; returns how many were made and appended to."""
    order_ids = tx.values("holds.ended")
    return _reconcile(tx, order_ids, reason) if order_ids else (0, 0)


def board(tx: Transaction, order_ids: Collection[int], reason: str) -> None:
    """Bring the shipments and promises of orders into line with what is paused of them, and give and take no
    stock."""
    if order_ids:
        _reconcile(tx, order_ids, reason)
        allocation.select_orders(tx, order_ids)
        promises.refresh_orders(tx, reason)


def _reconcile(tx: Transaction, order_ids: Collection[int], reason: str) -> tuple[int, int]:
    allocation.select_orders(tx, order_ids)
    return shipments.reconcile(tx, reason)


def _find_all(tx: Transaction, subjects: Collection[Subject]) -> list[_Target]:
    return together.each(partial(_find, tx), subjects)


def _find(tx: Transaction, subject: Subject) -> _Target:
    if subject.order is None:
        return _customer(tx, subject.customer or "")
    order = for_change(tx, subject.order, subject.seen, OrderState.PENDING, OrderState.OPEN)
    number, order_id = order["number"], order["order_id"]
    order_ids = [order_id] if order["state"] == OrderState.OPEN else []
    if subject.line is None:
        what = f"order {number}"
        return _Target(
            what, "holds.set_on_order", "order", number, order_id, order["hold"], order_ids, order_id
        )
    line = find_line(tx, order, subject.line, *HOLDABLE)
    what = f"line {subject.line} of order {number}"
    about = (
        "holds.set_on_line",
        "order",
        number,
        line["line_id"],
        line["hold"],
        order_ids,
        order_id,
        subject.line,
    )
    return _Target(what, *about)


def _customer(tx: Transaction, code: str) -> _Target:
    buyer = catalogue.customer(tx, code)
    order_ids = tx.values("holds.order_ids", customer_id=buyer["customer_id"])
    about = (buyer["code"], buyer["customer_id"], buyer["hold"], order_ids)
    return _Target(f"customer {buyer['code']}", "holds.set_on_customer", "customer", *about)


def _set_all(tx: Transaction, found: list[_Target], new: Hold | None) -> Settled:
    changed = [one for one in found if one.hold != new]
    for one in changed:
        _write(tx, one, new)
    order_ids = {order_id for one in changed for order_id in one.order_ids}
    reason = _reason(changed[0], new) if len(changed) == 1 else _MANY[new is None]
    return settle(tx, sorted(order_ids), reason)


_MANY = ("they were put on hold", "their holds were lifted")


def _reason(found: _Target, new: Hold | None) -> str:
    return f"{found.what} was put on hold" if new else f"the hold on {found.what} was lifted"


def _write(tx: Transaction, found: _Target, new: Hold | None) -> None:
    facts = new or {"until_on": None, "held_by": None, "reason": None}
    tx.write(found.query, record_id=found.record_id, **facts)
    if found.order_id is not None:
        tx.write("orders.touch_version", order_id=found.order_id)
    log.write(
        tx,
        record=found.record,
        record_id=found.number,
        order_id=found.order_id,
        line_no=found.line_no,
        field="hold",
        old_value=holds.in_log(found.hold),
        new_value=holds.in_log(new),
        sentence=holds.sentence(found.what, new, tx.today, days.spelled),
    )
