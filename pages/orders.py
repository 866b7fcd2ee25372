"""Where does an order stand, and what has become of each of its lines?"""

from __future__ import annotations

import streamlit as st

from engine import log, orders
from engine.model import LineState, OrderState
from engine.reports import explain
from engine.rows import Order
from pages.parts import customer_answer, desk, links, log_table, shell, undo_buttons
from pages.parts.orders import head, listing
from pages.parts.orders import lines as order_lines


def one_order(number: str) -> None:
    """An order, from its head to its record log."""
    links.link("orders", "All orders", icon="arrow_back")
    with desk.reading() as tx:
        order = orders.find(tx, number)
        lines = orders.lines(tx, number)
        history = log.search(tx, order_id=order["order_id"])
        reasons = {}
        if LineState.BACKORDERED in lines["state"]:
            reasons = {reason.line: reason for reason in explain.explain(tx, number)}
    seen = st.session_state.get(f"seen-{number}", order["version"])
    head.facts(order, next((reason.order_leaves for reason in reasons.values()), None))
    if order["state"] == OrderState.PENDING:
        links.link("order_entry", "Go on typing this order", icon="edit_square", draft=number)
    head.actions(order, seen)
    if reasons:
        customer_answer.on_order(number, order["order_id"], seen)
    order_lines.show(order, lines, reasons, seen)
    comments(order)
    log_table.show(history, key="order_log", alt=f"The record log of order {number}, newest first")
    st.session_state[f"seen-{number}"] = order["version"]


def comments(order: Order) -> None:
    """A remark, written into the record log."""
    st.subheader("Record log", anchor=False)
    text = log_table.remark_box()
    if text:
        with desk.acting() as tx:
            orders.comment(tx, order["number"], text)


named = st.query_params.get("order")
if named:
    shell.begin(f"Order {named}")
    one_order(named)
else:
    shell.begin("Orders")
    listing.show()
    if not listing.is_empty():
        undo_buttons.last_button()
