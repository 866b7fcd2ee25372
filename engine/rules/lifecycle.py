"""Legal moves: which state may follow which (R31, R39)."""

from __future__ import annotations

from engine.model import OrderState, PoState, ShipmentState

ORDER_MOVES: dict[OrderState, frozenset[OrderState]] = {
    OrderState.PENDING: frozenset({OrderState.OPEN, OrderState.VOID}),
    OrderState.OPEN: frozenset({OrderState.CLOSED, OrderState.VOID}),
    OrderState.CLOSED: frozenset({OrderState.OPEN}),  # a shipment was voided, or a replacement is owed
    OrderState.VOID: frozenset(),
}
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


def order_may_go(state: OrderState, to: OrderState) -> bool:
    """Whether an order in ``state`` may become ``to``."""
    return to in ORDER_MOVES[state]


def shipment_may_go(state: ShipmentState, to: ShipmentState) -> bool:
    """Whether a shipment in ``state`` may become ``to``."""
    return to in SHIPMENT_MOVES[state]


def po_may_go(state: PoState, to: PoState) -> bool:
    """Whether a purchase order in ``state`` may become ``to``."""
    return to in PO_MOVES[state]
