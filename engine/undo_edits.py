"""Undo of edits: fields of orders, drafts, pins, preferences, what replenishment wrote."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial

from db.session import Transaction
from engine import log, orders, preferences, supply
from engine.errors import DeskError
from engine.model import LineState, OrderState, PoState, ShipType
from engine.quantities import plain
from engine.undo_steps import MOST_TOLD, Action, Record, attempt


def edits(tx: Transaction, _: Action, reason: str) -> list[str]:
    """Set edited fields back, if nobody has edited them since."""
    refused: list[str] = []
    for row in tx.rows("undo.edits").to_dicts():
        refused += attempt(partial(_set_back, tx, row, reason))
    more = len(refused) - MOST_TOLD
    return refused if more <= 1 else [*refused[:MOST_TOLD], f"{more} more of the same kind."]


class CannotTell(DeskError):
    """{sentence} This cannot be undone here; change it back where it was changed."""


class ChangedSinceThen(DeskError):
    """{sentence} It is {now} by now, so it stays."""


def _set_back(tx: Transaction, row: Record, reason: str) -> None:
    match row["record"]:
        case "preference":
            _preference(tx, row)
        case "order":
            _order(tx, row, reason)
        case "po":
            _purchase_order(tx, row, reason)
        case "item" if row["field"] == "on hand":
            return  # a movement, undone as such
        case _:
            raise CannotTell(sentence=row["sentence"])


def _order(tx: Transaction, row: Record, reason: str) -> None:
    match row:
        case {"kind": "log"}:
            return  # what became of its lines, undone with them
        case {"field": "line"}:
            _draft_line(tx, row)
        case {"field": "state", "old_value": None}:
            _draft(tx, row)
        case {"field": "pinned"}:
            _pin(tx, row)
        case _:
            _order_field(tx, row, reason)


def _purchase_order(tx: Transaction, row: Record, reason: str) -> None:
    match row:
        case {"field": "received" | "state"} if _is_of_receipt(tx):
            return  # a delivery, undone as a movement
        case {"field": "line", "item_id": int()}:
            _replenished(tx, row, reason)
        case {"field": "state", "old_value": None}:
            _started_po(tx, row)
        case _:
            raise CannotTell(sentence=row["sentence"])


def _is_of_receipt(tx: Transaction) -> bool:
    return "received" in tx.rows("undo.edits")["field"].to_list()


def _replenished(tx: Transaction, row: Record, reason: str) -> None:
    """What replenishment wrote on a pending purchase order, if nobody has touched it (R37)."""
    line = tx.row("undo.po_line", po_id=row["po_id"], item_id=row["item_id"])
    old, new = Decimal(row["old_value"] or 0), Decimal(row["new_value"])
    if line is None or line["state"] != PoState.PENDING or line["qty"] != new:
        raise ChangedSinceThen(sentence=row["sentence"], now="changed or sent")
    kept = {name: line[name] for name in ("po_line_id", "unit_cost", "expected_on", "edited")}
    tx.write("supply.set_line", qty=old, **kept)
    log.write(
        tx,
        kind="log",
        record="po",
        record_id=line["number"],
        po_id=row["po_id"],
        item_id=row["item_id"],
        field="line",
        old_value=plain(new),
        new_value=plain(old),
        sentence=f"Purchase order {line['number']}: {plain(old)} of {line['lic']} again ({reason}).",
    )


def _started_po(tx: Transaction, row: Record) -> None:
    """A purchase order that was only started is called off, if nothing is left on it."""
    if tx.value("undo.po_holds", po_id=row["po_id"]):
        raise CannotTell(sentence=row["sentence"])
    supply.void_po(tx, row["record_id"])


def _preference(tx: Transaction, row: Record) -> None:
    now = preferences.text_of(getattr(preferences.read(tx), row["field"]))
    if now != (row["new_value"] or ""):
        raise ChangedSinceThen(sentence=row["sentence"], now=now or "nothing")
    preferences.change(tx, row["field"], row["old_value"] or "")


def _draft_line(tx: Transaction, row: Record) -> None:
    """A line typed on a draft comes off again; one that opened is undone as a line that opened."""
    order = orders.find(tx, row["record_id"])
    line = orders.find_line(tx, order, int(row["new_value"]))
    if line["state"] == LineState.PENDING:
        orders.cancel_line(tx, order["number"], line["line_no"])


def _draft(tx: Transaction, row: Record) -> None:
    """An order that was only started is put away; one that opened is undone by its lines."""
    if orders.find(tx, row["record_id"])["state"] == OrderState.PENDING:
        orders.cancel_order(tx, row["record_id"])


def _pin(tx: Transaction, row: Record) -> None:
    named = re.match(r"Line (\d+) ", row["sentence"])
    if not named:
        raise CannotTell(sentence=row["sentence"])
    orders.set_pinned(tx, row["record_id"], int(named[1]), row["old_value"] == "True")


def _order_field(tx: Transaction, row: Record, reason: str) -> None:
    order = orders.find(tx, row["record_id"])
    field, old = row["field"], row["old_value"]
    if field not in {"priority", "ship_type", "requested_on", "note", "location"}:
        raise CannotTell(sentence=row["sentence"])
    if _text(order[field]) != _text(row["new_value"]):
        raise ChangedSinceThen(sentence=row["sentence"], now=_text(order[field]) or "nothing")
    if field == "priority":
        _priority(tx, order, int(old), reason)
    elif field == "ship_type":
        orders.change(tx, order["number"], ship_type=ShipType(old))
    elif field == "requested_on":
        orders.change(tx, order["number"], requested_on=date.fromisoformat(old) if old else None)
    elif field == "note":
        orders.change(tx, order["number"], note=old or "")
    else:
        orders.change(tx, order["number"], location=old)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _priority(tx: Transaction, order: Record, old: int, reason: str) -> None:
    """Only the number: who gained and lost by it is undone unit by unit, not settled anew."""
    tx.write(
        "orders.set_field",
        order_id=order["order_id"],
        ship_type=order["ship_type"],
        priority=old,
        location_id=order["location_id"],
        requested_on=order["requested_on"],
        note=order["note"],
    )
    tx.write("orders.touch_version", order_id=order["order_id"])
    sentence = f"Order {order['number']}: priority is {old} again ({reason})."
    orders.log_edit(tx, order, "priority", order["priority"], old, sentence)
