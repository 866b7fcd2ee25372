"""Drafts: orders while they are typed; they change no balance (R4, R11)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Unpack, cast

from db.session import Transaction
from engine import catalogue, codes, log, together
from engine.allocation import Settled
from engine.errors import InactiveItem
from engine.model import LineState, OnShortage, OrderState, Qty
from engine.orders import heads, holds
from engine.orders.opening import open_new_lines
from engine.orders.records import KEEP, Keep, find_line, for_change, log_edit
from engine.quantities import checked, checked_amount, plain, spelled
from engine.rows import Item, Order, OrderLine, Record, Started
from engine.rules import texts
from engine.rules.header import Header
from engine.rules.holds import Hold


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line to add to an order; without a warehouse, from the first."""

    lic: str
    qty: Qty
    on_shortage: OnShortage | None = None
    answered_qty: Qty | None = None
    unit_price: Decimal | None = None
    warehouse: str | None = None
    note: str = ""
    not_before: date | None = None


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line that can be added, as it is kept; without a warehouse, at home."""

    lic: str
    item_id: int
    warehouse_id: int | None
    qty: Qty
    on_shortage: OnShortage | None
    answered_qty: Qty | None
    unit_price: Decimal | None
    note: str
    not_before: date | None


@dataclass(frozen=True, slots=True)
class Added:
    """What adding lines did."""

    line_nos: list[int]
    settled: Settled  # of an open order; on a draft nothing is settled

    @property
    def line_no(self) -> int:
        """The number of the line added last."""
        return self.line_nos[-1]


def create(
    tx: Transaction,
    customer: str,
    lines: Sequence[TypedLine] = (),
    *,
    number: str | None = None,
    **head: Unpack[Header],
) -> str:
    """Start a draft order, with the lines that are known, and return its number; a draft changes no balance
    (R4).

    What cannot be ordered is refused together, and nothing is started.
    """
    buyer = catalogue.active_customer(tx, customer)
    if number is not None:
        number = codes.new(tx, "orders.find", number, "order", by="number")
    checked = _checked(tx, lines) if lines else []
    stored = heads.columns(tx, buyer, head)
    order = cast("Started", tx.only("orders.add", number=number, customer_id=buyer["customer_id"], **stored))
    log.write(
        tx,
        record="order",
        record_id=order["number"],
        order_id=order["order_id"],
        field="state",
        new_value=OrderState.PENDING,
        sentence=f"Order {order['number']} was started for {buyer['name']}.",
    )
    if checked:
        _add(tx, order, checked)
    return order["number"]


def add_line(
    tx: Transaction,
    number: str,
    lic: str,
    qty: Qty,
    *,
    on_shortage: OnShortage | None = None,
    answered_qty: Qty | None = None,
    unit_price: Decimal | None = None,
    warehouse: str | None = None,
    note: str = "",
    not_before: date | None = None,
    ask: bool = False,
    seen: int | None = None,
) -> Added:
    """Add a line to an order, as ``add_lines`` does with several."""
    line = TypedLine(lic, qty, on_shortage, answered_qty, unit_price, warehouse, note, not_before)
    return add_lines(tx, number, [line], ask=ask, seen=seen)


def add_lines(
    tx: Transaction,
    number: str,
    typed: Sequence[TypedLine],
    *,
    hold: Hold | None = None,
    ask: bool = False,
    seen: int | None = None,
) -> Added:
    """Add lines to an order; if that is open, they open at once, at the back of the queue (R11).

    ``hold``: what they are put on hold with before they open (R45). ``ask``: raise ShortageUnanswered for an
    undecided shortage on an open order instead of following the ship type. What cannot be added is refused
    together, and nothing is added.
    """
    order = for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    line_nos = _add(tx, order, _checked(tx, typed))
    if hold:
        holds.hold_new(tx, order, line_nos, hold)
    tx.write("orders.touch_version", order_id=order["order_id"])
    if order["state"] == OrderState.OPEN:
        return Added(line_nos, open_new_lines(tx, order, ask=ask).settled)
    return Added(line_nos, Settled())


def _add(tx: Transaction, order: Started, rows: list[NewLine]) -> list[int]:
    """Add lines that were checked; the numbers they got."""
    columns = {f"{name}s": [getattr(row, name) for row in rows] for name in _LINE_FIELDS}
    line_nos = tx.values("orders.add_lines", order_id=order["order_id"], **columns)
    for line_no, row in zip(line_nos, rows, strict=True):
        sentence = f"Line {line_no} was added: {spelled(row.qty)} of {row.lic}."
        log_edit(tx, order, "line", None, line_no, sentence, line_no=line_no)
    return line_nos


_LINE_FIELDS = (
    "item_id",
    "warehouse_id",
    "qty",
    "on_shortage",
    "answered_qty",
    "unit_price",
    "note",
    "not_before",
)


def _checked(tx: Transaction, typed: Sequence[TypedLine]) -> list[NewLine]:
    """The lines as they are kept; every one that cannot be is refused."""
    items = catalogue.items_named(tx, [line.lic for line in typed])
    return together.each(partial(_row, tx, items), typed)


def _row(tx: Transaction, items: Mapping[str, Item], line: TypedLine) -> NewLine:
    item = items.get(line.lic) or catalogue.item(tx, line.lic)
    if not item["active"]:
        raise InactiveItem(lic=item["lic"])
    warehouse_id = catalogue.open_warehouse(tx, line.warehouse)["warehouse_id"] if line.warehouse else None
    return NewLine(
        lic=item["lic"],
        item_id=item["item_id"],
        warehouse_id=warehouse_id,
        qty=checked(line.qty, item["lic"], item["decimals"]),
        on_shortage=line.on_shortage,
        answered_qty=line.answered_qty,
        unit_price=checked_amount(line.unit_price, "unit price", item["lic"]),
        note=texts.text(line.note, "note"),
        not_before=line.not_before,
    )


def change_draft_line(
    tx: Transaction,
    number: str,
    line_no: int,
    *,
    qty: Qty,
    on_shortage: OnShortage | None = None,
    answered_qty: Qty | None = None,
    unit_price: Decimal | Keep | None = KEEP,
    note: str | Keep = KEEP,
) -> None:
    """Change what was typed on a line of a draft; every changed field is logged."""
    order = for_change(tx, number, None, OrderState.PENDING)
    line = find_line(tx, order, line_no, LineState.PENDING)
    tx.write(
        "orders.set_draft_line",
        line_id=line["line_id"],
        qty=checked(qty, line["lic"], line["decimals"]),
        on_shortage=on_shortage,
        answered_qty=answered_qty,
        unit_price=line["unit_price"]
        if unit_price is KEEP
        else checked_amount(unit_price, "unit price", line["lic"]),
        note=line["note"] if note is KEEP else texts.text(note, "note"),
    )
    log_draft_line(tx, order, line)


def log_draft_line(tx: Transaction, order: Order, before: OrderLine, reason: str = "") -> None:
    """Write a row for each field of a draft line that is other than ``before``, and raise the version."""
    line_no = before["line_no"]
    old, new = logged_fields(before), logged_fields(find_line(tx, order, line_no))
    if old != new:
        tx.write("orders.touch_version", order_id=order["order_id"])
    why = f" ({reason})" if reason else ""
    for field, value in new.items():
        if value != old[field]:
            sentence = f"Line {line_no} of {before['lic']}: {_became(field, old[field], value)}{why}."
            log_edit(tx, order, field, old[field], value, sentence, line_no=line_no)


def _became(field: str, old: str | None, new: str | None) -> str:
    """What became of a field of a draft line, from one of ``logged_fields`` to another."""
    was, now = (in_words(field, value) for value in (old, new))
    word = field.removeprefix("line_").replace("_", " ")
    if not new:
        return f"the {word} {was} was {'taken back' if field == 'answer' else 'removed'}"
    if field == "answer":
        return f"the answer is {now}{f', no longer {was}' if old else ''}"
    return f"{word} {was} became {now}".removeprefix("qty ") if old else f"{word} is {now}"


def logged_fields(line: OrderLine) -> dict[str, str | None]:
    """The fields of a draft line as the record log keeps them, by name.

    The answer to a shortage is kept as JSON, with what was available when it was given (R9).
    """
    available = line["answered_qty"]
    answer = {"answer": line["on_shortage"], "available": None if available is None else plain(available)}
    return {
        "qty": plain(line["qty"]),
        "unit_price": None if line["unit_price"] is None else plain(line["unit_price"]),
        "line_note": line["note"] or None,
        "answer": json.dumps(answer, separators=(",", ":")) if line["on_shortage"] else None,
    }


def from_log(field: str, value: str | None) -> Record:
    """A value that ``logged_fields`` made, as the columns of a draft line."""
    match field:
        case "answer":
            answer = json.loads(value) if value else {"answer": None, "available": None}
            available = answer["available"]
            return {
                "on_shortage": OnShortage(answer["answer"]) if answer["answer"] else None,
                "answered_qty": None if available is None else Decimal(available),
            }
        case "line_note":
            return {"note": value or ""}
        case _:
            return {field: None if value is None else Decimal(value)}


def in_words(field: str, value: str | None) -> str:
    """A value that ``logged_fields`` made, as a person reads it: an answer ``to split it (20 available)``."""
    if not value:
        return "nothing"
    if field in ("qty", "unit_price"):
        return spelled(Decimal(value))
    if field != "answer":
        return value
    answer = from_log(field, value)
    available = answer["answered_qty"]
    splits = "to split it" if available is None or available > 0 else "to let it wait"  # nothing to split: R8
    decision = "to let it wait whole" if answer["on_shortage"] is OnShortage.WHOLE else splits
    at_hand = spelled(available) if available and available > 0 else "nothing"
    return decision if available is None else f"{decision} ({at_hand} available)"


def answer(
    tx: Transaction, number: str, line_no: int, on_shortage: OnShortage, available: Qty | None
) -> None:
    """Keep the answer to the prompt, given for what was available then (R7, R9)."""
    order = for_change(tx, number, None, OrderState.PENDING)
    line = find_line(tx, order, line_no, LineState.PENDING)
    tx.write("orders.set_answer", line_id=line["line_id"], on_shortage=on_shortage, answered_qty=available)
    log_draft_line(tx, order, line)
