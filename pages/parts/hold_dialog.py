"""Questions about who takes part in the queue: why and until when it is on hold, from when wanted (R45)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import streamlit as st

from engine import orders
from engine.orders import holds
from engine.orders.holds import MOST_REASON, Subject
from engine.rules.holds import UNTIL_LIFTED, Hold, is_on
from engine.store import Transaction
from engine.whatif.edits import Edit
from engine.whatif.pausing import Lift, NotBefore
from pages.parts import confirm, desk, dialogs, fields, formats
from pages.parts.confirm import PendingAct
from pages.parts.literal import Markdown, literal

LATEST = date(2200, 1, 1)
"""The last day that a field offers."""


def ask(subjects: Sequence[Subject], what: str, *, customer: str | None = None) -> None:
    """Open the question why and until when these are on hold; ``customer``: or all that this one wants."""
    _hold.ask(list(subjects), what, customer)


@dialogs.dialog("Put {what} on hold")
def _hold(
    subjects: list[Subject], what: str, customer: str | None, reason: str = "", until: date | None = None
) -> None:
    seen = subjects[0].seen
    st.caption(
        "What waits gains nothing and is in nobody's way; what has its stock keeps it, and is put on no "
        "shipment. All keep their place in the queue."
    )
    with st.form(f"hold-{seen}", border=False):
        reason = st.text_input("Why", reason, key=f"hold-reason-{seen}", max_chars=MOST_REASON)
        tomorrow = formats.today() + timedelta(days=1)
        until = _day_field("Until", until, tomorrow, f"hold-until-{seen}", _UNTIL)
        every = customer is not None and st.checkbox(
            literal(f"All that customer {customer} wants, not only {what}"), key="hold-customer"
        )
        if st.form_submit_button("Put on hold", type="primary", shortcut="Ctrl+Enter"):
            named = [Subject(customer=customer)] if every else subjects
            held = f"customer {customer}" if every else what
            again = partial(_ask_again, subjects, what, customer, reason, until)
            with dialogs.settling(f"On hold: {held}.", on_changed=again) as tx:
                holds.hold(tx, named, reason, until)


def _ask_again(
    subjects: list[Subject], what: str, customer: str | None, reason: str, until: date | None
) -> None:
    """Ask about orders as they are now, with the reason, which may be long, and the day as typed."""
    with desk.reading() as tx:
        now = [replace(one, seen=orders.version(tx, one.order or "")) for one in subjects]
    _hold.ask(now, what, customer, reason, until)


_UNTIL = "On this day it is over. Empty: until somebody lifts it."


def _day_field(label: Markdown, now: date | None, first: date, key: str, tip: Markdown) -> date | None:
    """A field that shows ``now``, which a command or a file may have set to any day, and offers days from
    ``first`` on."""
    shown = now or first
    least, most = min(first, shown), max(LATEST, shown)
    day: date | None = st.date_input(label, now, least, most, format=fields.DAY, key=key, help=tip)
    return day


def lift(edits: Sequence[Edit], what: str) -> None:
    """Lift holds, after a look at who would lose stock by that if somebody would."""
    confirm.do(PendingAct(edits, f"No longer on hold: {what}.", yes="lift it"))


def lift_lines(named: Sequence[tuple[str, int]]) -> None:
    """Lift the holds on lines (order, line) and on their orders, whichever there are."""
    with desk.reading() as tx:
        edits = list(dict.fromkeys(edit for number, line in named for edit in _lifting(tx, number, line)))
    _lift_all(edits, formats.count(len(named), "line"))


def lift_orders(numbers: Sequence[str]) -> None:
    """Lift the holds on orders and on their open lines, whichever there are."""
    with desk.reading() as tx:
        edits = [edit for number in numbers for edit in _lifting_all(tx, number)]
    _lift_all(edits, formats.count(len(numbers), "order"))


def _lifting_all(tx: Transaction, number: str) -> list[Edit]:
    lines = orders.lines(tx, number).select("line_no", "state", "hold").rows()
    held = [line for line, state, hold in lines if state in holds.HOLDABLE and is_on(hold, tx.today)]
    itself: list[Edit] = [Lift(number)] if is_on(orders.find(tx, number)["hold"], tx.today) else []
    return [*itself, *(Lift(number, line) for line in held)]


def _lift_all(edits: Sequence[Edit], what: str) -> None:
    if edits:
        lift(edits, what)
    else:
        st.info(
            "Neither orders nor lines of these are on hold by themselves: lift the hold on their customer."
        )


def _lifting(tx: Transaction, number: str, line_no: int) -> list[Edit]:
    order = orders.find(tx, number)
    line = orders.find_line(tx, order, line_no)
    edits: list[Edit] = [Lift(number)] if is_on(order["hold"], tx.today) else []
    return [*edits, Lift(number, line_no)] if is_on(line["hold"], tx.today) else edits


def ask_day(number: str, line_no: int | None, now: date | None, seen: int) -> None:
    """Open the question before which day an order, or one of its lines, is not wanted."""
    _not_before.ask(number, line_no, now, seen)


@dialogs.dialog("Not before a day")
def _not_before(number: str, line_no: int | None, now: date | None, seen: int) -> None:
    what = f"Order {number}" if line_no is None else f"Line {line_no} of order {number}"
    st.markdown(literal(f"{what} gets nothing until this day, and is in nobody's way."))
    with st.form("not-before", border=False):
        day = _day_field("Not before", now, formats.today(), f"not-before-{number}-{line_no}", _DAY)
        if st.form_submit_button("Save", type="primary", shortcut="Ctrl+Enter"):
            when = "at once" if day is None else f"not before {formats.day(day)}"
            edits = [NotBefore(number, line_no, day, seen=seen)]
            confirm.do(PendingAct(edits, f"{what} is wanted {when}.", yes="do it"))


_DAY = "Empty: it is wanted at once. A preference says how many days before its day it takes part."


def banner(what: str, hold: Hold | None, edit: Edit, *, key: str) -> None:
    """Say that something is on hold, by whom, why and until when, and offer to lift it, if it is."""
    if hold is None or not is_on(hold, formats.today()):
        return
    lasts = "it is lifted" if hold["until_on"] == UNTIL_LIFTED else formats.day(hold["until_on"])
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            literal(f"{what} is on hold by {hold['held_by']} until {lasts}: {hold['reason']}"),
            icon=":material/pause_circle:",
            width="stretch",
        )
        if st.button("Lift the hold", key=key):
            lift([edit], what[0].lower() + what[1:])
