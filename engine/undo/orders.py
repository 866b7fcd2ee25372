"""Undo of what was typed on orders: their facts, drafts and their lines, pins, places in the queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

import polars as pl

from db.session import Transaction
from engine import days, log, orders
from engine.errors import DeskError
from engine.model import LineState, OnShortage, OrderState
from engine.orders import answering, drafts, entry, heads
from engine.orders import holds as order_holds
from engine.orders.holds import Subject
from engine.quantities import spelled
from engine.rows import LogRow, Order, OrderLine
from engine.rules import header, holds
from engine.undo import step
from engine.undo.step import Action, ChangedSinceThen, OldValueUnknown, attempt, who_since


class CustomerWasTold(DeskError):
    """What a customer was told cannot be taken back; tell them of the change."""


class OrderIsVoid(DeskError):
    """{sentence} Order {order} is void by now, so nothing is left of it."""


class OpenByNow(DeskError):
    """{sentence} The order was opened since then, so it stays."""


def typed(tx: Transaction, row: LogRow, reason: str) -> None:
    """Set one row of an order back, or refuse it. Pins are let go here, and set again by ``pins``."""
    if row["field"] == "notice":
        raise CustomerWasTold
    if row["field"] not in _BACK:
        raise OldValueUnknown(sentence=row["sentence"])
    if orders.find(tx, row["record_id"])["state"] == OrderState.VOID:
        raise OrderIsVoid(sentence=row["sentence"], order=row["record_id"])
    _BACK[row["field"]](tx, row, reason)


def pins(tx: Transaction, _: Action, __: str) -> list[str]:
    """Pin again the lines that were pinned, once they hold again what they held."""
    refused: list[str] = []
    for row in step.edits(tx):
        if row["record"] == "order" and row["field"] == "pinned" and row["old_value"] == "true":
            refused += attempt(partial(_pin, tx, row, pinned=True))
    return refused


def _line(tx: Transaction, row: LogRow) -> tuple[Order, OrderLine]:
    """The order and the line that a row of the record log is about."""
    if row["line_no"] is None:
        raise OldValueUnknown(sentence=row["sentence"])
    order = orders.find(tx, row["record_id"])
    return order, orders.find_line(tx, order, row["line_no"])


def _pin(tx: Transaction, row: LogRow, *, pinned: bool) -> None:
    order, line = _line(tx, row)
    if line["pinned"] != pinned and (pinned or line["state"] == LineState.ALLOTTED):
        orders.set_pinned(tx, order["number"], line["line_no"], pinned)


def _unpin(tx: Transaction, row: LogRow, _: str) -> None:
    if row["old_value"] != "true":
        _pin(tx, row, pinned=False)


def _draft_line(tx: Transaction, row: LogRow, _: str) -> None:
    """Take a line that was typed on a draft off again; one that opened is undone as a line that opened."""
    order, line = _line(tx, row)
    if line["state"] == LineState.PENDING:
        orders.cancel_line(tx, order["number"], line["line_no"])


def _draft(tx: Transaction, row: LogRow, _: str) -> None:
    """Void an order that was only started; one that opened is undone by its lines."""
    if (
        row["new_value"] == OrderState.PENDING
        and orders.find(tx, row["record_id"])["state"] == OrderState.PENDING
    ):
        orders.cancel_order(tx, row["record_id"])


def _retyped(tx: Transaction, row: LogRow, reason: str) -> None:
    """Set a field of a draft line back."""
    order, line = _line(tx, row)
    if line["state"] != LineState.PENDING:
        raise OpenByNow(sentence=row["sentence"])
    field = row["field"]
    now = drafts.logged_fields(line)[field]
    _refuse_changed(tx, row, now, drafts.in_words(field, now))
    columns = ("line_id", "qty", "on_shortage", "answered_qty", "unit_price", "note")
    facts = {name: value for name, value in line.items() if name in columns} | drafts.from_log(
        field, row["old_value"]
    )
    tx.write("orders.set_draft_line", **facts)
    drafts.log_draft_line(tx, order, line, reason)


def _whole(tx: Transaction, row: LogRow, reason: str) -> None:
    """Let a line ship only in one piece again, or be split again. Parts that were split off stay parts (R5),
    so that each of them is whole again."""
    order, line = _line(tx, row)
    old = row["old_value"] == "true"
    if line["whole"] == old:
        return  # with another part of it
    _refuse_changed(tx, row, line["whole"])
    answer = OnShortage.WHOLE if old else OnShortage.SPLIT
    verb = "ships only in one piece again" if old else "may be split again"
    for part in _open_parts(tx, order, line) if old else [line]:
        tx.write("line_edits.set_whole", line_id=part["line_id"], whole=old, on_shortage=answer)
        sentence = f"Line {part['line_no']} of {part['lic']} {verb} ({reason})."
        _log_line(tx, order, {**row, "line_no": part["line_no"]}, row["old_value"], sentence)


def _open_parts(tx: Transaction, order: Order, line: OrderLine) -> list[OrderLine]:
    """A line, and what else of the typed line may be split and has not shipped."""
    lines = orders.lines(tx, order["number"])
    typed_line = lines.filter(line_no=line["line_no"])["root_line_no"].item()
    is_open = pl.col("state").is_in([LineState.ALLOTTED, LineState.BACKORDERED])
    others = lines.filter(is_open, pl.col("line_no") != line["line_no"], root_line_no=typed_line, whole=False)
    return [line, *(orders.find_line(tx, order, line_no) for line_no in others["line_no"])]


def _place(tx: Transaction, row: LogRow, reason: str) -> None:
    """Give a line its place in the queue back; rows of old do not say which place was taken instead."""
    order, line = _line(tx, row)
    if row["new_value"] is not None:
        _refuse_changed(tx, row, line["entry_seq"])
    tx.write("line_edits.set_place", root_line_id=line["root_line_id"], entry_seq=int(row["old_value"] or 0))
    sentence = f"Line {line['line_no']} of {line['lic']} has its place in the queue back ({reason})."
    _log_line(tx, order, {**row, "new_value": log.spelled(line["entry_seq"])}, row["old_value"], sentence)


def hold(tx: Transaction, row: LogRow, _: str) -> None:
    """Make the hold on an order, a line or a customer what it was (R45)."""
    named = row["record_id"]
    subject = Subject(named, row["line_no"]) if row["record"] == "order" else Subject(customer=named)
    _refuse_changed(tx, row, holds.in_log(order_holds.of(tx, subject)))
    order_holds.set_back(tx, subject, holds.of_log(row["old_value"]))


def _not_before(tx: Transaction, row: LogRow, reason: str) -> None:
    """Set the day before which an order, or one of its lines, is not wanted back (R45)."""
    day = date.fromisoformat(row["old_value"]) if row["old_value"] else None
    if row["line_no"] is None:
        order = orders.find(tx, row["record_id"])
        _refuse_changed(tx, row, order["not_before"])
        heads.change(tx, order, {"not_before": day})
        if order["state"] == OrderState.OPEN:
            order_holds.board(tx, [order["order_id"]], reason)
    else:
        order, line = _line(tx, row)
        _refuse_changed(tx, row, line["not_before"])
        order_holds.set_day_back(tx, order["number"], line["line_no"], day)


def _log_line(tx: Transaction, order: Order, row: LogRow, now: str | None, sentence: str) -> None:
    tx.write("orders.touch_version", order_id=order["order_id"])
    orders.log_edit(tx, order, row["field"], row["new_value"], now, sentence, line_no=row["line_no"])


def _customer(tx: Transaction, row: LogRow, _: str) -> None:
    """Make a draft its customer's again, with the location it had there."""
    order = orders.find(tx, row["record_id"])
    if order["state"] != OrderState.PENDING:
        raise OpenByNow(sentence=row["sentence"])
    _refuse_changed(tx, row, order["customer"])
    location = tx.value("undo.location_of_customer", order_id=order["order_id"])
    entry.change_customer(tx, order["number"], row["old_value"] or "", location)


