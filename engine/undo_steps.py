"""The steps of an undo, each for one kind of thing an action may have written.

A step is given the transaction (with the action's rows in ``undone_row``), the action and the reason for the
record log; it undoes what it can and answers with a sentence for everything that it had to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

import polars as pl

from db.session import Transaction
from engine import allocation, orders, preferences, shipments, stock, supply
from engine.allocation import Gains, Settled
from engine.errors import DeskError
from engine.model import LineState, MovementKind, Qty, ShipmentState, ShipType
from engine.quantities import plain
from engine.rules import undoing

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Action:
    """All rows of the record log that one transaction wrote."""

    first_log_id: int
    last_log_id: int
    logged_at: datetime  # naive UTC
    actor: str
    run_id: int | None
    sentence: str  # of its first row


Step = Callable[[Transaction, Action, str], list[str]]


def _attempt(step: Callable[[], object], what: str = "") -> list[str]:
    """Run one engine call; what refuses does so before it writes, so only its sentence is left."""
    try:
        step()
    except DeskError as error:
        return [f"{what} {error}".strip()]
    return []


# Edits ---------------------------------------------------------------------------------------------


def edits(tx: Transaction, _: Action, reason: str) -> list[str]:
    """Set edited fields back, if nobody has edited them since."""
    refused: list[str] = []
    for row in tx.rows("undo.edits").to_dicts():
        refused += _attempt(partial(_set_back, tx, row, reason))
    return refused


class CannotTell(DeskError):
    """{sentence} This cannot be undone here; change it back where it was changed."""


class ChangedSinceThen(DeskError):
    """{sentence} It is {now} by now, so it stays."""


def _set_back(tx: Transaction, row: Record, reason: str) -> None:
    match row:
        case {"record": "preference"}:
            _preference(tx, row)
        case {"record": "order", "kind": "edit", "field": "line"}:
            _draft_line(tx, row)
        case {"record": "order", "kind": "edit", "field": "state", "old_value": None}:
            _draft(tx, row)
        case {"record": "order", "kind": "edit", "field": "pinned"}:
            _pin(tx, row)
        case {"record": "order", "kind": "edit"}:
            _order_field(tx, row, reason)
        case {"record": "order"} | {"record": "item", "field": "on hand"}:
            return  # what the other steps undo
        case {"record": "po", "field": "received" | "state"} if _is_of_receipt(tx):
            return
        case _:
            raise CannotTell(sentence=row["sentence"])


def _is_of_receipt(tx: Transaction) -> bool:
    return "received" in tx.rows("undo.edits")["field"].to_list()


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
    if orders.find(tx, row["record_id"])["state"] == "pending":
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


# Shipments -----------------------------------------------------------------------------------------


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
    return _attempt(partial(call, tx, [shipment_id]), f"Shipment {shipment_id} stays {new}.")


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


# Lines ---------------------------------------------------------------------------------------------


def uncancel(tx: Transaction, _: Action, reason: str) -> list[str]:
    """What was cancelled waits again, at its own place."""
    refused: list[str] = []
    for row in tx.rows("undo.cancelled").to_dicts():
        left = _uncancel(tx, row, reason)
        if left:
            refused.append(f"{_units(row, left)} are no longer cancelled.")
    tx.write("undo.touch_orders")
    tx.write("undo.log_revived")
    tx.write("undo.revive")
    shipments.close_or_reopen(tx)
    shipments.reconcile(tx, reason)
    return refused


def _units(row: Record, qty: Qty) -> str:
    return f"{plain(qty)} of {row['lic']} on line {row['line_no']} of order {row['order']}"


def _uncancel(tx: Transaction, row: Record, reason: str) -> Qty:
    """Returns the units that were not found cancelled."""
    state = LineState.BACKORDERED if row["inventoried"] else LineState.ALLOTTED
    state = LineState.PENDING if row["is_draft"] else state
    left: Qty = row["qty"]
    for line in tx.rows("undo.cancelled_lines", root_line_id=row["root_line_id"]).to_dicts():
        part = min(left, line["qty"])
        if not part:
            break
        tx.write(
            "orders.log_flow",
            line_id=line["line_id"],
            qty=part,
            old_state=LineState.CANCELLED,
            new_state=state,
            sentence=f"Line {line['line_no']}: {plain(part)} of {row['lic']} are wanted again ({reason}).",
        )
        if part < line["qty"]:
            tx.write("orders.split_off", line_id=line["line_id"], qty=part, state=state)
            tx.write("orders.set_qty", line_id=line["line_id"], qty=line["qty"] - part)
        else:
            tx.write("orders.set_line_state", line_id=line["line_id"], state=state)
        left -= part
    return left


def cancel_opened(tx: Transaction, _: Action, reason: str) -> list[str]:
    """What was opened is cancelled, but for what is firm or has shipped."""
    refused: list[str] = []
    loose: list[int] = []
    opened = tx.rows("undo.opened").to_dicts()
    for row in opened:
        for line in tx.rows("orders.family", root_line_id=row["root_line_id"]).to_dicts():
            if line["firm"]:
                why = "has shipped" if line["state"] == LineState.SHIPPED else "is being picked or is pinned"
                refused.append(f"Line {line['line_no']} with {plain(line['qty'])} units stays: it {why}.")
            else:
                loose.append(line["line_id"])
    if loose:
        tx.write("orders.log_cancelled", line_ids=loose)
        tx.write("orders.cancel_lines", line_ids=loose)
        allocation.touch_orders(tx, [row["order_id"] for row in opened])
        shipments.reconcile(tx, reason)
        shipments.close_or_reopen(tx)
    return refused


# Stock ---------------------------------------------------------------------------------------------


def stock_in(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """What was lost is found again; a delivery that was called off must be booked anew."""
    refused: list[str] = []
    for row in _movements(tx, chosen):
        if row["kind"] == MovementKind.RECEIPT_VOID:
            refused.append(f"Receipt {row['receipt_id']} is void; book {row['lic']} as a new delivery.")
        elif row["qty"] < 0:
            refused += _attempt(partial(_adjust, tx, row, reason))
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
            refused += _attempt(partial(_adjust, tx, row, reason))
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
    return problems or _attempt(partial(supply.void_receipt, tx, receipt_id), f"Receipt {receipt_id} stays.")


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


BEFORE: tuple[Step, ...] = (edits, shipments_back, uncancel, cancel_opened, stock_in)
AFTER: tuple[Step, ...] = (stock_out, ship_again)


# Units ---------------------------------------------------------------------------------------------


def return_units(tx: Transaction, reason: str) -> tuple[list[str], Settled]:
    """What was allotted goes back to backorder, what was released goes back to who had it, if it is free.

    A settlement like any other, only that the walk is made by ``rules.undoing`` and not by the policy: lines
    are split, shipments reconciled and promises refreshed as ever (R16, R20, R21).
    """
    tx.write("undo.find_wants")
    wants: dict[int, Qty] = dict(tx.rows("undo.wants").iter_rows())
    if not wants:
        return [], Settled()
    tx.write("undo.touch_pools")
    tx.write("allocation.read_queue")
    loose = tx.rows("undo.loose_lines")
    lines, _ = allocation.read_lines(loose)
    pools = zip(loose["item_id"], loose["warehouse_id"], strict=True)
    free = dict(zip(pools, loose["free_qty"], strict=True))
    returned = undoing.give_back(zip(loose["root_line_id"], lines, strict=True), wants, free)
    tx.load("loop_grant", _as_walk(returned.grants))
    tx.write("allocation.take_over_loop")
    settled = _write(tx, reason)
    return _why_not(tx, returned.left), settled


def _as_walk(grants: dict[int, Qty]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "line_id": list(grants),
            "step": list(range(1, len(grants) + 1)),
            "granted_qty": list(grants.values()),
        },
        schema={"line_id": pl.Int64, "step": pl.Int64, "granted_qty": allocation.QTY},
    )


def _write(tx: Transaction, reason: str) -> Settled:
    allocation.touch_orders(tx, [])
    tx.write("allocation.find_changes", gains=Gains.ALL)
    done = tx.only("allocation.totals")
    differing, splits = done.pop("differing"), done.pop("splits")
    pools = tx.value("allocation.touched_pool_count")
    if not differing:
        return Settled(pools=pools)
    tx.write("allocation.find_takings")
    if splits:
        tx.write("allocation.add_siblings")
    tx.write("allocation.change_lines")
    tx.write("allocation.log_gains", reason=reason)
    tx.write("undo.log_losses", reason=reason)
    tx.write("allocation.log_takings", reason=reason)
    tx.write("allocation.touch_changed_orders")
    created, appended = shipments.reconcile(tx, reason)
    return Settled(pools=pools, shipments_created=created, shipments_appended=appended, **done)


def _why_not(tx: Transaction, left: dict[int, Qty]) -> list[str]:
    """A sentence for every line that keeps what it should lose, or does not have back what it lost."""
    if not left:
        return []
    rows = tx.rows("undo.standing").to_dicts()
    return [
        _kept(row, -left[row["root_line_id"]])
        if left[row["root_line_id"]] < 0
        else _lost(row, left[row["root_line_id"]])
        for row in rows
        if row["root_line_id"] in left
    ]


def _kept(row: Record, qty: Qty) -> str:
    if row["picking_id"] is not None:
        why = f"stay allotted: shipment {row['picking_id']} is being picked"
    elif row["is_pinned"]:
        why = "stay allotted: the line is pinned"
    elif row["shipped_qty"]:
        why = "have shipped"
    else:
        why = "are no longer allotted to it; nothing is left to take back"
    return f"Line {row['line']} of order {row['order']}: {plain(qty)} of {row['lic']} {why}."


def _lost(row: Record, qty: Qty) -> str:
    gone = row["waiting_qty"] < qty
    why = "it waits for less by now" if gone else "others hold the stock by now, or it is not on hand"
    return (
        f"Line {row['line']} of order {row['order']} does not have {plain(qty)} of {row['lic']} back: {why}."
    )
