"""The form that writes a transfer: on a LIC's page and under *Supply* (R47)."""

from __future__ import annotations

from datetime import date

import streamlit as st

from engine.errors import DeskError
from engine.quantities import parse
from engine.supply import transfers
from pages.parts import desk, fields, links, pickers

_WRITTEN = "transfers-written"


def popover(lic: str | None = None) -> None:
    """A popover that writes a pending transfer of a LIC; without ``lic`` it is chosen in the form.

    Drawn only where there are several warehouses.
    """
    fresh = st.session_state.setdefault(_WRITTEN, 0)
    key = f"transfer-{lic or ''}-{fresh}"
    with st.popover("Transfer …", icon=":material/swap_horiz:"), st.form(key, border=False):
        chosen = lic or pickers.lic("LIC", key=f"{key}-lic")
        source = pickers.warehouse("From warehouse", key=f"{key}-from", at=1)
        into = pickers.warehouse("Into warehouse", key=f"{key}-into")
        typed = st.text_input("Units", key=f"{key}-units")
        due = st.date_input(
            "Expected", None, format=fields.DAY, key=f"{key}-due", help="Empty: no day is known yet."
        )
        sent = st.form_submit_button("Write transfer", type="primary")
        st.caption("It is pending and changes nothing until it is sent.")
    if sent and chosen and source and _saved(chosen, typed, source, into, due):
        st.session_state[_WRITTEN] += 1
        st.rerun()
    elif sent and not chosen:
        fields.refuse_unchosen("LIC", "transfer")


def _saved(lic: str, typed: str, source: str, into: str | None, due: date | None) -> bool:
    """Write the transfer as it was typed, or say what is wrong with it."""
    try:
        units = parse(typed, lic)
    except DeskError as error:
        desk.refuse(error)
        return False
    with desk.attempting() as attempt:
        number = transfers.make(attempt.tx, {lic: units}, source, into, expected_on=due)
        desk.say(f"Transfer {number} is pending; send it when it leaves.")
    return attempt.saved


def links_to(numbers: list[str]) -> None:
    """A link to each of some transfers."""
    for number in numbers:
        links.link("supply", number, "swap_horiz", transfer=number)
