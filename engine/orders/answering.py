"""What a customer answers when a day slipped (R51): to wait, to take what is there, or to cancel.

One act enters the answer and does what it says; undo takes back both.
"""

from __future__ import annotations

from datetime import date
from typing import Final, TypedDict

from db.session import Transaction
from engine import allocation, days, notices, rows
from engine.allocation import Settled
from engine.errors import DeskError
from engine.model import OrderState, Qty, ShipType
from engine.orders import line_edits
from engine.orders.changing import cancel_line, change
from engine.orders.records import check_seen, find_line, for_change, log_edit
from engine.quantities import spelled
from engine.rows import Order
from engine.rules.letters import Answer

REPLY: Final = "reply"
"""What the record log calls a customer's answer; its ``answer`` is what was answered to a shortage (R9)."""
IN_WORDS: Final = {
    Answer.WAIT: "wait",
    Answer.SEND: "send what is there",
    Answer.CANCEL: "cancel what waits",
}


class NothingAsked(DeskError):
    """Nothing is asked about {record}, or it was answered; look at the questions on the Notices page."""


class AskedAgain(DeskError):
    """The customer was asked about line {line} of order {order} again since then, so the answer stays; enter
    what they answer to that."""


class Question(TypedDict):
    """A question without an answer (``questions.unanswered``)."""

    line: int
    lic: str
    qty: Qty
    due_on: date | None
    question_id: int
    root_line_id: int


class WaitingPart(TypedDict):
    """A part of a typed line that waits (``questions.lines_that_wait``)."""

    root_line_id: int
    line_no: int
    whole: bool


def answer_question(
    tx: Transaction, number: str, given: Answer, line_no: int | None = None, *, seen: int | None = None
) -> Settled:
    """Enter what a customer answered of one line, or of all that was asked of an order, and do it.

    *Wait*: the day as it is now is right, and only what slips beyond it is asked again. *Send*: whole lines
    are split and a Complete order leaves in parts, so that what is there goes; the rest waits. *Cancel*: what
    waits is no longer wanted, what has its stock stays. A question that lies in a draft may be answered, too.
    Returns what was settled at once; refuses what was not asked.
    """
    order = for_change(tx, number, seen, OrderState.OPEN)
    asked = _asked(tx, order, line_no)
    tx.write("questions.answer", answer=given, question_ids=[one["question_id"] for one in asked])
    for one in asked:
        until = (
            f" until {days.spelled(one['due_on'], tx.today)}"
            if given is Answer.WAIT and one["due_on"]
            else ""
        )
        sentence = (
            f"The customer answered about {spelled(one['qty'])} of {one['lic']} on line {one['line']}: "
            f"{IN_WORDS[given]}{until}."
        )
        log_edit(tx, order, REPLY, None, given, sentence, line_no=one["line"])
    tx.write("orders.touch_version", order_id=order["order_id"])
    return _do(tx, order, given, asked)


def _asked(tx: Transaction, order: Order, line_no: int | None) -> list[Question]:
    """The questions that are meant, of which there must be one."""
    asked = rows.of(Question, notices.unanswered(tx, order["order_id"]))
    if line_no is not None:
        root = find_line(tx, order, line_no)["root_line_id"]
        asked = [one for one in asked if one["root_line_id"] == root]
    if not asked:
        record = (
            f"order {order['number']}" if line_no is None else f"line {line_no} of order {order['number']}"
        )
        raise NothingAsked(record=record)
    return asked


def _do(tx: Transaction, order: Order, given: Answer, asked: list[Question]) -> Settled:
    """Do what was answered."""
    if given is Answer.WAIT:
        return Settled()
    roots = [one["root_line_id"] for one in asked]
    waiting = rows.of(WaitingPart, tx.rows("questions.lines_that_wait", root_line_ids=roots))
    if given is Answer.CANCEL:
        for part in waiting:
            cancel_line(tx, order["number"], part["line_no"])
        return Settled()
    return _send(tx, order, waiting)


def _send(tx: Transaction, order: Order, waiting: list[WaitingPart]) -> Settled:
    """Let what is there go: split what is whole, let the order leave in parts, and give it its share."""
    settled = Settled()
    if order["ship_type"] == ShipType.COMPLETE:
        change(tx, order["number"], ship_type=ShipType.PARTIAL)
    for part in waiting:
        if part["whole"]:
            settled += line_edits.set_whole(tx, order["number"], part["line_no"], whole=False)
    reason = f"the customer of order {order['number']} wants what is there"
    return settled + allocation.settle_orders(tx, [order["order_id"]], reason)


def set_answer(tx: Transaction, number: str, line_no: int, old: str | None, new: str | None) -> bool:
    """Make ``old``, the answer of the newest such question about a line, ``new``; whether that can be.

    It cannot where there is none. A later question that is in no letter yet gives way to one that is awaited
    again; AskedAgain, if it was told.
    """
    order = check_seen(tx, number, None)
    root_line_id = find_line(tx, order, line_no)["root_line_id"]
    if not tx.value("questions.has_answer", root_line_id=root_line_id, old=old):
        return False
    if new is None:
        if tx.value("questions.is_awaited", root_line_id=root_line_id):
            raise AskedAgain(line=line_no, order=number)
        tx.write("questions.withdraw", root_line_id=root_line_id)
        tx.write("questions.end_letters")
    tx.write("questions.set_answer", root_line_id=root_line_id, old=old, new=new)
    told = f"is {IN_WORDS[Answer(new)]} again" if new else "is awaited again"
    tx.write("orders.touch_version", order_id=order["order_id"])
    log_edit(
        tx, order, REPLY, old, new, f"The customer's answer about line {line_no} {told}.", line_no=line_no
    )
    return True
