"""A new LIC, without leaving the page on which it is missing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine import catalogue
from engine.errors import DeskError, Unknown
from engine.store import Transaction
from pages.parts import dialogs, fields, pickers


def missing(error: DeskError) -> str:
    """The code that no LIC has, where that is why something was refused; else empty."""
    return str(error.facts.get("code", "")) if isinstance(error, Unknown) else ""


def ask(lic: str, then: Callable[[Transaction, str], None]) -> None:
    """Ask for a new LIC, of which the code may be known, and add it; ``then`` goes on with it."""
    _new.ask(lic, then)


@dialogs.dialog("New LIC")
def _new(lic: str, then: Callable[[Transaction, str], None]) -> None:
    with st.form("new lic", border=False):
        code = st.text_input("LIC", value=lic, max_chars=60).strip()
        description = st.text_input("Description", max_chars=200)
        row = st.columns(2, vertical_alignment="bottom")
        stocked = row[0].checkbox(
            "Stocked item", value=True, help="Not for a service: it has no stock, and ships with its order."
        )
        decimals = row[1].number_input("Decimal places", 0, 4, 0, help="How finely its units are counted.")
        vendor = pickers.vendor("Preferred vendor", key="new-lic-vendor")
        sent = st.form_submit_button("Add LIC", type="primary", shortcut="Ctrl+Enter")
    if sent and not fields.is_missing(code, "code", "LIC"):
        with dialogs.settling(f"LIC {code} was added.") as tx:
            catalogue.add_item(
                tx,
                code,
                description=description.strip(),
                inventoried=stocked,
                decimals=decimals,
                vendor_code=vendor,
            )
            then(tx, code)
