"""The prompt at entry: *Split this line by availability?* (R7 to R9). No line opens undecided."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Literal

import streamlit as st

from engine import orders
from engine.errors import DeskError, ShortageUnanswered
from engine.model import OnShortage, Qty, ShipType
from engine.orders import entry
from engine.orders.entry import Line, Prospect
from engine.quantities import spelled
from engine.reports import elsewhere
from engine.reports.elsewhere import Elsewhere
from engine.store import Transaction
from engine.supply import transfers
from engine.whatif.edits import Open
from pages.parts import confirm, desk, dialogs, focus, formats, shortage
from pages.parts.confirm import PendingAct
from pages.parts.literal import literal
from pages.parts.order_entry import note, own_edits, words

READ_SECONDS = 1.0
"""How long it takes until a question can have been read: a clerk who types on does not see it, and a key of
the next line must not take the last one off the order."""
Then = Literal["", "next", "open"]
"""What follows an answer: nothing, the next question, or opening the order."""


@dataclass(frozen=True, slots=True)
class ShortageQuestion:
    """What was known when the question was asked; the answer is kept for that (R9)."""

    number: str
    line: Line
    others: int  # undecided lines behind it that are short in the same way
    coming: tuple[date | None, Qty] | None
    elsewhere: list[Elsewhere]  # where it lies besides the line's warehouse
    complete: bool
    priority: int
    note: str  # of the order
    then: Then
    fetched: str = ""  # the transfer of what lies elsewhere that was written here
    asked_at: float = field(default_factory=time.monotonic, compare=False)


def ask(tx: Transaction, number: str, line_no: int | None = None, *, then: Then = "") -> None:
    """Open the prompt for one line if it is undecided; without ``line_no`` for the first that is."""
    undecided = [line for line in entry.lines(tx, number) if line.prospect is Prospect.UNDECIDED]
    line = next((line for line in undecided if line_no in (None, line.line_no)), None)
    if line is None:
        return
    order = orders.find(tx, number)
    _split.ask(
        ShortageQuestion(
            number,
            line,
            len(_alike(undecided, line)) if then else 0,
            entry.next_receipt(tx, line.lic),
            elsewhere.of_lic(tx, line.lic, line.warehouse),
            order["ship_type"] == ShipType.COMPLETE,
            order["priority"],
            order["note"],
            then,
        )
    )


def _alike(undecided: list[Line], line: Line) -> list[Line]:
    return [
        other for other in undecided if other.line_no != line.line_no and bool(other.now) == bool(line.now)
    ]


def _leave() -> None:
    dialogs.close()
    focus.on("quick")


def _title(question: ShortageQuestion) -> str:
    return shortage.title(question.line.now)


@dialogs.dialog(_title, on_dismiss=_leave)
def _split(question: ShortageQuestion) -> None:
    line = question.line
    st.markdown("  \n".join(_situation(question)))
    others = question.others > 0 and st.checkbox(
        f"Answer {formats.count(question.others, 'other short line')} in the same way"
    )
    _transfer(question)
    pressed, say = shortage.buttons(line.qty, line.now, instead="take the line off the order")
    if pressed and say is None and time.monotonic() - question.asked_at < READ_SECONDS:
        st.warning("That key came before the question could be read: the line is still there.")
    elif pressed:
        _settle(question, say, others)
    st.caption("Esc leaves the line undecided; the order can be opened once it is decided.")


def _transfer(question: ShortageQuestion) -> None:
    """Where what is short lies, and the button that writes a transfer of it; the question stays open."""
    line = question.line
    for there in question.elsewhere[:1]:
        units = min(line.qty - line.now, there.qty)
        label = f"Transfer {spelled(units)} from {literal(there.warehouse)}"
        if st.button(label, key="fetch-short", icon=":material/swap_horiz:", help=_FETCHES):
            with desk.attempting() as attempt:
                number = transfers.make(attempt.tx, {line.lic: units}, there.warehouse, line.warehouse)
            if attempt.saved:  # asked anew without the button: pressed twice, it would be written twice
                note.keep(question.number, f"Transfer {number} is pending: {spelled(units)} of {line.lic}.")
                _split.ask(replace(question, elsewhere=[], fetched=number))
                st.rerun()
    if question.fetched:
        st.success(f"Transfer {literal(question.fetched)} is pending; send it when it leaves.")


_FETCHES = "Writes a pending transfer; the line waits for it like for anything that comes."


def _situation(question: ShortageQuestion) -> list[str]:
    line = question.line
    lic, name = literal(line.lic), literal(line.description)
    situation = shortage.situation(line.qty, line.now)
    text = [f"Line {line.line_no} · **{lic}** {name}", situation, _coming(question)]
    text += [literal(there.sentence) for there in question.elsewhere]
    if line.answered_qty is not None:
        had = spelled(max(line.answered_qty, Qty(0)))
        text.insert(0, f":orange-badge[Stock moved since you decided: was {had}, now {spelled(line.now)}]")
    if question.note:
        text.append(f"Note of the order: {literal(question.note)}")
    if line.note:
        text.append(f"Note of the line: {literal(line.note)}")
    if question.complete:
        text.append("The order is Complete: what is set aside leaves when every line can go.")
    if question.priority:
        text.append(
            f"At priority {question.priority} it may also take stock from lower priorities as it opens."
        )
    return text


def _coming(question: ShortageQuestion) -> str:
    if question.coming is None:
        return "Nothing is on order from a vendor."
    expected, qty = question.coming
    if expected and expected < formats.today():
        return f"Next receipt: {spelled(qty)}, overdue: was due {formats.day(expected)}, no new day."
    return f"Next receipt: {spelled(qty)}, " + (
        f"expected {formats.day(expected)}." if expected else "no date given."
    )


def _settle(question: ShortageQuestion, say: OnShortage | None, others: bool) -> None:
    """Keep the answer; what follows it is done by itself, so that its refusal leaves the answer kept."""
    if question.then == "open":
        with desk.attempting(on_refusal=dialogs.refuse) as attempt:
            orders.check_seen(attempt.tx, question.number, own_edits.seen(question.number))
            _keep(attempt.tx, question, say, others)
        if attempt.saved:
            open_draft(question.number)
        return
    with dialogs.settling() as tx:
        _keep(tx, question, say, others)
        if question.then == "next":
            ask(tx, question.number, then="next")


def _keep(tx: Transaction, question: ShortageQuestion, say: OnShortage | None, others: bool) -> None:
    number = question.number
    undecided = [line for line in entry.lines(tx, number) if line.prospect is Prospect.UNDECIDED]
    answered = [question.line, *(_alike(undecided, question.line) if others else ())]
    with own_edits.own(tx, number):
        for line in answered:
            _answer(tx, number, line, say)
    note.keep(number, _in_words(tx, number, answered))
    focus.on("quick")


def _in_words(tx: Transaction, number: str, answered: list[Line]) -> str:
    """What the answers make of the lines: it shows at once when a key was pressed by mistake."""
    now = {line.line_no: line for line in entry.lines(tx, number)}
    held = orders.find(tx, number)["ship_type"] == ShipType.COMPLETE
    return " ".join(
        f"Line {line.line_no}, {line.lic}: {words.prospect(now[line.line_no], held=held)[2:]}."
        if line.line_no in now
        else f"Line {line.line_no}, {line.lic}: taken off."
        for line in answered
    )


def _answer(tx: Transaction, number: str, line: Line, say: OnShortage | None) -> None:
    if say is None:
        entry.remove(tx, number, line.line_no)
    else:
        orders.answer(tx, number, line.line_no, say, line.available)


def open_draft(number: str) -> None:
    """Open the order and make room for the next one; first ask what is undecided, then who would lose."""
    confirm.do(
        PendingAct(
            [Open(number, ask=True, seen=own_edits.seen(number))],
            yes="open it",
            title=f"Order {number} takes stock from other orders",
            follows=partial(_opened, number),
            asks=partial(_asks, number),
        )
    )


def _opened(number: str, tx: Transaction) -> None:
    desk.say(entry.opened_words(tx, number))
    st.session_state["opened"] = number
    st.query_params.pop("draft", None)
    focus.on("new_customer")


def _asks(number: str, error: DeskError) -> bool:
    """Whether lines are undecided (R9); the first of them is asked about."""
    if not isinstance(error, ShortageUnanswered):
        return False
    with desk.reading(stop=False) as tx:
        ask(tx, number, then="open")
    return True
