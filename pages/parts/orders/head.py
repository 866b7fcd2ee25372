"""The head of an order: its facts, and changing them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final, cast

import streamlit as st

from engine import catalogue, orders
from engine.model import Cell, OrderState
from engine.orders.holds import Subject
from engine.reports.leaving import Leaving
from engine.rows import Order
from engine.rules.field import Field
from engine.rules.header import HEADER_FIELDS, Header
from engine.whatif.pausing import Lift, LiftCustomer
from pages.parts import (
    desk,
    dialogs,
    fact_row,
    fields,
    formats,
    head_fields,
    hold_dialog,
    priority_dialog,
)
from pages.parts.literal import literal
from pages.parts.orders import cancelling

_EDITED: Final = [
    field for field in HEADER_FIELDS if field.cell is not Cell.PRIORITY and field.name != "not_before"
]
"""A priority or an earlier day may take stock from others, so these are changed by questions of their own."""


def facts(order: Order, leaves: Leaving | None) -> None:
    """Who, where, how, how urgent, since when; ``leaves``: when a Complete order that waits can leave."""
    row = head_fields.IN_A_ROW
    shown = {
        "State": formats.ORDER_STATE[OrderState(order["state"])],
        "Customer": order["customer_name"],
        **{field.label: head_fields.shown(field, order) for field in row},
        "Entered": f"{formats.when(order['entered_at'])} by {order['entered_by']}",
    }
    fact_row.show(shown, [1.1, 2, *(head_fields.WIDTHS[field.cell] for field in row), 2.2], key="order")
    if leaves:
        st.markdown(literal(leaves.sentence))
    if order["note"]:
        st.caption(f"Note: {literal(order['note'])}")
    _holds(order)


def _holds(order: Order) -> None:
    """What keeps the whole order from being served (R45)."""
    if order["state"] not in (OrderState.OPEN, OrderState.PENDING):
        return
    with desk.reading() as tx:
        buyer = catalogue.customer(tx, order["customer"])
    hold_dialog.banner(f"Order {order['number']}", order["hold"], Lift(order["number"]), key="lift_order")
    lifted = LiftCustomer(buyer["code"])
    hold_dialog.banner(f"Customer {buyer['name']}", buyer["hold"], lifted, key="lift_customer")


def actions(order: Order, seen: int) -> None:
    """What can be done with the order as a whole."""
    number = order["number"]
    if order["state"] not in (OrderState.OPEN, OrderState.PENDING):
        return
    with st.container(horizontal=True):
        if st.button("Priority", icon=":material/swap_vert:"):
            priority_dialog.ask([number], seen=seen)
        if st.button("Edit", icon=":material/edit:", help="Location, ship type, day, note"):
            _edit.ask(order, seen, {})
        if st.button("Hold", key="hold_order", icon=":material/pause_circle:", help=_HOLD):
            hold_dialog.ask([Subject(number, seen=seen)], f"order {number}", customer=order["customer"])
        if st.button("Not before", key="day_of_order", icon=":material/event:", help=_DAY):
            hold_dialog.ask_day(number, None, order["not_before"], seen)
        if st.button("Cancel order", icon=":material/cancel:"):
            cancelling.ask([number], seen=seen)


_HOLD = "The order, or all that its customer wants, gets nothing for a while, and is in nobody's way."
_DAY = "Until a day the order gets nothing and is in nobody's way."


@dialogs.dialog("Edit order {order[number]}")
def _edit(order: Order, seen: int, typed: Mapping[str, Any]) -> None:
    """Ask for what is edited of an order as it was read; ``typed``: what stands in fields in its place."""
    number = order["number"]
    with desk.reading() as tx:
        locations = head_fields.locations_of(tx, order["customer"])
    with st.form(f"edit_order-{seen}", border=False):
        head = {field.name: _field(field, {**order, **typed}, locations, seen) for field in _EDITED}
        st.caption(
            "Pending shipments follow a new location or ship type; those being picked stay as they are."
        )
        if st.form_submit_button("Save", type="primary", shortcut="Ctrl+Enter"):
            again = partial(_edit_again, order, head)
            with dialogs.settling(f"Order {number} was changed.", on_changed=again) as tx:
                orders.change(tx, number, seen=seen, **cast("Header", head))


def _edit_again(order: Mapping[str, Any], head: dict[str, Any]) -> None:
    """Ask about the order as it is now: a field that was typed into keeps that, any other follows the order,
    so that nothing which somebody else changed is put back unseen."""
    with desk.reading() as tx:
        now = orders.find(tx, order["number"])
    _edit.ask(now, now["version"], {name: value for name, value in head.items() if value != order[name]})


def _field(field: Field, order: Mapping[str, Any], locations: list[str], seen: int) -> Any:
    # Under the version that was seen: asked again about another, the field shows what that one has.
    key = f"edit-{field.name}-{order['number']}-{seen}"
    if key not in st.session_state:
        fields.hold(field, order, key)
    value = fields.ask(field, key, locations)
    return value or "" if field.cell is Cell.TEXT else value
