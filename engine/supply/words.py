"""Purchase orders and transfers in words: what sentences call them and their states (R39, R47)."""

from __future__ import annotations

from engine.model import PoState
from engine.rows import PurchaseOrder


def is_transfer(po: PurchaseOrder) -> bool:
    """Whether its goods come from a warehouse in the place of a vendor (R47)."""
    return po["from_warehouse_id"] is not None


def named(po: PurchaseOrder) -> str:
    """What sentences call it: ``purchase order PO104``, ``transfer TR101``."""
    return f"{'transfer' if is_transfer(po) else 'purchase order'} {po['number']}"


def capital(words: str) -> str:
    """Words as they begin a sentence."""
    return words[:1].upper() + words[1:]


def state(po: PurchaseOrder, where: PoState) -> str:
    """What a state of it is called: a transfer is not open but in transit, and not closed but received."""
    return of_transfer(where) if is_transfer(po) else where


def of_transfer(where: str) -> str:
    """What a state is called of a transfer."""
    return {PoState.OPEN: "in transit", PoState.CLOSED: "received"}.get(PoState(where), where)
