"""What does the customer want, and can they have it now? An order is typed without leaving the keyboard."""

from __future__ import annotations

import streamlit as st

from engine import catalogue, orders
from engine.errors import DeskError
from engine.model import OrderState, ShipType
from engine.orders import entry
from engine.rows import Order
from pages.parts import desk, dialogs, focus, head_fields, links, shell
from pages.parts.literal import literal
from pages.parts.order_entry import box, footer, header, own_edits, start
from pages.parts.order_entry import lines as entry_lines

shell.require_router()
named = st.query_params.get("draft", "")


def find(number: str) -> Order | DeskError | None:
    """The order that the link names, or why there is none; None where it names none."""
    try:
        with desk.session().reading() as tx:
            return orders.find(tx, number) if number else None
    except DeskError as error:
        return error


def say_no_draft(found: Order | DeskError | None) -> None:
    """Why what the link names is no draft."""
    if isinstance(found, DeskError):
        desk.refuse(found)
    elif found:
        number = found["number"]
        st.info(f"Order {literal(number)} is {literal(found['state'])}: it is no draft any more.")
        links.link("orders", f"Look at order {number}", icon="arrow_forward", order=number)


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
    own_edits.drawn(number, order["version"])


found = find(named)
if found and not isinstance(found, DeskError) and found["state"] == OrderState.PENDING:
    arrived = shell.begin(f"Draft {found['number']}", "The draft is kept as it is typed.")
    left = focus.has_changed("draft", named)
    if arrived or left or dialogs.was_closed():
        focus.on_arrival("quick")
    type_order(found)
else:
    arrived = shell.begin("Order entry", "Type an order line by line.")
    say_no_draft(found)
    focus.has_changed("draft", "")
    start.show(arrived=arrived or dialogs.was_closed())
