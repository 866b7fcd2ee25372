"""Acts of people who hold and lift, and say from when something is wanted (R45)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from engine import orders
from engine.orders import holds
from engine.orders.holds import Subject

SCHOOL: Final = Subject(customer="school")


def _subject(number: str, whole: bool) -> Subject:
    return Subject(number) if whole else Subject(number, 1)


def _from(tx: Any, days: int | None) -> Any:
    return None if days is None else tx.today + timedelta(days=days)


def _not_before(tx: Any, number: str, whole: bool, days: int | None) -> None:
    if whole:
        orders.change(tx, number, not_before=_from(tx, days))
    else:
        holds.set_not_before(tx, number, 1, _from(tx, days))


def _hold(tx: Any, subject: Subject, days: int | None) -> None:
    holds.hold(tx, [subject], "why", _from(tx, days))


ON_LINE: Final[dict[str, Callable[..., Any]]] = {
    "hold": lambda tx, number, whole, days: _hold(tx, _subject(number, whole), days),
    "lift": lambda tx, number, whole: holds.lift(tx, [_subject(number, whole)]),
    "not before": _not_before,
}
IN_ONE: Final[dict[str, Callable[..., Any]]] = {
    "hold customer": lambda tx, days: _hold(tx, SCHOOL, days),
    "lift customer": lambda tx: holds.lift(tx, [SCHOOL]),
}
