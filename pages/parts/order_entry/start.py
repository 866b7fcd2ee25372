"""Where an order begins: whose is it, or which unfinished one goes on?"""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine import catalogue
from engine.orders import entry
from pages.parts import desk, explain_drawer, focus, formats, links, tables
from pages.parts.literal import literal
from pages.parts.order_entry import customer_dialog, header


def show(*, arrived: bool) -> None:
    """No draft is open: whose order is it, or which draft goes on?"""
    with desk.reading() as tx:
        customers = dict(catalogue.customers(tx).iter_rows())
        drafts = entry.drafts(tx)
    opened = st.session_state.get("opened")
    if opened:
        _look_back(opened)
    if customers:
        header.new_order(customers)
    else:
        st.info("There are no customers yet. Add the first, or import a file of them.")
    with st.container(horizontal=True, vertical_alignment="center"):
        customer_dialog.customer_button()
        if not customers:
            links.import_file()
    if arrived:
        focus.on("new_customer")
    if drafts.height:
        st.subheader("Unfinished orders", anchor=False)
        _choose_draft(drafts)


def _look_back(number: str) -> None:
    """The order opened last: on its own page, or why its lines have what they have."""
    with st.container(horizontal=True, vertical_alignment="center"):
        links.link("orders", f"Look at order {number}", icon="arrow_forward", order=number)
        explain_drawer.button(number, key="why-opened", label=f"Why order {literal(number)} has what it has")


def _choose_draft(drafts: pl.DataFrame) -> None:
    """The drafts, each a click away."""
    columns = {
        "number": links.column("Order", "order_entry", "draft", key="open_draft", width=90),
        "customer_name": tables.text("Customer", "large"),
        "lines": tables.number("Lines"),
        "entered_by": tables.text("By", 150),
        "entered_at": tables.instant("Started"),
    }
    shown = drafts.with_columns(formats.local_column("entered_at"))
    tables.grid(shown, key="drafts", columns=columns, alt="Orders that are not open yet")
