"""The two answers to a shortage, as buttons (R7, R8): the same words wherever the question is asked."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine.model import NOTHING, OnShortage, Qty
from engine.quantities import spelled
from engine.rules.shortages import Shortage
from pages.parts import dialogs
from pages.parts.literal import literal


def title(now: Qty) -> str:
    """What the dialog is called: with nothing available there is nothing to split."""
    return "Split this line by availability?" if now else "Backorder this line?"


def buttons(qty: Qty, now: Qty, *, instead: str) -> tuple[bool, OnShortage | None]:
    """Draw Yes and No; returns whether one was pressed, and the answer.

    ``instead``: what No does where nothing is available; its answer is None.
    """
    if now:
        yes = f"{spelled(now)} now, {spelled(qty - now)} on backorder"
        no, refusal = f"all {spelled(qty)} wait until they can go together", OnShortage.WHOLE
    else:
        yes, no, refusal = f"backorder all {spelled(qty)}", literal(instead), None
    agreed = dialogs.yes_no(yes, no)
    return agreed is not None, OnShortage.SPLIT if agreed else refusal


def situation(qty: Qty, now: Qty) -> str:
    """``25 wanted, 20 available, 5 short.``"""
    there = f"**{spelled(now)}** available, {spelled(qty - now)} short" if now else "nothing is available"
    return f"**{spelled(qty)}** wanted, {there}."


def ask(shortage: Shortage, redo: Callable[[OnShortage], None]) -> None:
    """Ask about a line that is to be added to an open order; ``redo`` adds it with the answer."""
    _split.ask(shortage, redo)


def _title(shortage: Shortage, **_: object) -> str:
    return title(shortage.now)


@dialogs.dialog(_title)
def _split(shortage: Shortage, redo: Callable[[OnShortage], None]) -> None:
    st.markdown(f"**{literal(shortage.lic)}**  \n{situation(shortage.qty, shortage.now)}")
    pressed, say = buttons(shortage.qty, max(shortage.available, NOTHING), instead="leave the order as it is")
    if pressed and say is None:
        dialogs.leave()
    if pressed and say is not None:
        redo(say)
    st.caption("Esc leaves the order as it is.")
