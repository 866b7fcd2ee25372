"""A new vendor, without leaving the page on which one is missing."""

from __future__ import annotations

import streamlit as st

from engine import catalogue
from pages.parts import dialogs


def button() -> None:
    """The button for a new vendor."""
    if st.button("New vendor …", icon=":material/add_business:"):
        _new.ask()


@dialogs.dialog("New vendor")
def _new() -> None:
    with st.form("new vendor", border=False):
        code = st.text_input("Code", max_chars=40).strip()
        name = st.text_input("Name", max_chars=200).strip()
        days = st.number_input("Lead time in days", min_value=0, max_value=3650, value=None, step=1)
        sent = st.form_submit_button("Add vendor", type="primary", shortcut="Ctrl+Enter")
    if sent and not code:
        st.error("The vendor has no code; type one.", icon=":material/block:")
    elif sent:
        with dialogs.settling(f"Vendor {code} was added.") as tx:
            catalogue.add_vendor(tx, code, name=name, lead_time_days=days)
