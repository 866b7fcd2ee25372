"""What a run of the secondary sweep looks at: all that waits, or where a LIC, an order, a customer waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from db.session import Transaction
from engine import catalogue, orders
from engine.errors import DeskError
from engine.model import SweepName


class OnlySecondary(DeskError):
    """The {sweep} is never run for {scope} alone; run the secondary sweep for it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """A LIC, an order or a customer that a sweep is run for; at most one of them is named.

    The pools are those in which one of its lines waits. Rank decides in them as ever, so that a line of
    another order may be the one that is filled.
    """

    lic: str | None = None
    order: str | None = None
    customer: str | None = None


WHOLE: Final = Scope()


def checked(tx: Transaction, scope: Scope, sweep: SweepName) -> str:
    """The scope as the run log says it: ``order 1001``; empty for the whole. Refuses what is not there."""
    text = ""
    if scope.lic is not None:
        text = f"LIC {catalogue.item(tx, scope.lic)['lic']}"
    elif scope.order is not None:
        text = f"order {orders.find(tx, scope.order)['number']}"
    elif scope.customer is not None:
        text = f"customer {catalogue.customer(tx, scope.customer)['code']}"
    if text and sweep is not SweepName.SECONDARY:
        raise OnlySecondary(sweep=sweep.full_name, scope=text)
    return text


def select(tx: Transaction, scope: Scope) -> None:
    """Select the pools in which something waits that the scope names (R24)."""
    if scope == WHOLE:
        tx.write("allocation.select_pools_that_wait")
        return
    tx.write(
        "sweeps.select_pools_of",
        item_id=None if scope.lic is None else catalogue.item(tx, scope.lic)["item_id"],
        order_id=None if scope.order is None else orders.find(tx, scope.order)["order_id"],
        customer_id=None if scope.customer is None else catalogue.customer(tx, scope.customer)["customer_id"],
    )


def keep(tx: Transaction, scope: Scope) -> None:
    """Write down the pools that this run looks at, those included that they hang together with."""
    if scope != WHOLE:
        tx.write("sweeps.keep_pools")
