"""The form that adjusts stock by hand: one for every page that has it."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from engine import stock
from engine.errors import DeskError
from engine.quantities import MINUS
from engine.stock import REASON
from engine.store import Transaction
from engine.whatif.edits import Adjust
from pages.parts import confirm, desk, fields, formats, pickers
from pages.parts.confirm import PendingAct

_DONE = "adjusted"


def show(lic: str | None = None) -> None:
    """Adjust the stock of a LIC; without ``lic`` it is chosen in the form.

    Once the adjustment is saved the fields are empty again; what is refused stays in them.
    """
    done = st.session_state.setdefault(_DONE, 0)
    key = f"adjust-{lic or ''}-{done}"
    with st.form(key, enter_to_submit=False):
        row = st.columns([3, 2, 4, 1.2] if lic is None else [2, 5, 1], vertical_alignment="bottom")
        with row[0]:
            chosen = lic or pickers.lic("LIC", key=f"{key}-lic")
            warehouse = pickers.warehouse("Warehouse", key=f"{key}-warehouse")
        typed = row[-3].text_input("Units, + or −", placeholder="-3 or =37", key=f"{key}-units")
        with row[-2]:
            reason = fields.ask(REASON, f"{key}-reason") or ""
        sent = row[-1].form_submit_button("Adjust", type="primary", width="stretch")
    st.caption(
        "Type -3 where three are lost, 3 where three are found, or =37 where 37 were counted. "
        "Units that are found wait for the next sweep. Units that are lost are taken from the orders at the "
        "back of the queue at once; you see from which before it is done."
    )
    if sent and not chosen:
        fields.refuse_unchosen("LIC", "adjustment")
    elif sent and chosen:
        _adjust(chosen, typed, reason, warehouse)


def _adjust(lic: str, typed: str, reason: str, warehouse: str | None) -> None:
    """Post an adjustment as it was typed, or say what is wrong with it."""
    try:
        with desk.reading() as tx:
            units = stock.typed_units(tx, typed, lic, warehouse)
    except DeskError as error:
        desk.refuse(error)
        return
    done = f"{lic}: on hand {_signed(units)} ({reason.strip()})."
    confirm.do(
        PendingAct([Adjust(lic, units, warehouse, reason)], done, yes="adjust it", follows=_empty_the_form)
    )


def _empty_the_form(_: Transaction) -> None:
    st.session_state[_DONE] += 1


def _signed(units: Decimal) -> str:
    return f"{'+' if units > 0 else MINUS}{formats.qty(abs(units))}"
