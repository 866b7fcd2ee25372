"""Undo of what moved goods: shipments, adjustments, receipts, returns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import TypedDict

from db.session import Transaction
from engine import orders, preferences, returns, rows, shipments, stock, supply
from engine.errors import DeskError
from engine.model import MovementKind, Qty, ShipmentState
from engine.quantities import plain, spelled
from engine.undo.step import Action, attempt, shortened


class MovedUnits(TypedDict):
    """Units that the action moved, shipments aside (``undo.movements``)."""

    kind: str
    lic: str
    warehouse: str
    item_id: int
    warehouse_id: int
    receipt_id: int | None
    line_id: int | None
    reference: str
    qty: Qty


class BookedMeanwhile(DeskError):
    """{qty} of {lic} are not booked again: {what} is in the books by another hand."""


class ReturnedUnits(TypedDict):
    """Units of a line that came back in the action, or with a minus did not after all (``undo.returns``)."""

    line_id: int
    line_no: int
    qty: Qty
    sellable: bool
    number: str
    lic: str
    item_id: int
    warehouse_id: int
    warehouse: str
    inventoried: bool


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


def _forward(old: str | None, new: str) -> Callable[..., object] | None:
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
    moved = _movements(tx, chosen)
    for row in moved:
        if row["qty"] < 0 and row["kind"] not in (MovementKind.RECEIPT_VOID, MovementKind.RETURN):
            refused += attempt(partial(_adjust, tx, row, reason))
    for receipt_id in _receipts(moved, MovementKind.RECEIPT_VOID):
        refused += _receipt_in(tx, receipt_id)
    for back in _returns(tx, chosen):
        if back["qty"] < 0:
            refused += attempt(partial(_return_again, tx, back, reason))
    return refused


def stock_out(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """Take off on hand again what the action brought in, if nobody has been given it."""
    refused: list[str] = []
    moved = _movements(tx, chosen)
    for row in moved:
        if row["qty"] > 0 and row["kind"] not in (MovementKind.RECEIPT, MovementKind.RETURN):
            refused += _checked(tx, row, partial(_adjust, tx, row, reason))
    for receipt_id in _receipts(moved, MovementKind.RECEIPT):
        refused += _receipt_out(tx, receipt_id)
    for back in _returns(tx, chosen):
        if back["qty"] > 0:
            book = partial(_book_return, tx, back, reason)
            lay_there = back["sellable"] and back["inventoried"]
            refused += _checked(tx, back, book) if lay_there else attempt(book)
    return refused


def _movements(tx: Transaction, chosen: Action) -> list[MovedUnits]:
    return rows.of(MovedUnits, tx.rows("undo.movements", undone_action_id=chosen.action_id))


def _returns(tx: Transaction, chosen: Action) -> list[ReturnedUnits]:
    return rows.of(ReturnedUnits, tx.rows("undo.returns", undone_action_id=chosen.action_id))


def _receipts(moved: list[MovedUnits], kind: MovementKind) -> list[int]:
    """The receipts that were booked, or voided, each once and in this order."""
    numbers = (row["receipt_id"] for row in moved if row["kind"] == kind)
    return list(dict.fromkeys(number for number in numbers if number is not None))


def _unclaimed(tx: Transaction) -> list[str]:
    """A refusal for what may have moved with the action, and may have with another of its instant."""
    return shortened(
        f"{spelled(row['qty'])} of {row['lic']} moved at that instant, and with which action was not kept, "
        "so they stay; book by hand what is still right."
        for row in tx.rows("undo.unclaimed").to_dicts()
    )


def _checked(tx: Transaction, row: MovedUnits | ReturnedUnits, step: Callable[[], object]) -> list[str]:
    """Take units off the shelf by ``step``; refused where others were given them by now."""
    pool = {"item_id": row["item_id"], "warehouse_id": row["warehouse_id"]}
    free: Qty | None = tx.value("undo.free", allow_negative=_allows_negative(tx), **pool)
    if free is None or free >= row["qty"]:
        return attempt(step)
    return [_not_free(row["lic"], row["qty"], free)]


def _allows_negative(tx: Transaction) -> bool:
    return preferences.read(tx).allow_negative_stock


def _not_free(lic: str, qty: Qty, free: Qty) -> str:
    return (
        f"{spelled(qty)} of {lic} came in, of which only {spelled(max(free, Decimal(0)))} are free "
        "by now, so they stay."
    )


def _receipt_out(tx: Transaction, receipt_id: int) -> list[str]:
    lacking = tx.rows("undo.lacking_of_receipt", receipt_id=receipt_id, allow_negative=_allows_negative(tx))
    problems = shortened(_not_free(*row) for row in lacking.select("lic", "qty", "free").iter_rows())
    return problems or attempt(partial(supply.void_receipt, tx, receipt_id), f"Receipt {receipt_id} stays.")


def _receipt_in(tx: Transaction, receipt_id: int) -> list[str]:
    """Book a voided receipt again, on the lines it was for, if they can still take it."""
    problems = [
        f"{spelled(row['qty'])} of {row['lic']} do not come in again: {row['why']}."
        for row in tx.rows("undo.untaken", receipt_id=receipt_id).to_dicts()
    ]
    what = f"Receipt {receipt_id} stays void."
    return problems or attempt(partial(supply.receive_again, tx, receipt_id), what)


def _adjust(tx: Transaction, row: MovedUnits, reason: str) -> None:
    """Adjust the other way round, with the movement's kind and reference: a file may bring it again.

    What has a reference, or begins a pool, is in the books once: what was booked again meanwhile stays alone.
    """
    if row["reference"] or row["kind"] == MovementKind.BEGINNING:
        pool = (row["item_id"], row["warehouse_id"])
        booked = stock.booked(tx, row["kind"], pool, row["reference"])
        if booked and abs(booked - row["qty"]) > abs(booked):
            what = row["reference"] or row["kind"]
            raise BookedMeanwhile(qty=spelled(-row["qty"]), lic=row["lic"], what=what)
    stock.correct(
        tx,
        row["lic"],
        -row["qty"],
        cause=reason,
        reference=row["reference"],
        warehouse=row["warehouse"],
        kind=MovementKind(row["kind"]),
    )


def _return_again(tx: Transaction, row: ReturnedUnits, reason: str) -> None:
    """Book a return once more that was taken back, if the customer has the goods."""
    returns.check(tx, row["number"], row, -row["qty"])
    _book_return(tx, row, reason)


def _book_return(tx: Transaction, row: ReturnedUnits, reason: str) -> None:
    """Book a return with the other sign: what came back is the sum. What is owed is undone as a line."""
    qty, line_id = -row["qty"], row["line_id"]
    if row["sellable"] and row["inventoried"]:
        pool = (row["item_id"], row["warehouse_id"])
        stock.move(tx, MovementKind.RETURN, pool, qty, reason=reason, line_id=line_id)
    tx.write("stock.add_return", line_id=line_id, qty=qty, sellable=row["sellable"])
    order, line_no, units = orders.find(tx, row["number"]), row["line_no"], plain(abs(qty))
    verb = "did not come back" if qty < 0 else "came back"
    before, after = (units, None) if qty < 0 else (None, units)
    sentence = f"{spelled(abs(qty))} of {row['lic']} {verb} after all ({reason})."
    orders.log_edit(tx, order, "returned", before, after, sentence, line_no=line_no, kind="log")
