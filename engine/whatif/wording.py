"""Edits as a person would say them: what a preview tries, what the record log gives as a reason (R42)."""

from __future__ import annotations

from typing import Final

from engine.days import dated
from engine.model import ShipType
from engine.orders.answering import IN_WORDS
from engine.quantities import counted, spelled
from engine.rules.queue import POLICIES
from engine.whatif.edits import (
    AddLine,
    Adjust,
    AnswerQuestion,
    Cancel,
    DeskEdit,
    Edit,
    MoveDate,
    Open,
    OrderEdit,
    Priority,
    Purchase,
    Receive,
    Release,
    SetPolicy,
    SetQty,
    SetShipType,
    Split,
    VoidReceipt,
    VoidShipment,
    Whole,
)
from engine.whatif.pausing import CustomerEdit, HoldCustomer, Lift, LiftCustomer, NotBefore, PutOnHold
from engine.whatif.transfer_edits import Send, Transfer


def in_words(edit: Edit) -> str:
    """The edit as a person would say it."""
    return _of_an_order(edit) if isinstance(edit, OrderEdit) else _of_the_desk(edit)


def _of_the_desk(edit: DeskEdit) -> str:
    match edit:
        case Receive() | MoveDate() | Purchase() | Transfer() | Send():
            return _of_supply(edit)
        case VoidReceipt(receipt_id):
            return f"Receipt {receipt_id} is voided"
        case VoidShipment(shipment_id):
            return f"Shipment {shipment_id} is voided"
        case Adjust(lic, qty):
            return f"On hand of {lic} {'rises' if qty > 0 else 'falls'} by {spelled(abs(qty))}"
        case HoldCustomer() | LiftCustomer():
            return _of_a_customer(edit)
        case SetPolicy(policy, days):
            cap = "" if days is None else f", for at most {counted(days, 'day')}"
            return f"The policy becomes {POLICIES[policy].title}{cap}"


def _of_a_customer(edit: CustomerEdit) -> str:
    if isinstance(edit, LiftCustomer):
        return f"The hold on customer {edit.customer} is lifted"
    return f"Customer {edit.customer} is on hold until {_until(edit)}"


def _of_supply(edit: Receive | MoveDate | Purchase | Transfer | Send) -> str:
    match edit:
        case Receive(po, quantities):
            came = " and ".join(f"{spelled(qty)} of {lic}" for lic, qty in quantities.items())
            return f"{po} brings {came}"
        case MoveDate(po, expected_on):
            return f"{po} is expected on {dated(expected_on)}"
        case Purchase(lic, qty, expected_on):
            return f"{spelled(qty)} of {lic} are bought and expected on {dated(expected_on)}"
        case Transfer(lic, qty, source, into, expected_on):
            way = f"from warehouse {source}" + (f" into {into}" if into else "")
            return f"{spelled(qty)} of {lic} are sent {way}" + (
                f" and expected on {dated(expected_on)}" if expected_on else ""
            )
        case Send(transfer):
            return f"Transfer {transfer} is sent"


def _of_an_order(edit: OrderEdit) -> str:
    line = getattr(edit, "line", None)
    what = f"Order {edit.order}" if line is None else f"Line {line} of order {edit.order}"
    if isinstance(edit, Lift):
        return f"The hold on {what[0].lower()}{what[1:]} is lifted"
    return f"{what} {_pauses(edit) if isinstance(edit, PutOnHold | NotBefore) else _becomes(edit)}"


def _becomes(edit: OrderEdit) -> str:
    match edit:
        case AddLine(_, lic, qty):
            return f"gets one more line: {spelled(qty)} of {lic}"
        case SetQty(_, _, qty):
            return f"is changed to {spelled(qty)}"
        case Priority(_, priority):
            return f"gets priority {priority}"
        case AnswerQuestion(_, answer):
            return f"is answered: {IN_WORDS[answer]}"
        case SetShipType(_, how):
            return "ships in parts" if how is ShipType.PARTIAL else "ships only complete"
        case _:
            return _STEPS[type(edit)]


def _pauses(edit: PutOnHold | NotBefore) -> str:
    if isinstance(edit, PutOnHold):
        return f"is on hold until {_until(edit)}"
    return f"is wanted {'at once' if edit.day is None else f'not before {dated(edit.day)}'}"


def _until(edit: PutOnHold | HoldCustomer) -> str:
    return "it is lifted" if edit.until is None else dated(edit.until)


_STEPS: Final = {
    Open: "is opened",
    Cancel: "is cancelled",
    Split: "may be split",
    Whole: "ships only in one piece",
    Release: "gives up its stock and its place",
}
