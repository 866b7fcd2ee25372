"""The head of an order: its facts, and changing them."""

from __future__ import annotations

from typing import Any

import streamlit as st

from engine import orders
from engine.model import OrderState, ShipType
from engine.reports.leaving import Leaving
from pages.parts import desk, dialogs, fact_row, formats, head_fields, priority_dialog
from pages.parts.literal import literal

Record = dict[str, Any]


def facts(order: Record, leaves: Leaving | None) -> None:
    """Who, where, how, how urgent, since when; ``leaves``: when a Complete order that waits can leave."""
    told = {
        "State": formats.ORDER_STATE[order["state"]],
        "Customer": order["customer_name"],
        "Goes to": order["location"] + (f", {order['address']}" if order["address"] else ""),
        "Ship type": formats.SHIP_TYPE[order["ship_type"]],
        "Priority": formats.priority(order["priority"]),
        "Requested for": formats.day(order["requested_on"]),
        "Entered": f"{formats.when(order['entered_at'])} by {order['entered_by']}",
    }
    fact_row.show(told, [1.1, 2, 2, 1.2, 1, 1.4, 2.2])
    if leaves:
        st.markdown(literal(leaves.said))
    if order["note"]:
        st.caption(f"Note: {literal(order['note'])}")


def actions(order: Record, seen: int) -> None:
    """What can be done with the order as a whole."""
    number = order["number"]
    if order["state"] not in (OrderState.OPEN, OrderState.PENDING):
        return
    with st.container(horizontal=True):
        if st.button("Priority", icon=":material/swap_vert:"):
            priority_dialog.ask([number], seen=seen)
        if st.button("Edit", icon=":material/edit:", help="Location, ship type, day, note"):
            dialogs.ask("edit order", number=number, seen=seen)
        if st.button("Cancel order", icon=":material/cancel:"):
            dialogs.ask("cancel order", number=number, seen=seen)
    priority_dialog.answer()
    dialogs.answer("edit order", f"Edit order {number}", _edit)
    dialogs.answer("cancel order", f"Cancel order {number}?", _cancel)


def _edit(number: str, seen: int) -> None:
    with desk.reading() as tx:
        order = orders.find(tx, number)
        places = head_fields.locations_of(tx, order["customer"])
    with st.form("edit_order", border=False):
        place = st.selectbox("Goes to", places, index=places.index(order["location"]))
        kind = st.segmented_control(
            "Ship type",
            list(ShipType),
            default=ShipType(order["ship_type"]),
            format_func=lambda kind: formats.SHIP_TYPE[ShipType(kind)],
            help=head_fields.SHIP_TYPE_HELP,
            required=True,
        )
        on_day = st.date_input("Requested for", order["requested_on"])
        note = st.text_input("Note", order["note"], max_chars=500)
        st.caption(
            "Pending shipments follow a new location or ship type; those being picked stay as they are."
        )
        if st.form_submit_button("Save", type="primary", shortcut="Ctrl+Enter"):
            with dialogs.settling(f"Order {number} was changed.") as tx:
                orders.change(
                    tx,
                    number,
                    location=place,
                    ship_type=ShipType(kind),
                    requested_on=on_day,
                    note=note or "",
                    seen=seen,
                )


def _cancel(number: str, seen: int) -> None:
    st.write(
        "Lines that have not shipped are cancelled, and pending shipments lose them. What comes free goes to "
        "whoever is first when the next sweep runs."
    )
    if st.button("Yes: cancel it", shortcut="Y", type="primary", width="stretch"):
        with dialogs.settling(f"Order {number} was cancelled.") as tx:
            orders.cancel_order(tx, number, seen=seen)
    if st.button("No: keep it", shortcut="N", width="stretch"):
        dialogs.done()
        st.rerun()
