"""Marking a purchase order late: another day, what it would move, and only then the mark (R40)."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine import supply
from engine.errors import DeskError
from engine.supply import late, words
from pages.parts import desk, dialogs, formats, tables


def button(number: str, *, key: str, disabled: bool = False) -> None:
    """A button that asks on which day the rest of a purchase order comes."""
    if st.button("New expected day …", key=key, icon=":material/event_busy:", disabled=disabled):
        ask(number)


def ask(number: str) -> None:
    """Ask on which day the rest of a purchase order, or of a transfer, comes."""
    _mark.ask(number)


@dialogs.dialog("New expected day for {number}", width="large")
def _mark(number: str) -> None:
    day = st.date_input("New expected day", None, min_value=formats.today(), key="late-day")
    if day is None:
        st.info("Choose the day that the vendor names; you see which promises it moves before it is saved.")
        return
    try:
        moved = late.would_move(desk.session(), number, day, actor=desk.actor())
    except DeskError as error:
        desk.refuse(error)
        return
    _shown(moved)
    if st.button("Save this day", type="primary", shortcut="Ctrl+Enter"):
        with dialogs.settling() as tx:
            late.mark(tx, number, day)
            named = words.capital(words.named(supply.find(tx, number)))
            desk.say(f"{named} is expected on {formats.day(day)}; {_count(moved)}.")


def _count(moved: pl.DataFrame) -> str:
    return f"{formats.count(moved.height, 'promise')} moved" if moved.height else "no promise moved"


def _shown(moved: pl.DataFrame) -> None:
    if not moved.height:
        st.success("No promised day moves.", icon=":material/check_circle:")
        return
    st.markdown(f"**{formats.count(moved.height, 'promised day')} would move:**")
    tables.grid(
        moved,
        key="late-moves",
        alt="Promised days before and after",
        height=tables.height_of(moved.height, 8),
        columns={
            "order": tables.text("Order", 80),
            "customer_name": tables.text("Customer", 160),
            "line": tables.number("Line", width=50),
            "lic": tables.text("LIC", 100),
            "first_on": tables.day("First promised"),
            "from_said": tables.text("Now", 190),
            "to_said": tables.text("Then", 190),
        },
    )
