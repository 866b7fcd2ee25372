"""The head of a draft: for whom, where to, how, how urgent. What is chosen is in the desk at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import streamlit as st

from engine import orders
from engine.model import ShipType
from engine.orders import entry
from engine.store import Transaction
from pages.parts import desk, focus, formats, head_fields


def new_order(customers: dict[str, str]) -> None:
    """Where an order begins: whose is it? The choice starts a draft."""
    st.selectbox(
        "Customer",
        list(customers),
        index=None,
        key="new_customer",
        format_func=lambda code: head_fields.customer_label(code, customers),
        placeholder="Type a name or code",
        on_change=_start,
        width=420,
    )


def _start() -> None:
    code = st.session_state["new_customer"]
    if code is None:
        return
    with desk.attempting() as attempt:
        number = orders.create(attempt.tx, code)
    if attempt.saved:
        st.session_state["new_customer"] = None
        st.query_params["draft"] = number
        focus.on("quick")


def show(order: dict[str, Any], customers: dict[str, str], locations: list[str]) -> None:
    """The fields of a draft; each change is saved as it is made."""
    who, where, how, urgent, on_day = st.columns([3, 2, 2, 1.3, 1.6])
    codes = list(customers) if order["customer"] in customers else [order["customer"], *customers]
    with who:
        key = _field(order, "customer")
        st.selectbox(
            "Customer",
            codes,
            key=key,
            format_func=lambda code: head_fields.customer_label(code, customers),
            **_saves(order, "customer"),
        )
    with where:
        st.selectbox("Location", locations, key=_field(order, "location"), **_saves(order, "location"))
    with how:
        st.segmented_control(
            "Ship type",
            list(ShipType),
            key=_field(order, "ship_type"),
            format_func=lambda kind: formats.SHIP_TYPE[ShipType(kind)],
            help=head_fields.SHIP_TYPE_HELP,
            required=True,
            **_saves(order, "ship_type"),
        )
    with urgent:
        st.selectbox(
            "Priority",
            range(10),
            key=_field(order, "priority"),
            format_func=formats.priority,
            help=head_fields.PRIORITY_HELP,
            **_saves(order, "priority"),
        )
    with on_day:
        st.date_input("Requested for", key=_field(order, "requested_on"), **_saves(order, "requested_on"))


def _field(order: dict[str, Any], name: str) -> str:
    """The key of a field, which shows what the desk holds."""
    key, kept = f"{name}-{order['number']}", order[name]
    if name == "ship_type":
        kept = ShipType(kept)
    if key not in st.session_state or st.session_state[key] != kept:
        st.session_state[key] = kept
    return key


def _saves(order: dict[str, Any], name: str) -> dict[str, Any]:
    return {"on_change": _save, "args": (order["number"], name)}


def _save(number: str, name: str) -> None:
    value = st.session_state[f"{name}-{number}"]
    with desk.acting(again=False) as tx:
        _SAVERS[name](tx, number, value)


def _to_location(tx: Transaction, number: str, code: str) -> None:
    orders.change(tx, number, location=code)


def _as_ship_type(tx: Transaction, number: str, kind: ShipType) -> None:
    orders.change(tx, number, ship_type=ShipType(kind))


def _at_priority(tx: Transaction, number: str, priority: int) -> None:
    orders.set_priority(tx, number, priority)


def _for_day(tx: Transaction, number: str, on_day: date | None) -> None:
    orders.change(tx, number, requested_on=on_day)


_SAVERS: Final[dict[str, Callable[..., None]]] = {
    "customer": entry.change_customer,
    "location": _to_location,
    "ship_type": _as_ship_type,
    "priority": _at_priority,
    "requested_on": _for_day,
}
