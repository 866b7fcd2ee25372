"""What a customer answers when a day slipped (R51): the questions of an order, and the three buttons."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from engine import notices
from engine.orders import answering
from engine.quantities import spelled
from engine.rules.letters import Answer
from engine.whatif.edits import AnswerQuestion
from pages.parts import confirm, desk, formats
from pages.parts.confirm import PendingAct
from pages.parts.literal import Markdown, literal

_BUTTONS: Final = {
    Answer.WAIT: (
        "schedule",
        "The day as it is now is right; only what slips beyond it is asked again.",
    ),
    Answer.SEND: (
        "local_shipping",
        "Whole lines are split and a Complete order leaves in parts: what is there goes, the rest waits.",
    ),
    Answer.CANCEL: (
        "cancel",
        "What waits is no longer wanted; what has its stock stays.",
    ),
}


def on_order(number: str, order_id: int, seen: int) -> None:
    """The questions to the customer of an order that have no answer, each with its buttons.

    ``seen``: the version of the order that a person looked at.
    """
    with desk.reading() as tx:
        asked = notices.unanswered(tx, order_id)
    for row in asked.to_dicts():
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            since = f"Asked {formats.day(row['asked_on'])}" if row["asked"] else "To be asked, in a draft"
            st.markdown(
                f":material/contact_support: {since}: line {row['line']}, {spelled(row['qty'])} of "
                f"**{literal(row['lic'])}** {slip(row['first_on'], row['due_on'])}",
                width="stretch",
            )
            buttons(number, row["line"], seen, key=f"answer-{row['line']}")


def slip(first_on: date, due_on: date | None) -> Markdown:
    """``expected 20 Dec instead of 5 Dec``, or that there is no day any more."""
    first, due = formats.day(first_on), formats.day(due_on)
    return f"expected {due} instead of {first}." if due_on else f"was to come {first}; no new day."


def buttons(number: str, line_no: int, seen: int | None = None, *, key: str) -> None:
    """One button for each answer; what it takes from other orders is shown before."""
    for given, (icon, tip) in _BUTTONS.items():
        words = answering.IN_WORDS[given]
        if st.button(words.capitalize(), key=f"{key}-{given}", icon=f":material/{icon}:", help=tip):
            done = f"Order {number}, line {line_no}: the answer is {words}."
            edit = AnswerQuestion(number, given, line_no, seen)
            confirm.do(PendingAct([edit], done, yes="enter the answer"))
