"""The first run: a desk that holds nothing yet, and how somebody chose to begin with it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from db import closed
from db.session import Session, Transaction
from engine import log, preferences
from engine.errors import DeskError
from engine.past import history


@dataclass(frozen=True, slots=True)
class DeskKind:
    """What kind of desk this is."""

    new: bool  # nothing to work with in it, and nobody chose how to begin
    demo: bool  # made up, to look around in


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What there is of what a desk begins with."""

    lics: bool
    customers: bool
    stock: bool  # something ever moved
    orders: bool  # a draft too


def kind(tx: Transaction) -> DeskKind:
    """Whether the desk is new, and whether it is the demo."""
    facts = tx.only("first_run.kind")
    bare = facts["no_orders"] and (facts["no_items"] or facts["no_customers"])
    return DeskKind(bool(bare and not facts["chosen"]), facts["demo"])


def steps(tx: Transaction) -> FirstSteps:
    """Which of the first steps of a desk are done."""
    return FirstSteps(**tx.only("first_run.steps"))


def begin(tx: Transaction, *, managed: bool, how: str) -> None:
    """Keep that somebody chose how to begin, e.g. ``empty``, and whether the sweeps are to run (R25)."""
    preferences.change(tx, "backorder_management", "on" if managed else "off")
    log.write(
        tx,
        kind="log",
        record="desk",
        record_id="desk",
        field="started",
        new_value=how,
        sentence=f"The desk was started: {how}.",
    )


@contextlib.contextmanager
def made_for(session: Session) -> Iterator[None]:
    """A block for which a desk may be made: if nothing is saved in it, no empty desk is left behind."""
    try:
        yield
    finally:
        if session.path and session.migration and not session.migration.from_version:
            with (
                contextlib.suppress(DeskError, OSError, _InUse),
                session.exclusive_file(_refuse_used) as path,
            ):
                closed.remove(path)


class _InUse(Exception):
    """Somebody saved something in the desk."""


def _refuse_used(tx: Transaction) -> None:
    if history.newest(tx).log_id:
        raise _InUse
