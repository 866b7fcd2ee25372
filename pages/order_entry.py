"""What does the customer want, and can they have it now? An order is typed without leaving the keyboard."""

from __future__ import annotations

import streamlit as st

from engine import catalogue, orders
from engine.model import OrderState, ShipType
from engine.orders import entry
from engine.rows import Order
from pages.parts import desk, dialogs, focus, head_fields, links, shell
from pages.parts.literal import literal
from pages.parts.order_entry import box, footer, header, start
from pages.parts.order_entry import lines as entry_lines

named = st.query_params.get("draft", "")
if named:
    arrived = shell.begin(f"Draft {named}", "The draft is kept as it is typed.")
else:
    arrived = shell.begin("Order entry", "Type an order line by line.")


def find_draft(number: str) -> Order | None:
    """The draft that the link names; None, with the reason shown, if it is not one."""
    with desk.reading(stop=False) as tx:
        order = orders.find(tx, number)
        if order["state"] == OrderState.PENDING:
            return order
        st.info(f"Order {literal(number)} is {literal(order['state'])}: it is no draft any more.")
        links.link("orders", f"Look at order {number}", icon="arrow_forward", order=number)
    return None


def type_order(order: Order) -> None:
    """One draft: its head, the box for the next line, its lines, and the way to open it."""
    number = order["number"]
    st.session_state.pop("opened", None)
    with desk.reading() as tx:
        customers = dict(catalogue.customers(tx).iter_rows())
        locations = head_fields.locations_of(tx, order["customer"])
        lines = entry.lines(tx, number)
    header.show(order, customers, locations)
    box.show(number)
    complete = order["ship_type"] == ShipType.COMPLETE
    if lines:
        entry_lines.table(number, lines, complete=complete)
        entry_lines.refused(number, lines)
    footer.show(number, order["customer"], lines, complete=complete)


draft = find_draft(named) if named else None
if draft:
    left = focus.has_changed("draft", named)
    if arrived or left or dialogs.was_closed():
        focus.on_arrival("quick")
    type_order(draft)
else:
    focus.has_changed("draft", "")
    start.show(arrived=arrived or dialogs.was_closed())
