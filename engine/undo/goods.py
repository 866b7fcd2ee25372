"""Undo of what moved goods: shipments, adjustments, receipts, returns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from db.session import Transaction
from engine import orders, shipments, stock, supply
from engine.model import MovementKind, Qty, ShipmentState
from engine.quantities import plain
from engine.rows import Record
from engine.undo.step import Action, attempt, shortened


def shipments_back(tx: Transaction, _: Action, __: str) -> list[str]:
    """Void what was shipped, put back what was picked, pick again what was put back."""
    refused: list[str] = []
    for row in tx.rows("undo.shipment_steps").to_dicts():
        refused += _shipment_back(tx, row["shipment_id"], row["old_state"], row["new_state"])
    return refused


def _shipment_back(tx: Transaction, shipment_id: int, old: str | None, new: str) -> list[str]:
    call: Callable[..., None]
    match old, new:
        case _, ShipmentState.SHIPPED:
            call = shipments.void
        case _, ShipmentState.PICKING:
            call = shipments.unpick
        case ShipmentState.PICKING, ShipmentState.PENDING:
            call = shipments.pick
        case _:
            return []  # made or emptied by what else the action did
    shipment = shipments.find(tx, shipment_id)
    if shipment["state"] != new:
        return [f"Shipment {shipment_id} is {shipment['state']} by now, so it stays."]
    return attempt(partial(call, tx, [shipment_id]), f"Shipment {shipment_id} stays {new}.")


def ship_again(tx: Transaction, _: Action, __: str) -> list[str]:
    """Ship again what had left, and pick what was being picked, with the shipment that carries it now."""
    refused: list[str] = []
    for row in tx.rows("undo.shipment_steps").to_dicts():
        call = _forward(row["old_state"], row["new_state"])
        if call is None:
            continue
        heir = tx.value("undo.heir_of", shipment_id=row["shipment_id"], state=ShipmentState.PENDING)
        if heir is not None:
            call(tx, [heir])
        else:
            what = f"What was {row['old_state']} with shipment {row['shipment_id']} is not together any more"
            refused.append(f"{what}; do by hand what is still right.")
    return refused


def _forward(old: str | None, new: str) -> Callable[..., None] | None:
    match old, new:
        case ShipmentState.SHIPPED, ShipmentState.VOID:
            return shipments.ship
        case ShipmentState.PICKING, ShipmentState.SHIPPED | ShipmentState.VOID:
            return shipments.pick
        case _:
            return None


def stock_in(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """Put back on hand what the action took off: losses, voided receipts and returns."""
    refused = _unclaimed(tx)
    voided: dict[int, None] = {}
    for row in _movements(tx, chosen):
        if row["kind"] == MovementKind.RECEIPT_VOID:
            voided[row["receipt_id"]] = None
        elif row["qty"] < 0 and row["kind"] != MovementKind.RETURN:
            refused += attempt(partial(_adjust, tx, row, reason))
    for receipt_id in voided:
        refused += _receipt_in(tx, receipt_id)
    for row in _returns(tx, chosen):
        if row["qty"] < 0:
            refused += attempt(partial(_return_again, tx, row, reason))
    return refused


def stock_out(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """Take off on hand again what the action brought in, if nobody has been given it."""
    refused: list[str] = []
    receipts: dict[int, None] = {}
    for row in _movements(tx, chosen):
        if row["qty"] <= 0 or row["kind"] == MovementKind.RETURN:
            continue
        if row["kind"] == MovementKind.RECEIPT:
            receipts[row["receipt_id"]] = None
        else:
            refused += _checked(tx, row, partial(_adjust, tx, row, reason))
    for receipt_id in receipts:
        refused += _receipt_out(tx, receipt_id)
    for row in _returns(tx, chosen):
        if row["qty"] > 0:
            refused += _checked(tx, row, partial(_book_return, tx, row, reason))
    return refused


def _movements(tx: Transaction, chosen: Action) -> list[Record]:
    """What the action moved, shipments aside."""
    return tx.rows("undo.movements", undone_action_id=chosen.action_id).to_dicts()


def _returns(tx: Transaction, chosen: Action) -> list[Record]:
    """What came back in the action, or with a minus did not after all."""
    return tx.rows("undo.returns", undone_action_id=chosen.action_id).to_dicts()


def _unclaimed(tx: Transaction) -> list[str]:
    """A refusal for what may have moved with the action, and may have with another of its instant."""
    return shortened(
        f"{plain(row['qty'])} of {row['lic']} moved at that instant, and with which action was not kept, so "
        "they stay; book by hand what is still right."
        for row in tx.rows("undo.unclaimed").to_dicts()
    )


def _checked(tx: Transaction, row: Record, step: Callable[[], object]) -> list[str]:
    problem = _lacking(tx, row)
    return [problem] if problem else attempt(step)


def _lacking(tx: Transaction, row: Record) -> str:
    """Why stock cannot go out again: a sentence, or nothing."""
    if row.get("sellable") is False or not row.get("inventoried", True):
        return ""  # it never came on hand
    free: Qty = tx.value("undo.free", item_id=row["item_id"], warehouse_id=row["warehouse_id"])
    return "" if free >= row["qty"] else _not_free(row, free)


def _not_free(row: Record, free: Qty) -> str:
    return (
        f"{plain(row['qty'])} of {row['lic']} came in, of which only {plain(max(free, Decimal(0)))} are free "
        "by now, so they stay."
    )


def _receipt_out(tx: Transaction, receipt_id: int) -> list[str]:
    lacking = tx.rows("undo.lacking_of_receipt", receipt_id=receipt_id).to_dicts()
    problems = shortened(_not_free(row, row["free"]) for row in lacking)
    return problems or attempt(partial(supply.void_receipt, tx, receipt_id), f"Receipt {receipt_id} stays.")


def _receipt_in(tx: Transaction, receipt_id: int) -> list[str]:
    """Book a voided receipt again, on the lines it was for, if they can still take it."""
    problems = [
        f"{plain(row['qty'])} of {row['lic']} do not come in again: {row['why']}."
        for row in tx.rows("undo.untaken", receipt_id=receipt_id).to_dicts()
    ]
    what = f"Receipt {receipt_id} stays void."
    return problems or attempt(partial(supply.receive_again, tx, receipt_id), what)


def _adjust(tx: Transaction, row: Record, reason: str) -> None:
    """Adjust the other way round, with the movement's kind and reference: a file may bring it again."""
    stock.correct(
        tx,
        row["lic"],
        -row["qty"],
        cause=reason,
        reference=row["reference"],
        warehouse=row["warehouse"],
        kind=MovementKind(row["kind"]),
    )


def _return_again(tx: Transaction, row: Record, reason: str) -> None:
    """Book a return once more that was taken back, if the customer has the goods."""
    stock.check_return(tx, row["number"], row, -row["qty"])
    _book_return(tx, row, reason)


def _book_return(tx: Transaction, row: Record, reason: str) -> None:
    """Book a return with the other sign: what came back is the sum. What is owed is undone as a line."""
    qty, line_id = -row["qty"], row["line_id"]
    if row["sellable"] and row["inventoried"]:
        pool = (row["item_id"], row["warehouse_id"])
        stock.move(tx, MovementKind.RETURN, pool, qty, reason=reason, line_id=line_id)
    tx.write("stock.add_return", line_id=line_id, qty=qty, sellable=row["sellable"])
    order, line_no, units = orders.find(tx, row["number"]), row["line_no"], plain(abs(qty))
    verb = "did not come back" if qty < 0 else "came back"
    before, after = (units, None) if qty < 0 else (None, units)
    sentence = f"{units} of {row['lic']} {verb} after all ({reason})."
    orders.log_edit(tx, order, "returned", before, after, sentence, line_no=line_no, kind="log")
