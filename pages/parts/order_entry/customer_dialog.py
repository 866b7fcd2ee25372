"""A new customer, or a new location of one, without leaving the order that is typed for it."""

from __future__ import annotations

import streamlit as st

from engine import catalogue, orders
from pages.parts import dialogs, fields, focus, query
from pages.parts.order_entry import own_edits


def customer_button() -> None:
    """The button for a new customer; an order for it begins at once."""
    if st.button("New customer", icon=":material/person_add:") or query.asks_for_new():
        _customer.ask()


def location_button(number: str, customer: str) -> None:
    """The button for a new location of a draft's customer; the draft goes there."""
    if st.button("New location", icon=":material/add_location:"):
        _location.ask(number, customer)


@dialogs.dialog("New customer")
def _customer() -> None:
    with st.form("new_customer_form", border=False):
        code = st.text_input("Code", max_chars=40, placeholder="Short and unmistakable") or ""
        name = st.text_input("Name", max_chars=200) or ""
        location = st.text_input("Location", "MAIN", max_chars=40, help="Where its orders go.") or ""
        address = st.text_input("Address", max_chars=300) or ""
        if not st.form_submit_button("Add and begin an order", type="primary", shortcut="Ctrl+Enter"):
            return
    if fields.is_missing(code, "code", "customer"):
        return
    with dialogs.settling(f"Customer {code.strip()} was added.") as tx:
        where = location.strip() or "MAIN"
        catalogue.add_customer(
            tx, code.strip(), name=name.strip(), location_code=where, address=address.strip()
        )
        st.query_params["draft"] = orders.create(tx, code.strip())
        focus.on("quick")


@dialogs.dialog("New location")
def _location(number: str, customer: str) -> None:
    with st.form("new_location_form", border=False):
        code = st.text_input("Code", max_chars=40, placeholder="ANNEX") or ""
        address = st.text_input("Address", max_chars=300) or ""
        if not st.form_submit_button("Add location", type="primary", shortcut="Ctrl+Enter"):
            return
    if fields.is_missing(code, "code", "location"):
        return
    done = f"Location {code.strip()} was added."
    with dialogs.settling(done) as tx, own_edits.own(tx, number):
        catalogue.add_location(tx, customer, code.strip(), address=address.strip())
        orders.change(tx, number, location=code.strip())
        focus.on("quick")
