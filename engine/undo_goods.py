"""Undo of what moved goods: shipments, adjustments, deliveries, returns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from db.session import Transaction
from engine import orders, shipments, stock, supply
from engine.model import MovementKind, Qty, ShipmentState
from engine.quantities import plain
from engine.undo_steps import Action, Record, attempt


def shipments_back(tx: Transaction, _: Action, __: str) -> list[str]:
    """What was shipped is voided, what was picked is put back, what was put back is picked again."""
    refused: list[str] = []
    for row in tx.rows("undo.shipment_steps").to_dicts():
        refused += _shipment_back(tx, row["shipment_id"], row["old_state"], row["new_state"])
    return refused


def _shipment_back(tx: Transaction, shipment_id: int, old: str | None, new: str) -> list[str]:
    call: Callable[..., None]
    match old, new:
        case _, ShipmentState.SHIPPED:
            call = shipments.void
        case ShipmentState.PENDING, ShipmentState.PICKING:
            call = shipments.unpick
        case ShipmentState.PICKING, ShipmentState.PENDING:
            call = shipments.pick
        case _:
            return []  # made or emptied by what else the action did
    if new == ShipmentState.SHIPPED:
        # If it was voided and that was undone, its goods left again with another.
        shipment_id = tx.value("undo.heir_of", shipment_id=shipment_id, state=new) or shipment_id
    return _if_still(tx, shipment_id, new, call)


def _if_still(tx: Transaction, shipment_id: int, new: str, call: Callable[..., None]) -> list[str]:
    found = shipments.find(tx, shipment_id)
    if found["state"] != new:
        return [f"Shipment {shipment_id} is {found['state']} by now, so it stays."]
    if new == ShipmentState.SHIPPED and tx.value("undo.has_returns", shipment_id=shipment_id):
        return [f"Shipment {shipment_id} stays shipped: some of it came back as a return already."]
    return attempt(partial(call, tx, [shipment_id]), f"Shipment {shipment_id} stays {new}.")


def ship_again(tx: Transaction, _: Action, __: str) -> list[str]:
    """A shipped shipment that was voided leaves again, on the shipment that carries the same goods now."""
    refused: list[str] = []
    for row in tx.rows("undo.shipment_steps").to_dicts():
        if (row["old_state"], row["new_state"]) == (ShipmentState.SHIPPED, ShipmentState.VOID):
            heir = tx.value("undo.heir_of", shipment_id=row["shipment_id"], state=ShipmentState.PENDING)
            if heir is not None:
                shipments.ship(tx, [heir])
            else:
                refused.append(
                    f"What left with shipment {row['shipment_id']} is not together any more; "
                    "ship again by hand what did leave."
                )
    return refused


def stock_in(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """What was lost is found again; a delivery that was called off must be booked anew."""
    refused: list[str] = []
    for row in _movements(tx, chosen):
        if row["kind"] == MovementKind.RECEIPT_VOID:
            refused.append(f"Receipt {row['receipt_id']} is void; book {row['lic']} as a new delivery.")
        elif row["qty"] < 0:
            refused += attempt(partial(_adjust, tx, row, reason))
    return refused


def stock_out(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """What came in goes out again, if nobody has been given it."""
    refused: list[str] = []
    receipts: dict[int, list[Record]] = {}
    for row in _movements(tx, chosen):
        if row["qty"] <= 0:
            continue
        if row["kind"] == MovementKind.RECEIPT:
            receipts.setdefault(row["receipt_id"], []).append(row)
        elif problem := _lacking(tx, row):
            refused.append(problem)
        elif row["kind"] == MovementKind.RETURN:
            _return_out(tx, row, reason)
        else:
            refused += attempt(partial(_adjust, tx, row, reason))
    for receipt_id, rows in receipts.items():
        refused += _receipt_out(tx, receipt_id, rows)
    return refused + _unsellable_back(tx, chosen)


def _movements(tx: Transaction, chosen: Action) -> list[Record]:
    if chosen.run_id is not None:
        return []  # no run moves goods
    return tx.rows("undo.movements", logged_at=chosen.logged_at, who=chosen.actor).to_dicts()


def _lacking(tx: Transaction, row: Record) -> str:
    """Why stock cannot go out again: a sentence, or nothing."""
    free: Qty = tx.value("undo.free", item_id=row["item_id"], warehouse_id=row["warehouse_id"])
    if free >= row["qty"]:
        return ""
    return (
        f"{plain(row['qty'])} of {row['lic']} came in, of which only {plain(max(free, Decimal(0)))} are free "
        "by now, so they stay."
    )


def _receipt_out(tx: Transaction, receipt_id: int, rows: list[Record]) -> list[str]:
    problems = [problem for row in rows if (problem := _lacking(tx, row))]
    return problems or attempt(partial(supply.void_receipt, tx, receipt_id), f"Receipt {receipt_id} stays.")


def _adjust(tx: Transaction, row: Record, reason: str) -> None:
    stock.adjust(tx, row["lic"], -row["qty"], reason=reason, warehouse=row["warehouse"])


def _return_out(tx: Transaction, row: Record, reason: str) -> None:
    stock.move(
        tx,
        MovementKind.RETURN,
        (row["item_id"], row["warehouse_id"]),
        -row["qty"],
        reason=reason,
        line_id=row["line_id"],
    )
    _forget_return(tx, row["line_id"], row["qty"], sellable=True, lic=row["lic"], reason=reason)


def _forget_return(tx: Transaction, line_id: int, qty: Qty, *, sellable: bool, lic: str, reason: str) -> None:
    """A return with a minus: what was returned is their sum."""
    tx.write("stock.add_return", line_id=line_id, qty=-qty, sellable=sellable)
    sentence = f"{plain(qty)} of {lic} did not come back after all ({reason})."
    named = tx.only("undo.line_named", line_id=line_id)
    order = orders.find(tx, named["number"])
    orders.log_edit(tx, order, "returned", plain(qty), None, sentence, kind="log")


def _unsellable_back(tx: Transaction, chosen: Action) -> list[str]:
    """Returns that moved no stock."""
    if chosen.run_id is None:
        for row in tx.rows("undo.returns", logged_at=chosen.logged_at).to_dicts():
            if not row["sellable"]:
                named = tx.only("undo.line_named", line_id=row["line_id"])
                _forget_return(
                    tx, row["line_id"], row["qty"], sellable=False, lic=named["lic"], reason="it was undone"
                )
    return []
