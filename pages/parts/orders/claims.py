"""What a line of an order claims: on hold or not, wanted from which day, in parts or in one piece, its place
(R7, R14, R45)."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine.model import LineState
from engine.orders.holds import Subject
from engine.rows import ListedLine, Order
from engine.rules.holds import is_on
from engine.whatif.edits import Release, Split, Whole
from engine.whatif.pausing import Lift
from pages.parts import confirm, formats, hold_dialog
from pages.parts.confirm import PendingAct


def show(order: Order, line: ListedLine, seen: int) -> None:
    """The buttons for one open line, or one of a draft; none for any other."""
    if line["state"] not in _CLAIMING:
        return
    number, line_no = order["number"], line["line_no"]
    with st.container(horizontal=True):
        if is_on(line["hold"], formats.today()):
            if st.button("Lift the hold", key=f"lift_line-{line_no}", icon=":material/play_circle:"):
                hold_dialog.lift([Lift(number, line_no, seen=seen)], f"line {line_no} of order {number}")
        elif st.button("Hold", key=f"hold_line-{line_no}", icon=":material/pause_circle:", help=_HOLD):
            subject = Subject(number, line_no, seen=seen)
            hold_dialog.ask([subject], f"line {line_no} of order {number}")
        if st.button("Not before", key=f"day_of_line-{line_no}", icon=":material/event:", help=_DAY):
            hold_dialog.ask_day(number, line_no, line["not_before"], seen)
        if line["state"] != LineState.PENDING and line["inventoried"]:  # a service waits for nothing (R13)
            _of_open_line(number, line, seen)


_CLAIMING: Final = (LineState.PENDING, LineState.BACKORDERED, LineState.ALLOTTED)
_HOLD = "For a reason, until a day or until it is lifted, the line gets nothing and is in nobody's way."
_DAY = "Until a day the line gets nothing and is in nobody's way."


def _of_open_line(number: str, line: ListedLine, seen: int) -> None:
    line_no, what = line["line_no"], f"Line {line['line_no']} of order {number}"
    if line["whole"]:
        if st.button("May be split", key=f"split_line-{line_no}", icon=":material/call_split:", help=_SPLIT):
            confirm.do(
                PendingAct([Split(number, line_no, seen)], f"{what} may be split.", yes="let it be split")
            )
    elif st.button("In one piece", key=f"whole_line-{line_no}", icon=":material/package_2:", help=_WHOLE):
        confirm.do(
            PendingAct([Whole(number, line_no, seen)], f"{what} ships only in one piece.", yes="do it")
        )
    if st.button("Release", key=f"release_line-{line_no}", icon=":material/low_priority:", help=_RELEASE):
        done = f"{what} gave up its stock and its place."
        confirm.ask(
            PendingAct([Release(number, line_no, seen)], done, yes="release it", title="Release the line")
        )


_SPLIT = "It takes what there is, and the rest waits as a line of its own."
_WHOLE = "Nothing of it ships until all of it can be set aside at once."
_RELEASE = "It gives its stock back, and its place: it waits at the back of the queue."
