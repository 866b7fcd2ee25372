"""The steps that undo an action, in their order: what sets stock free, then who has it back, then what takes
stock away; each asked only where the action did what it undoes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import polars as pl

from db.session import Transaction
from engine import line_states, promises
from engine.allocation import Settled
from engine.orders import holds
from engine.undo import catalogue, goods, orders, settings, supply, units
from engine.undo.step import Action, Step

NOBODY: Final = pl.DataFrame()
"""No lines."""
BEFORE: Final[tuple[Step, ...]] = (
    catalogue.back,
    supply.purchase_orders,
    goods.shipments_back,
    units.uncancel,
    settings.edits,  # once an order that the action cancelled is open again
    units.cancel_opened,
    goods.stock_in,
)
"""What may set stock free, before units go back to who had them."""
AFTER: Final[tuple[Step, ...]] = (
    orders.cancel_again,
    goods.stock_out,
    supply.transfers_again,
    goods.ship_again,
    orders.pins,
    catalogue.remove,
)
"""What takes units or stock away, after that, what makes them firm, and what nothing needs then."""
ONLY_OF: Final[Mapping[object, frozenset[str]]] = {
    catalogue.back: catalogue.RECORDS,
    catalogue.remove: catalogue.RECORDS,
    supply.purchase_orders: supply.RECORDS,
    supply.transfers_again: supply.RECORDS,
    goods.shipments_back: frozenset({"shipment moved"}),
    goods.ship_again: frozenset({"shipment moved"}),
    units.uncancel: frozenset({"units cancelled", "order voided"}),
    units.cancel_opened: frozenset({"units opened"}),
    goods.stock_in: frozenset({"goods moved"}),
    goods.stock_out: frozenset({"goods moved"}),
    orders.cancel_again: frozenset({"units revived"}),
    orders.pins: frozenset({"line let go"}),
    settings.edits: frozenset({"edited"}),
    units.return_units: frozenset({"units held"}),
}
"""Steps, and the facts (``undo.find_facts``) without which there is nothing for them to do."""


def compensate(tx: Transaction, chosen: Action, reason: str, *, hold: bool) -> tuple[list[str], Settled, int]:
    """Undo an action whose rows are in ``undone_row``, for a reason that the record log gives.

    ``hold``: the lines of a run whose stock is taken back are put on hold (R45).

    Returns a sentence for everything that could not be undone, what was settled, and how many typed lines
    lost the stock of a run and wait.
    """
    refused: list[str] = []
    facts = tx.values("undo.find_facts", undone_action_id=chosen.action_id)
    for step in _of(BEFORE, facts):
        refused += step(tx, chosen, reason)
    returns = _does(units.return_units, facts)
    problems, settled = units.return_units(tx, reason) if returns else ([], Settled())
    refused += problems
    for step in _of(AFTER, facts):
        refused += step(tx, chosen, reason)
    taken_back = units.taken_back(tx) if returns and chosen.run_id is not None else NOBODY
    if hold and taken_back.height:
        holds.hold_lines(tx, taken_back, reason)
    tx.write("undo.select_orders")
    line_states.close_or_reopen(tx)
    if "wait ended" in facts:
        tx.write("undo.set_waiting_since", first_log_id=chosen.first_log_id)
    promises.refresh_orders(tx, reason)
    return refused, settled, taken_back["root_line_id"].n_unique() if taken_back.height else 0


def _of(steps: Sequence[Step], facts: Sequence[str]) -> list[Step]:
    """The steps that may have something to do for an action that did this."""
    return [step for step in steps if _does(step, facts)]


def _does(step: object, facts: Sequence[str]) -> bool:
    return step not in ONLY_OF or not ONLY_OF[step].isdisjoint(facts)
