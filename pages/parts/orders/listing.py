"""The list of orders, narrowed by state, customer and words; the address keeps what was chosen."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine import orders
from engine.model import OrderState, SweepName
from engine.sweeps import Scope
from pages.parts import finding, formats, links, pickers, priority_dialog, readings, sweep_button, tables
from pages.parts.literal import literal

ALL: Final = "All"
STATES: Final = {
    "Open": OrderState.OPEN,
    "Pending": OrderState.PENDING,
    "Closed": OrderState.CLOSED,
    "Void": OrderState.VOID,
}


def show() -> None:
    """The filters, the orders that match, and what can be done with those that are picked."""
    state, customer, word = _filters()
    rows = readings.once(orders.listed, state=STATES.get(state), customer=customer, word=word)
    if not rows.height:
        _nothing(bool(word or customer or state in STATES))
        return
    _table(rows)
    if customer and rows["backordered"].sum():
        label = f"Run the sweep for {literal(customer)}"
        sweep_button.button(SweepName.SECONDARY, label, key="sweep-customer", scope=Scope(customer=customer))


def _filters() -> tuple[str, str | None, str]:
    words, who, where = st.columns([2.2, 2.2, 2.6], vertical_alignment="bottom")
    word = finding.box("Find", "Order, customer, LIC or note", slot=words)
    with who:
        customer = pickers.customer_filter()
    state = where.segmented_control(
        "State", [ALL, *STATES], default=ALL, key="state", bind="query-params", required=True
    )
    return str(state), customer, word


def _nothing(narrowed: bool) -> None:
    if narrowed:
        st.info("No order matches. Clear a filter, or search for part of a number, a customer or a LIC.")
    else:
        st.info("There are no orders yet.")
    links.link("order_entry", "Type an order", icon="edit_square")


def _table(rows: pl.DataFrame) -> None:
    shown = rows.with_columns(
        formats.local_column("entered_at"),
        formats.words("state", formats.ORDER_STATE),
        formats.words("ship_type", formats.SHIP_TYPE),
        *(tables.blank_zero(name) for name in ("priority", "allotted", "backordered", "shipped")),
    )
    columns = {
        "number": links.column("Order", "orders", "order", key="open_order", width=75),
        "state": tables.text("State", 85),
        "backordered": tables.number("Waiting", "Lines on backorder", 60),
        "customer_name": tables.text("Customer", 185),
        "priority": tables.number("Priority", width=60),
        "lines": tables.number("Lines", width=48),
        "allotted": tables.number("Allotted", "Lines that have their stock", 62),
        "shipped": tables.number("Shipped", width=62),
        "value": tables.money("Value", "At the line's price, else the LIC's cost"),
        "requested_on": tables.day("Requested", width=80),
        "entered_at": tables.instant("Entered", width=100),
        "ship_type": tables.text("Ship type", 85),
        "entered_by": tables.text("By", 100),
    }
    picked = tables.grid(
        shown,
        key="orders",
        columns=columns,
        alt="Orders, the newest first",
        id_column="number",
        select="multi-row",
        total=rows["total"][0],
    )
    if picked and st.button(
        f"Set the priority of {formats.count(len(picked), 'order')}", icon=":material/swap_vert:"
    ):
        priority_dialog.ask(picked)
