"""Typing an order: what a line of typing means, what each line of a draft would get, what is still to decide.

The draft is in the desk from its first keystroke, so that nothing typed is lost; it changes no balance (R4).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Unpack

import polars as pl

from db.session import Transaction
from engine import catalogue, orders, rows
from engine.model import LineState, OnShortage, OrderState, Pool, Qty, ShipType
from engine.orders.drafted import DraftRow, available, draft_line, draft_lines
from engine.orders.drafts import log_draft_line
from engine.orders.typed import LONGEST_LINE, Candidates, Extras, extras, quantity, resolve
from engine.quantities import counted, spelled
from engine.rules import texts, typed_lines
from engine.rules.shortages import decide_shortages


class Prospect(StrEnum):
    """What a draft line would get if its order were opened now (R6 to R10)."""

    READY = "ready"  # all of it is available
    SPLIT = "split"  # part of it, the rest waits (R7)
    WHOLE = "whole"  # waits until all of it can go at once (R7)
    WAITS = "waits"  # nothing is available and it was said to backorder it (R8)
    UNDECIDED = "undecided"  # short, and nobody said what to do
    REFUSED = "refused"  # short and discontinued (R10)
    UNSTOCKED = "unstocked"  # has no stock and ships with the order (R13)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a draft."""

    line_no: int
    lic: str
    description: str
    qty: Qty
    available: Qty | None  # when the lines typed before have taken theirs (R6); None: has no stock
    unit_price: Decimal | None  # as typed; None: the cost of the LIC stands for it
    value: Decimal | None  # at its price, else at the LIC's cost; None without either
    note: str
    prospect: Prospect
    answered_qty: Qty | None  # what was available when it was decided
    warehouse: str  # where its stock lies

    @property
    def now(self) -> Qty:
        """The units of the line that are available."""
        return self.qty if self.available is None else min(max(self.available, Qty(0)), self.qty)

    @property
    def later(self) -> Qty:
        """The units of the line that are not available."""
        return self.qty - self.now


@dataclass(frozen=True, slots=True)
class EntryResult:
    """What typing a line did to the draft."""

    line_no: int | None  # the line added or changed; None: one was taken off, or it was about the order
    sentence: str


def lines(tx: Transaction, number: str) -> list[Line]:
    """The draft's lines in the order typed, each with what is available when those before took theirs."""
    drafts, _ = draft_lines(tx, [orders.find(tx, number)["order_id"]])
    left, found = available(drafts), rows.of(DraftRow, drafts)
    undecided = _undecided(found, left)
    made = []
    for row in found:
        pool = row["item_id"], row["warehouse_id"]
        at_hand = left[pool] if row["inventoried"] else None
        made.append(_line(row, at_hand, row["line_no"] in undecided))
        left[pool] -= row["qty"]
    return made


def _undecided(found: list[DraftRow], available: dict[Pool, Qty]) -> set[int]:
    """The numbers of the lines that the prompt asks about or refuses, by the rule that opens orders."""
    stocked = (draft_line(row) for row in found if row["inventoried"])
    decisions = decide_shortages(stocked, available, ask=True)
    refused = [short for shorts in decisions.refused.values() for short in shorts]
    return {short.line_no for short in decisions.questions + refused}


def _line(row: DraftRow, available: Qty | None, undecided: bool) -> Line:
    return Line(
        line_no=row["line_no"],
        lic=row["lic"],
        description=row["description"],
        qty=row["qty"],
        available=available,
        unit_price=row["unit_price"],
        value=row["value"],
        note=row["note"],
        prospect=_prospect(row, available, undecided),
        answered_qty=row["answered_qty"],
        warehouse=row["warehouse"],
    )


def _prospect(row: DraftRow, available: Qty | None, undecided: bool) -> Prospect:
    if available is None:
        return Prospect.UNSTOCKED
    if undecided:
        return Prospect.REFUSED if row["discontinued"] else Prospect.UNDECIDED
    if row["qty"] <= available:
        return Prospect.READY
    if available <= 0:
        return Prospect.WHOLE if row["on_shortage"] == OnShortage.WHOLE else Prospect.WAITS
    return Prospect.SPLIT if row["on_shortage"] == OnShortage.SPLIT else Prospect.WHOLE


def drafts(tx: Transaction) -> pl.DataFrame:
    """The newest 200 drafts: number, customer_name, lines, entered_by, entered_at (naive UTC)."""
    return tx.rows("entry.drafts")


