"""The e-mail addresses of customers."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine import notices
from pages.parts import desk, finding, tables
from pages.parts.literal import literal


def show() -> None:
    """Every customer with the address, and a box to change the one that is picked."""
    with desk.reading() as tx:
        customers = notices.addresses(tx)
    if not customers.height:
        st.info("There are no customers yet. Import them, or load the demo desk, from Preferences.")
        return
    word = finding.box("Find", "Customer, address", key="who", width=260)
    matching = customers.filter(finding.mentions(word, "customer", "customer_name", "email"))
    if not matching.height:
        st.info("No customer matches. Search for something else.")
        return
    chosen = tables.grid(
        matching,
        key="addresses",
        alt="Customers and their e-mail addresses",
        id_column="customer",
        select="single-row",
        columns={
            "customer": tables.text("Customer", 130),
            "customer_name": tables.text("Name", 280),
            "email": tables.text("E-mail", 320),
        },
    )
    if chosen:
        _change(matching.row(by_predicate=pl.col("customer") == chosen[0], named=True))
    else:
        st.caption("Select a customer to change the address. To change many at once, import customers.")


def _change(row: dict[str, str]) -> None:
    with st.form(f"address-{row['customer']}", border=False):
        box, button = st.columns([5, 1], vertical_alignment="bottom")
        email = box.text_input(f"E-mail of {literal(row['customer_name'])}", row["email"], max_chars=254)
        if button.form_submit_button("Save", type="primary", width="stretch"):
            with desk.acting(f"The address of {row['customer_name']} was saved.") as tx:
                notices.set_address(tx, row["customer"], email or "")