def _fact(tx: Transaction, row: LogRow, reason: str) -> None:
    order = orders.find(tx, row["record_id"])
    field, old = row["field"], row["old_value"]
    if field == "location" and tx.value("undo.changed_customer", order_id=order["order_id"]):
        return  # a location of another customer, which goes back with the customer
    _refuse_changed(tx, row, heads.value(order, field))
    if field == "priority":
        _priority(tx, order, int(old or 0), reason)
    else:
        orders.change(tx, order["number"], **header.only(field, header.BY_NAME[field].of_log(old)))


def _refuse_changed(tx: Transaction, row: LogRow, now: object, in_words: str = "") -> None:
    """Refuse if a field is not any more what the row made it; ``in_words`` where its value is no text."""
    value = log.spelled(now) or ""
    if value != (row["new_value"] or ""):
        raise ChangedSinceThen(
            sentence=row["sentence"], who=who_since(tx, row), now=in_words or days.in_text(value) or "nothing"
        )


def _priority(tx: Transaction, order: Order, old: int, reason: str) -> None:
    """Set a priority back and settle nothing: who gained and lost by it is undone unit by unit."""
    heads.write(tx, order, {"priority": old})
    sentence = f"Order {order['number']}: priority is {old} again ({reason})."
    orders.log_edit(tx, order, "priority", order["priority"], old, sentence)


def _reply(tx: Transaction, row: LogRow, _: str) -> None:
    """Take an answer of a customer back, so that the question waits for one again, or enter it again."""
    if row["line_no"] is None:
        raise OldValueUnknown(sentence=row["sentence"])
    if not answering.set_answer(tx, row["record_id"], row["line_no"], row["new_value"], row["old_value"]):
        raise ChangedSinceThen(sentence=row["sentence"], who=who_since(tx, row), now="another")


_BACK: Final[dict[str, Callable[[Transaction, LogRow, str], None]]] = {
    "line": _draft_line,
    "state": _draft,
    "pinned": _unpin,
    **dict.fromkeys(("qty", "unit_price", "line_note", "answer"), _retyped),
    "customer": _customer,
    "whole": _whole,
    answering.REPLY: _reply,
    "entry": _place,
    **dict.fromkeys(header.BY_NAME, _fact),
    "hold": hold,
    "not_before": _not_before,
}
"""How each field that the record log names on an order goes back."""


def cancel_again(tx: Transaction, _: Action, reason: str) -> list[str]:
    """Cancel again the units that were wanted again: those that wait first, the latest first (R11)."""
    refused: list[str] = []
    for row in tx.rows("undo.revived").to_dicts():
        left = orders.cancel_units(tx, row["order"], row["root_line_id"], row["qty"], reason)
        if left:
            what = f"{spelled(left)} of {row['lic']} on line {row['line_no']} of order {row['order']}"
            refused.append(f"{what} stay: they have shipped, are being picked or are pinned.")
    return refused
