"""A new LIC, without leaving the page on which it is missing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from engine import catalogue
from engine.errors import DeskError, Unknown
from engine.store import Transaction
from pages.parts import desk, dialogs, fields, pickers
from pages.parts.literal import literal


def _nothing(tx: Transaction, lic: str) -> None:
    """What follows where the LIC is all that was missing."""


def missing(error: DeskError) -> str:
    """The code that no LIC has, where that is why something was refused; else empty."""
    return str(error.facts.get("code", "")) if isinstance(error, Unknown) else ""


def refuse(error: DeskError, *, key: str, then: Callable[[Transaction, str], None] = _nothing) -> None:
    """Show a refusal, and the way to add a LIC that is not there: what named it still stands in its field."""
    desk.refuse(error)
    if lic := missing(error):
        button(lic, key=key, then=then)


def button(lic: str, *, key: str, then: Callable[[Transaction, str], None] = _nothing) -> None:
    """The way to add a LIC that is not there.

    A callback, as what says that it is missing may be gone when the page is drawn again, and the button with
    it.
    """
    st.button(f"New LIC {literal(lic)} …", key=key, icon=":material/add:", on_click=ask, args=(lic, then))


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
