"""What does the customer want, and can they have it now? An order is typed without leaving the keyboard."""

from __future__ import annotations

from typing import Any

import streamlit as st

from engine import catalogue, entry, orders
from engine.entry import Line, Prospect
from engine.model import OrderState, ShipType
from pages.parts import (
    customer_dialog,
    desk,
    dialogs,
    entry_box,
    entry_header,
    entry_lines,
    entry_paste,
    entry_questions,
    entry_words,
    explain_view,
    focus,
    formats,
    links,
    shell,
    tables,
)

named = st.query_params.get("draft")
arrived = shell.begin(
    "Order entry", f"Draft {named}, kept as it is typed." if named else "Type an order line by line."
)


def begin_order() -> None:
    """No draft is open: whose order is it, or which draft goes on?"""
    with desk.reading() as tx:
        customers = dict(catalogue.customers(tx).iter_rows())
        drafts = entry.drafts(tx)
    opened = st.session_state.get("opened")
    if opened:
        look_back(opened)
    if customers:
        entry_header.new_order(customers)
    else:
        st.info("There are no customers yet. Add the first here, or import a file of them in Preferences.")
    customer_dialog.customer_button()
    customer_dialog.show()
    if arrived:
        focus.on("new_customer")
    if drafts.height:
        st.subheader("Unfinished orders", anchor=False)
        choose_draft(drafts)


def look_back(number: str) -> None:
    """The order opened last: on its own page, or why its lines have what they have."""
    with st.container(horizontal=True, vertical_alignment="center"):
        links.link("orders", f"Look at order {number}", icon="arrow_forward", order=number)
        explain_view.button(number, key="why-opened", label=f"Why order {number} has what it has")
    explain_view.answer()


def choose_draft(drafts: Any) -> None:
    """The drafts, each a click away."""
    columns = {
        "number": links.column("Order", "order_entry", "draft", key="open_draft", width=90),
        "customer_name": tables.text("Customer", "large"),
        "lines": tables.number("Lines"),
        "entered_by": tables.text("Begun by", 150),
        "entered_at": tables.instant("Begun"),
    }
    shown = drafts.with_columns(formats.local_column("entered_at"))
    tables.grid(shown, key="drafts", columns=columns, alt="Orders that are not open yet")


def find_draft(number: str) -> dict[str, Any] | None:
    """The draft named in the address; None, with the reason said, if it is not one."""
    with desk.reading(stop=False) as tx:
        order = orders.find(tx, number)
        if order["state"] == OrderState.PENDING:
            return order
        st.info(f"Order {number} is {order['state']}: it is no draft any more.")
        links.link("orders", f"Look at order {number}", icon="arrow_forward", order=number)
    return None


def type_order(order: dict[str, Any]) -> None:
    """One draft: its head, the box for the next line, its lines, and the way to open it."""
    number = order["number"]
    st.session_state.pop("opened", None)
    with desk.reading() as tx:
        customers = dict(catalogue.customers(tx).iter_rows())
        locations = entry_header.locations_of(tx, order["customer"])
        lines = entry.lines(tx, number)
    entry_header.show(order, customers, locations)
    entry_box.show(number)
    if lines:
        entry_lines.table(number, lines, complete=order["ship_type"] == ShipType.COMPLETE)
        entry_lines.refused(number, lines)
    footer(number, order["customer"], lines)
    entry_questions.show()
    customer_dialog.show()


def footer(number: str, customer: str, lines: list[Line]) -> None:
    """What can be done with the draft as a whole."""
    undecided = [line for line in lines if line.prospect is Prospect.UNDECIDED]
    with st.container(horizontal=True, vertical_alignment="center"):
        opening = st.button(
            "Open order", type="primary", shortcut="Ctrl+Enter", icon=":material/check:", disabled=not lines
        )
        entry_paste.button(number)
        if st.button("Set aside", icon=":material/pause:", help="It stays among the unfinished orders."):
            leave()
        customer_dialog.location_button(number, customer)
        if st.button("Discard", icon=":material/delete:"):
            dialogs.ask("discard", number=number)
        dialogs.answer("discard", f"Discard order {number}?", discard)
        if lines:
            st.markdown(entry_words.totals(lines))
    if opening:
        with desk.acting() as tx:
            entry_questions.open_draft(tx, number)
    if undecided:
        named = ", ".join(f"line {line.line_no} ({line.lic})" for line in undecided[:5])
        st.caption(f"Undecided: {desk.plain_markdown(named)}. Opening the order asks about each.")


def leave() -> None:
    """Leave the draft for later."""
    st.query_params.pop("draft", None)
    focus.on("new_customer")
    st.rerun()


def discard(number: str) -> None:
    """Make sure."""
    st.write("What was typed is put away; the record log keeps it.")
    if st.button("Yes: discard it", shortcut="Y", type="primary", width="stretch"):
        with dialogs.settling(f"Order {number} was discarded.") as tx:
            orders.cancel_order(tx, number)
            st.query_params.pop("draft", None)
    if st.button("No: keep it", shortcut="N", width="stretch"):
        dialogs.done()
        st.rerun()


draft = find_draft(named) if named else None
if draft:
    type_order(draft)
else:
    begin_order()
focus.place()
