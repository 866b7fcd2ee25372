"""What of this desk a change of a preference would touch, counted before it is saved."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine import notices, promises
from engine.quantities import counted
from engine.reports import backlog, coverage


def touched(tx: Transaction, name: str, value: Any) -> str:
    """What the preference ``name`` would touch on this desk if it were ``value``, in a sentence with numbers.

    Empty for those that touch nothing that could be counted, such as a letterhead.
    """
    count = _COUNTS.get(name)
    return count(tx, value) if count else ""


def _sweeping(tx: Transaction, on: bool) -> str:
    waiting, ready = backlog.summary(tx), backlog.fillable(tx)
    lines = f"{counted(waiting.lines, 'line')} of the backlog {_are(waiting.lines, 'waits', 'wait')}"
    if on:
        return f"{lines}; the next sweep would fill {counted(ready.lines, 'line')} of them now."
    return f"{lines}; {counted(ready.lines, 'line')} that could be filled now would not be."


def _appending(tx: Transaction, on: bool) -> str:
    found = tx.only("switching.shipments")
    pending = f"{counted(found['pending'], 'shipment')} of Partial OK orders {_are(found['pending'])} pending"
    if on:
        takes = _are(found["joined"], "is", "are")
        return (
            f"{pending}; {found['joined']} {takes} to a customer and location for which another order waits, "
            "and would take its lines along."
        )
    carries = _are(found["shared"], "carries", "carry")
    return f"{pending}; {found['shared']} {carries} several orders, and stay so. What comes later goes apart."


def _receiving(tx: Transaction, _: bool) -> str:
    orders, cover = tx.only("switching.purchases"), coverage.coverage(tx)
    return (
        f"{counted(orders['open'], 'purchase order')} {_are(orders['open'])} open, and "
        f"{counted(cover.covered_qty, 'waiting unit')} {_are(cover.covered_qty)} on them."
    )


def _returning(tx: Transaction, _: bool) -> str:
    found = tx.only("switching.returns")
    return (
        f"{counted(found['returns'], 'return')} of {counted(found['lines'], 'line')} so far "
        f"{_are(found['returns'], 'stays as it is', 'stay as they are')}."
    )


def _below_zero(tx: Transaction, _: bool) -> str:
    below = tx.value("switching.below_zero")
    return f"{counted(below, 'balance')} {_are(below)} below zero now."


def _growing(tx: Transaction, _: bool) -> str:
    pending = tx.only("switching.purchases")["automatic"]
    return f"{counted(pending, 'automatic purchase order')} {_are(pending)} pending."


def _without_levels(tx: Transaction, _: bool) -> str:
    coverage.find(tx)
    found = tx.only("switching.unlevelled")
    return (
        f"{counted(found['qty'], 'unit')} of {counted(found['lics'], 'LIC')} without levels "
        f"{_are(found['qty'], 'waits', 'wait')} and {_are(found['qty'])} not ordered."
    )


def _drafting(tx: Transaction, _: bool) -> str:
    drafts = notices.draft_count(tx)
    lie, stay = ("lies", "stays") if drafts == 1 else ("lie", "stay")
    return f"{counted(drafts, 'draft')} {lie} ready, and {stay}."


def _acknowledging(tx: Transaction, _: bool) -> str:
    drafts = tx.value("switching.drafts")
    return f"{counted(drafts, 'order')} {_are(drafts)} not opened yet."


def _leading(tx: Transaction, lead_days: int) -> str:
    found = tx.only("switching.dated", lead_days=lead_days)
    return (
        f"{counted(found['dated'], 'waiting line')} {_are(found['dated'])} not wanted before a day to come; "
        f"{found['near']} of them would take part from now on."
    )


def _asking(tx: Transaction, most: int) -> str:
    waiting = promises.waiting_days(tx)
    slipped = waiting.filter(pl.col("slip_days") > most).height
    ends = f"{slipped} of them slipped by more" if most else "no customer would be asked"
    return f"{counted(waiting.height, 'line')} {_are(waiting.height, 'waits', 'wait')}; {ends}."


def _answering(tx: Transaction, most: int) -> str:
    asked = notices.unanswered(tx).filter("asked")
    due = asked.filter(pl.col("days") >= most).height
    has = _are(asked.height, "has", "have")
    return f"{counted(asked.height, 'question')} {has} no answer; {due} would stand first, marked."


def _are(number: Any, one: str = "is", many: str = "are") -> str:
    return one if number == 1 else many


_COUNTS: Final[Mapping[str, Callable[[Transaction, Any], str]]] = {
    "backorder_management": _sweeping,
    "append_by_location": _appending,
    "sweep_on_receipt": _receiving,
    "returns_reduce_order": _returning,
    "allow_negative_stock": _below_zero,
    "append_to_pending_pos": _growing,
    "order_without_levels": _without_levels,
    "draft_notices": _drafting,
    "acknowledge_orders": _acknowledging,
    "not_before_lead_days": _leading,
    "ask_after_days": _asking,
    "answer_days": _answering,
}
