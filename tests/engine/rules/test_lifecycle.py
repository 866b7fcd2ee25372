"""Which state of a shipment or a purchase order may follow which (R31, R39)."""

from __future__ import annotations

import pytest

from engine.model import PoState, ShipmentState
from engine.rules import lifecycle


@pytest.mark.parametrize(
    ("state", "to", "legal"),
    [
        (ShipmentState.PENDING, ShipmentState.PICKING, True),
        (ShipmentState.PICKING, ShipmentState.SHIPPED, True),
        (ShipmentState.SHIPPED, ShipmentState.VOID, True),
        (ShipmentState.SHIPPED, ShipmentState.PENDING, False),
        (ShipmentState.VOID, ShipmentState.PENDING, False),
    ],
)
def test_r31_only_legal_moves_are_legal(state: ShipmentState, to: ShipmentState, legal: bool) -> None:
    assert lifecycle.shipment_may_go(state, to) is legal


def test_r39_a_closed_purchase_order_opens_again_and_a_void_one_never_does() -> None:
    """The void of a receipt leaves something to come."""
    assert lifecycle.po_may_go(PoState.CLOSED, PoState.OPEN)
    assert not lifecycle.po_may_go(PoState.CLOSED, PoState.VOID)
    assert not any(lifecycle.po_may_go(PoState.VOID, state) for state in PoState)
    assert not any(lifecycle.shipment_may_go(ShipmentState.VOID, state) for state in ShipmentState)
