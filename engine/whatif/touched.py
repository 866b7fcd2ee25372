"""Which orders and pools edits are about, before they are made: what a preview notes, and who gives (R42)."""

from __future__ import annotations

from collections.abc import Sequence

from db.session import Transaction
from engine import allocation, catalogue, orders, queues, shipments, supply
from engine.errors import DeskError, noted, refuse
from engine.model import Pool
from engine.supply import transfers
from engine.whatif.edits import (
    AddLine,
    Adjust,
    Edit,
    MoveDate,
    Open,
    OrderEdit,
    Priority,
    Purchase,
    Receive,
    SetPolicy,
    VoidReceipt,
    VoidShipment,
)
from engine.whatif.pausing import CustomerEdit, HoldCustomer, LiftCustomer
from engine.whatif.transfer_edits import Send, Transfer


def orders_of(edits: Sequence[Edit]) -> list[str]:
    """The numbers of the orders that these edits are about."""
    return [edit.order for edit in edits if isinstance(edit, OrderEdit)]


def orders_giving(edits: Sequence[Edit]) -> list[str]:
    """The numbers of the orders that by these edits ask for less themselves: what they lose, they give."""
    return [edit.order for edit in edits if isinstance(edit, OrderEdit) and not isinstance(edit, Priority)]


def select(tx: Transaction, edits: Sequence[Edit]) -> None:
    """Select the pools that these edits touch, for the settlement after them; unknown records are refused
    together."""
    order_ids, pools, problems = list[int](), list[Pool](), list[DeskError | str]()
    for edit in edits:
        with noted(problems):
            if isinstance(edit, OrderEdit):
                order_ids.append(orders.find(tx, edit.order)["order_id"])
            pools += _pools(tx, edit)
    refuse(problems)
    opening_ids = [orders.find(tx, edit.order)["order_id"] for edit in edits if isinstance(edit, Open)]
    allocation.select_pools(tx, pools)
    tx.write("edits.select_pools_of_orders_too", order_ids=order_ids, opening_ids=opening_ids)
    if any(isinstance(edit, SetPolicy) for edit in edits):
        queues.select_short(tx)
        tx.write("edits.select_waiting_pools_too")


def _pools(tx: Transaction, edit: Edit) -> list[Pool]:
    """The pools that an edit names itself; those of its order are not among them."""
    match edit:
        case Receive(po, _) | MoveDate(po, _):
            warehouse_id: int = supply.find(tx, po)["warehouse_id"]
            return [(item_id, warehouse_id) for item_id in set(supply.lines(tx, po)["item_id"])]
        case Send() | Transfer() | HoldCustomer() | LiftCustomer():
            return _ends(tx, edit)
        case VoidReceipt(receipt_id):
            return supply.pools_of_receipt(tx, receipt_id)
        case VoidShipment(shipment_id):
            warehouse_id = shipments.find(tx, shipment_id)["warehouse_id"]
            return [(item_id, warehouse_id) for item_id in set(shipments.carried(tx, shipment_id)["item_id"])]
        case Adjust(lic, _, warehouse) | AddLine(_, lic, _, warehouse) | Purchase(lic, _, _, warehouse):
            item_id = catalogue.item(tx, lic)["item_id"]
            return [(item_id, catalogue.warehouse(tx, warehouse)["warehouse_id"])]
        case _:
            return []


def _ends(tx: Transaction, edit: Send | Transfer | CustomerEdit) -> list[Pool]:
    """The pools that goods leave and go to, or in which a customer wants something."""
    match edit:
        case HoldCustomer(code) | LiftCustomer(code):
            customer_id: int = catalogue.customer(tx, code)["customer_id"]
            return tx.rows("edits.pools_of_customer", customer_id=customer_id).rows()
        case Send(number):
            return transfers.pools(tx, number)
        case Transfer(lic, _, source, into):
            item_id = catalogue.item(tx, lic)["item_id"]
            return [(item_id, catalogue.warehouse(tx, code)["warehouse_id"]) for code in (source, into)]
