"""How the stock of a LIC runs from today on: what is wanted takes from it, what is coming adds to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from engine.model import Qty


@dataclass(frozen=True, slots=True)
class Change:
    """Units that leave or come on a day: ``qty`` is below zero for what is wanted."""

    day: date
    qty: Qty
    what: str
    """The order or purchase order it is, as people call it."""
    number: str
    is_firm: bool = True
    """Whether it is sure to be: a pending purchase order is not on order yet."""


@dataclass(frozen=True, slots=True)
class BalanceStep:
    """The balance after a change; below zero that much is missing."""

    change: Change
    firm_qty: Qty
    """The balance of what is firm alone."""
    full_qty: Qty
    """The balance with what is pending as well."""


def running(on_hand: Qty, changes: Iterable[Change]) -> list[BalanceStep]:
    """The balance after each change, by day.

    On one day what comes is there before what leaves, and what leaves keeps the order in which it was given.
    """
    steps = list[BalanceStep]()
    firm = full = on_hand
    for change in sorted(changes, key=lambda change: (change.day, change.qty < 0)):
        firm += change.qty if change.is_firm else Decimal(0)
        full += change.qty
        steps.append(BalanceStep(change, firm, full))
    return steps


def runs_out(steps: Iterable[BalanceStep]) -> BalanceStep | None:
    """The first change that takes more than there is; None while all that is wanted is covered."""
    return next((step for step in steps if step.change.qty < 0 and step.firm_qty < 0), None)


def covered_again(steps: Iterable[BalanceStep], short: BalanceStep) -> BalanceStep | None:
    """The change after which nothing is missing any more, for good; None where that never comes."""
    after = [step for step in steps if step.change.day >= short.change.day]
    missing = [nth for nth, step in enumerate(after) if step.firm_qty < 0]
    last = missing[-1] + 1
    return after[last] if last < len(after) else None
