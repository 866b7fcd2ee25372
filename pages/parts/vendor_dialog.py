"""A new vendor, and the vendor of a LIC that has none, without leaving the page on which one is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from engine import catalogue
from engine.store import Transaction
from pages.parts import desk, dialogs, fields, formats, pickers
from pages.parts.literal import literal

MOST_ASKED: Final = 5
"""The most LICs of which it is asked at once from whom they are ordered."""
ORDER: Final = "order-from-chosen"
"""The key of the button that orders them from there."""


def button() -> None:
    """The button for a new vendor."""
    if st.button("New vendor …", icon=":material/add_business:"):
        _new.ask()


def folded(*pickers_of: str) -> None:
    """The fields of a new vendor inside a dialog that asks for one, folded.

    What is added is chosen in the ``pickers.vendor`` with these keys, which are to be drawn after it.
    """
    with st.expander("New vendor …", icon=":material/add_business:"):
        form = st.empty()
        with form.container():
            typed = _typed("new vendor inside", main=False)
        if typed is None:
            return
        with desk.attempting(f"Vendor {typed.code} was added.") as attempt:
            typed.add(attempt.tx)
        if attempt.saved:
            st.session_state.update(dict.fromkeys(pickers_of, typed.code))
            form.caption(f"Vendor {literal(typed.code)} was added and is chosen.")


def ask_for(lics: Sequence[str], act: Callable[[Transaction], str]) -> None:
    """Ask from whom LICs without a vendor are ordered, keep it as theirs and order them with ``act``, which
    says what it did."""
    _from_whom.ask(list(lics), act)


@dataclass(frozen=True, slots=True)
class _Typed:
    """A vendor as somebody typed it."""

    code: str
    name: str
    days: int | None

    def add(self, tx: Transaction) -> None:
        catalogue.add_vendor(tx, self.code, name=self.name, lead_time_days=self.days)


def _typed(key: str, *, main: bool) -> _Typed | None:
    """The form, and what was typed once it is sent; ``main``: nothing else in the dialog is sent."""
    with st.form(key, border=False):
        code = st.text_input("Code", max_chars=40).strip()
        name = st.text_input("Name", max_chars=200).strip()
        days = st.number_input("Lead time in days", min_value=0, max_value=3650, value=None, step=1)
        if main:
            sent = st.form_submit_button("Add vendor", type="primary", shortcut="Ctrl+Enter")
        else:
            sent = st.form_submit_button("Add vendor")
    return _Typed(code, name, days) if sent and not fields.is_missing(code, "code", "vendor") else None


@dialogs.dialog("New vendor")
def _new() -> None:
    typed = _typed("new vendor", main=True)
    if typed:
        with dialogs.settling(f"Vendor {typed.code} was added.") as tx:
            typed.add(tx)


@dialogs.dialog("From whom?")
def _from_whom(lics: list[str], act: Callable[[Transaction], str]) -> None:
    have = formats.verb(len(lics), "have")
    st.markdown(f"**{formats.listed(lics, MOST_ASKED)}** {have} no vendor. What is chosen here is kept.")
    keys = {lic: f"ordered-from-{lic}" for lic in lics}
    of_vendors = st.container()
    folded(*keys.values())
    with of_vendors:
        chosen = {
            lic: pickers.vendor(f"Vendor of {literal(lic)}", key=key, none="Choose a vendor")
            for lic, key in keys.items()
        }
    missing = not all(chosen.values())
    if st.button("Order it", key=ORDER, type="primary", shortcut="Ctrl+Enter", disabled=missing):
        with dialogs.settling() as tx:
            for lic, vendor in chosen.items():
                catalogue.change_item(tx, lic, vendor_code=vendor)
            desk.say(act(tx))
