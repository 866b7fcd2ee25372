"""The first run: a desk that holds nothing yet, and how somebody chose to begin with it."""

from __future__ import annotations

from dataclasses import dataclass

from db.session import Transaction
from engine import log, preferences


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
