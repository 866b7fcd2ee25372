"""Purchase orders and transfers, and their states, in words (R39, R47)."""

from __future__ import annotations

from engine import supply
from engine.model import PoState
from engine.supply import words
from tests.two_warehouses import pending, two_warehouses


def test_a_transfer_and_a_purchase_order_are_called_by_their_kind() -> None:
    desk = two_warehouses(main=0, east=5)
    transfer, po = (desk.ask(supply.find, number) for number in (pending(desk, 1), desk.purchase("book", 1)))
    assert (words.named(transfer), words.named(po)) == ("transfer TR101", "purchase order PO101")
    assert words.capital(words.named(po)) == "Purchase order PO101"
    assert (words.is_transfer(transfer), words.is_transfer(po)) == (True, False)


def test_a_transfer_is_in_transit_where_a_purchase_order_is_open() -> None:
    desk = two_warehouses(main=0, east=5)
    transfer, po = (desk.ask(supply.find, number) for number in (pending(desk, 1), desk.purchase("book", 1)))
    assert [words.state(transfer, where) for where in PoState] == [
        "pending",
        "in transit",
        "received",
        "void",
    ]
    assert [words.state(po, where) for where in PoState] == ["pending", "open", "closed", "void"]
