"""The head of a draft: for whom, where to, how, how urgent. What is chosen is in the desk at once."""

from __future__ import annotations

import streamlit as st

from engine import orders
from engine.orders import entry
from engine.rows import Order
from engine.rules.header import only
from pages.parts import desk, fields, focus, head_fields
from pages.parts.order_entry import own_edits


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


def show(order: Order, customers: dict[str, str], locations: list[str]) -> None:
    """The fields of a draft; each change is saved as it is made."""
    who, *slots = st.columns([3, *(head_fields.WIDTHS[field.cell] for field in head_fields.IN_A_ROW)])
    with who:
        _customer(order, customers)
    slots += [st.container() for _ in head_fields.IN_A_LINE]
    for slot, field in zip(slots, head_fields.IN_A_ROW + head_fields.IN_A_LINE, strict=True):
        with slot:
            key = fields.hold(field, order, f"{field.name}-{order['number']}")
            fields.ask(field, key, locations, on_change=_save, args=(order["number"], field.name))


def _customer(order: Order, customers: dict[str, str]) -> None:
    """Whose draft this is, of all customers. On a large desk these are most of what the page sends: the field
    begins with the customer of the draft and is not set to it, as then it would be sent twice over."""
    codes = list(customers) if order["customer"] in customers else [order["customer"], *customers]
    key, at = f"customer-{order['number']}", codes.index(order["customer"])
    if st.session_state.get(key, order["customer"]) != order["customer"]:
        st.session_state[key], at = order["customer"], 0
    st.selectbox(
        "Customer",
        codes,
        index=at,
        key=key,
        format_func=lambda code: head_fields.customer_label(code, customers),
        on_change=_save_customer,
        args=(order["number"],),
    )


def _save(number: str, name: str) -> None:
    with desk.acting(again=False) as tx, own_edits.own(tx, number):
        orders.change(tx, number, **only(name, st.session_state[f"{name}-{number}"]))


def _save_customer(number: str) -> None:
    with desk.acting(again=False) as tx, own_edits.own(tx, number):
        entry.change_customer(tx, number, st.session_state[f"customer-{number}"])
