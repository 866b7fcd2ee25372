"""Legal moves: which state of a shipment or a purchase order may follow which (R31, R39).

An order has no such table: once it is open its state follows from its lines, and whatever is done to an
order names the states in which that may be done.
"""

from __future__ import annotations

from engine.model import PoState, ShipmentState

SHIPMENT_MOVES: dict[ShipmentState, frozenset[ShipmentState]] = {
    # A pending shipment may ship at once: picking and shipping are then one step.
    ShipmentState.PENDING: frozenset({ShipmentState.PICKING, ShipmentState.SHIPPED, ShipmentState.VOID}),
    ShipmentState.PICKING: frozenset({ShipmentState.PENDING, ShipmentState.SHIPPED, ShipmentState.VOID}),
    ShipmentState.SHIPPED: frozenset({ShipmentState.VOID}),
    ShipmentState.VOID: frozenset(),
}
PO_MOVES: dict[PoState, frozenset[PoState]] = {
    PoState.PENDING: frozenset({PoState.OPEN, PoState.VOID}),
    PoState.OPEN: frozenset({PoState.CLOSED, PoState.VOID}),
    PoState.CLOSED: frozenset({PoState.OPEN}),  # a receipt was voided
    PoState.VOID: frozenset(),
}


def shipment_may_go(state: ShipmentState, to: ShipmentState) -> bool:
    """Whether a shipment in ``state`` may become ``to``."""
    return to in SHIPMENT_MOVES[state]


def po_may_go(state: PoState, to: PoState) -> bool:
    """Whether a purchase order in ``state`` may become ``to``."""
    return to in PO_MOVES[state]
