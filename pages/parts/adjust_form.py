"""Adjusting stock by hand: the same on the supply page and on a LIC's own."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from engine.errors import DeskError
from engine.quantities import parse
from engine.store import Transaction
from engine.whatif.edits import Adjust
from pages.parts import confirm, desk, formats
from pages.parts.confirm import PendingAct

_DONE = "adjusted"


def fresh() -> int:
    """A number for the keys of the form, so that its fields are empty again once the adjustment is saved."""
    done: int = st.session_state.setdefault(_DONE, 0)
    return done


def adjust(lic: str, typed: str, reason: str, warehouse: str | None) -> None:
    """Post an adjustment as typed, or say what is wrong with it; who would lose by a fall is shown first."""
    try:
        units = parse(typed.replace("−", "-"), lic)
    except DeskError as error:
        desk.refuse(error)
        return
    said = f"{lic}: on hand {_signed(units)} ({reason.strip()})."
    confirm.do(PendingAct([Adjust(lic, units, warehouse, reason)], said, yes="adjust it", follows=_empty))


def _empty(_: Transaction) -> None:
    st.session_state[_DONE] = fresh() + 1


def _signed(units: Decimal) -> str:
    return f"{'+' if units > 0 else '−'}{formats.qty(abs(units))}"
