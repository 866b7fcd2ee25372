"""What can be done with orders that are ticked in the list, all of them in one act."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine.model import OrderState
from engine.orders.holds import Subject
from pages.parts import formats, hold_dialog, order_it, priority_dialog, selected
from pages.parts.orders import cancelling

GRID: Final = "orders"


def bar(chosen: pl.DataFrame) -> None:
    """The acts on the chosen orders (of ``orders.listed``), at the bottom of the window; with none, what
    choosing is for."""
    if not chosen.height:
        st.caption(
            "Tick orders to set their priority, or to order what they lack, hold, cancel or export them."
        )
        return
    going = chosen.filter(pl.col("state").is_in([OrderState.PENDING, OrderState.OPEN]))
    numbers: list[str] = going["number"].to_list()
    over = chosen.height - going.height
    words = f"{over:,} of them {formats.verb(over, 'are')} over" if over else ""
    with selected.bar(GRID, chosen, words, name="orders-selected"):
        if numbers:
            _acts(going, numbers)


def _acts(going: pl.DataFrame, numbers: list[str]) -> None:
    label = f"Set the priority of {formats.count(len(numbers), 'order')}"
    if st.button(label, type="primary", icon=":material/swap_vert:"):
        priority_dialog.ask(numbers)
    short = going.filter(pl.col("backordered") > 0)["number"]
    if short.len():
        order_it.lines([(number, None) for number in short], key="order-orders")
    if st.button("Hold …", key="hold-orders", icon=":material/pause_circle:"):
        hold_dialog.ask([Subject(number) for number in numbers], formats.count(len(numbers), "order"))
    held = going.filter("on_hold")["number"].to_list()
    if held and st.button("Lift holds", key="lift-orders", icon=":material/play_circle:"):
        hold_dialog.lift_orders(held)
    if st.button("Cancel orders …", key="cancel-orders", icon=":material/cancel:"):
        cancelling.ask(numbers)
