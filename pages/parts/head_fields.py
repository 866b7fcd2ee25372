"""The fields of an order's head as every page shows and offers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import streamlit as st

from engine import catalogue
from engine.model import Cell, ShipType
from engine.rules.header import HEADER_FIELDS, HeaderField
from engine.store import Transaction
from pages.parts import formats

IN_A_ROW: Final = [field for field in HEADER_FIELDS if field.cell is not Cell.TEXT]
"""Those that stand side by side; a note has a line of its own."""
WIDTHS: Final = {Cell.CODE: 2, Cell.CHOICE: 1.7, Cell.PRIORITY: 1.2, Cell.DAY: 1.5}


def ask(field: HeaderField, locations: Sequence[str], key: str, **more: Any) -> Any:
    """The widget of a field; what stands in it is in the session under ``key``."""
    more |= {"key": key, "help": field.tip or None}
    match field.cell:
        case Cell.CODE:
            return st.selectbox(field.label, locations, **more)
        case Cell.CHOICE:
            return st.segmented_control(
                field.label, list(field.choices or ()), format_func=_choice, required=True, **more
            )
        case Cell.PRIORITY:
            return st.selectbox(field.label, range(10), format_func=formats.priority, **more)
        case Cell.DAY:
            return st.date_input(field.label, **more)
        case _:
            return st.text_input(field.label, max_chars=500, **more)


def hold(field: HeaderField, order: Mapping[str, Any], key: str) -> str:
    """Put what the desk holds into the session, unless it stands there; the key."""
    kept = order[field.name]
    if field.choices:
        kept = field.choices(kept)
    if key not in st.session_state or st.session_state[key] != kept:
        st.session_state[key] = kept
    return key


def said(field: HeaderField, order: Mapping[str, Any]) -> str:
    """The value of a field in words."""
    value = order[field.name]
    match field.cell:
        case Cell.CODE:
            return f"{value}, {order['address']}" if order["address"] else str(value)
        case Cell.CHOICE:
            return _choice(value)
        case Cell.PRIORITY:
            return formats.priority(value)
        case Cell.DAY:
            return formats.day(value)
        case _:
            return str(value)


def _choice(value: str) -> str:
    return formats.SHIP_TYPE[ShipType(value)] if value in formats.SHIP_TYPE else value


def customer_label(code: str, customers: dict[str, str]) -> str:
    """``Harbour School · HARBOUR``."""
    name = customers.get(code, code)
    return code if name == code else f"{name} · {code}"


def locations_of(tx: Transaction, customer: str) -> list[str]:
    """The codes of a customer's locations."""
    codes: list[str] = catalogue.locations(tx, customer)["code"].to_list()
    return codes
