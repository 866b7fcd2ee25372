"""Edits of who takes part in the queue: holds, and days before which something is not wanted (R42, R45)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from db.session import Transaction
from engine import orders
from engine.allocation import Settled
from engine.orders import holds
from engine.orders.holds import Subject


@dataclass(frozen=True, slots=True)
class PutOnHold:
    """An order, or one line of it, is on hold until a day, or until it is lifted (R45)."""

    order: str
    line: int | None = None
    until: date | None = None
    reason: str = ""
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Lift:
    """The hold on an order, or on one line of it, is lifted."""

    order: str
    line: int | None = None
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class NotBefore:
    """An order, or one line of it, is not wanted before a day; None: it is wanted at once (R45)."""

    order: str
    line: int | None = None
    day: date | None = None
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class HoldCustomer:
    """All that a customer wants is on hold until a day, or until it is lifted (R45)."""

    customer: str
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LiftCustomer:
    """The hold on a customer is lifted."""

    customer: str


PauseEdit = PutOnHold | Lift | NotBefore
"""An edit of whether an order or one of its lines takes part in the queue."""
CustomerEdit = HoldCustomer | LiftCustomer
"""An edit of whether all that a customer wants takes part in the queue."""


def lifting(subject: Subject) -> Lift | LiftCustomer:
    """The edit that lifts the hold on a subject."""
    if subject.order is None:
        return LiftCustomer(subject.customer or "")
    return Lift(subject.order, subject.line, subject.seen)


def make(tx: Transaction, edit: PauseEdit | CustomerEdit) -> Settled:
    """Make an edit of who takes part in the queue (R45); one that was tried out first needs no reason."""
    match edit:
        case PutOnHold(order, line, until, reason, seen):
            return holds.hold(tx, [Subject(order, line, seen=seen)], reason or _TRIED, until)
        case HoldCustomer(customer, until, reason):
            return holds.hold(tx, [Subject(customer=customer)], reason or _TRIED, until)
        case Lift(order, line, seen):
            return holds.lift(tx, [Subject(order, line, seen=seen)])
        case LiftCustomer(customer):
            return holds.lift(tx, [Subject(customer=customer)])
        case NotBefore(order, line, day, seen):
            if line is not None:
                return holds.set_not_before(tx, order, line, day, seen=seen)
            orders.change(tx, order, seen=seen, not_before=day)
            return Settled()


_TRIED: Final = "tried out first, then done"