def type_line(
    tx: Transaction, number: str, text: str, warehouse: str | None = None
) -> EntryResult | Candidates:
    """Add or change the line of a draft that a text names; an added one is filled from ``warehouse``, else
    the first.

    ``LIC 25``, ``LIC*25``, ``LIC`` (one) or words of a description add a line; ``#2 10`` changes line 2.
    Behind it may stand a price and a note: ``LIC 25 @12.50 // gift wrap``; ``// one truck`` alone is the note
    of the order. Several LICs that fit come back as candidates, and nothing is added.
    """
    parts = typed_lines.parts(texts.line(text, "line", LONGEST_LINE))
    if parts.is_note:
        return _note(tx, number, parts.note or "")
    also = extras(parts)
    if change := typed_lines.line_change(parts.goods):
        line_no, wanted = change
        return retype(tx, number, line_no, wanted, **also)
    meant = resolve(tx, parts.goods)
    if isinstance(meant, Candidates):
        return replace(meant, extras=also)
    return add(tx, number, *meant, warehouse, **also)


def _note(tx: Transaction, number: str, note: str) -> EntryResult:
    """Make a text the note of the order; an empty one takes it away."""
    orders.change(tx, number, note=note)
    return EntryResult(None, f"Note of the order: {note}" if note else "The order has no note now.")


def add(
    tx: Transaction, number: str, lic: str, qty: Qty, warehouse: str | None = None, **also: Unpack[Extras]
) -> EntryResult:
    """Add a line to a draft, with the price and the note that were typed."""
    lic = catalogue.item(tx, lic)["lic"]
    line_no = orders.add_line(tx, number, lic, qty, warehouse=warehouse, **also).line_no
    return EntryResult(line_no, f"Line {line_no}: {spelled(qty)} of {lic} added.")


def retype(tx: Transaction, number: str, line_no: int, text: str, **also: Unpack[Extras]) -> EntryResult:
    """Make a draft line's quantity what was typed, and its price and note if they were; zero takes it off.

    A shortage is asked about anew.
    """
    lic = orders.find_line(tx, orders.find(tx, number), line_no, LineState.PENDING)["lic"]
    qty = quantity(text, lic)
    if qty == 0:
        return remove(tx, number, line_no)
    orders.change_draft_line(tx, number, line_no, qty=qty, **also)
    return EntryResult(line_no, f"Line {line_no}: now {spelled(qty)} of {lic}.")


def remove(tx: Transaction, number: str, line_no: int) -> EntryResult:
    """Take a line off a draft."""
    orders.cancel_line(tx, number, line_no)
    return EntryResult(None, f"Line {line_no} was taken off.")


def undecide(tx: Transaction, number: str, line_no: int) -> None:
    """Forget the answer given for a line, so that it is asked about again."""
    order = orders.find(tx, number)
    line = orders.find_line(tx, order, line_no, LineState.PENDING)
    tx.write("orders.set_answer", line_id=line["line_id"], on_shortage=None, answered_qty=None)
    log_draft_line(tx, order, line)


def next_receipt(tx: Transaction, lic: str) -> tuple[date | None, Qty] | None:
    """When the next purchase order brings a LIC, and how much; None: nothing is on order."""
    row = tx.row("entry.next_receipt", lic=lic)
    return (row["expected_on"], row["qty"]) if row else None


def change_customer(tx: Transaction, number: str, code: str, location: str | None = None) -> None:
    """Make a draft another customer's, to one of that customer's locations: the one named, else the first."""
    order = orders.find(tx, number)
    customer = catalogue.active_customer(tx, code)
    if order["state"] != OrderState.PENDING or order["customer_id"] == customer["customer_id"]:
        return
    goes_to = catalogue.location(tx, customer, location)
    tx.write(
        "entry.set_customer",
        order_id=order["order_id"],
        customer_id=customer["customer_id"],
        location_id=goes_to["location_id"],
    )
    tx.write("orders.touch_version", order_id=order["order_id"])
    sentence = f"Order {order['number']} is for {customer['name']} now, not for {order['customer_name']}."
    orders.log_edit(tx, order, "customer", order["customer"], customer["code"], sentence)
    sentence = f"Order {order['number']} now goes to {goes_to['code']}."
    orders.log_edit(tx, order, "location", order["location"], goes_to["code"], sentence)


def opened_words(tx: Transaction, number: str) -> str:
    """What an order that was just opened got: ``Order 1001 opened: 3 lines ship now, 1 on backorder.``"""
    order = orders.find(tx, number)
    states = orders.lines(tx, number).filter(pl.col("state") != LineState.CANCELLED)["state"].to_list()
    ready, waiting = states.count(LineState.ALLOTTED), states.count(LineState.BACKORDERED)
    waits = order["ship_type"] == ShipType.COMPLETE and waiting
    go = ("is set aside", "are set aside") if waits else ("ships", "ship")
    parts = []
    if ready:
        when = "until all can go" if waits else "now"
        parts.append(f"{counted(ready, 'line')} {go[ready != 1]} {when}")
    if waiting:
        parts.append(f"{spelled(waiting) if ready else counted(waiting, 'line')} on backorder")
    return f"Order {number} opened: {', '.join(parts)}."
