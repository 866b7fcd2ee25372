"""What became of every line of every order?"""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine import orders
from engine.model import LineState, ShipmentState
from pages.parts import export, finding, formats, links, pickers, readings, shell, tables

ALL: Final = "All"
VIEWS: Final[dict[str, LineState | ShipmentState]] = {
    "Back ordered": LineState.BACKORDERED,
    "Allotted": LineState.ALLOTTED,
    "Picking": ShipmentState.PICKING,
    "Shipped": LineState.SHIPPED,
    "Cancelled": LineState.CANCELLED,
}
STATES: Final = formats.LINE_STATE | {ShipmentState.PICKING: formats.SHIPMENT_STATE[ShipmentState.PICKING]}


def filters() -> tuple[str, str | None, str]:
    """The view, the customer and the word that the address keeps."""
    words, who, what = st.columns([2, 1.8, 3.4], vertical_alignment="bottom")
    word = finding.box("Find", "Order, customer, LIC or note", slot=words)
    with who:
        customer = pickers.customer_filter()
    view = what.segmented_control(
        "View", [*VIEWS, ALL], default="Back ordered", key="view", bind="query-params", required=True
    )
    return str(view), customer, word


def table(rows: pl.DataFrame) -> None:
    """The lines, each a way to its order, its LIC and its shipment."""
    shown = rows.with_columns(
        formats.local_column("opened_at"),
        formats.local_column("waiting_since"),
        formats.words("state", STATES),
        tables.blank_zero("priority"),
    )
    columns = {
        "order": links.column("Order", "orders", "order", key="items_order", width=70),
        "line": tables.number("Line", width=42),
        "lic": links.column("LIC", "demand", "lic", key="items_lic", width=95),
        "qty": tables.qty("Units", width=60),
        "customer_name": tables.text("Customer", 160),
        "description": tables.text("Description", 140),
        "warehouse": tables.text("From", 80),
        "state": tables.text("State", 100),
        "waiting_since": tables.instant("Waits since", width=95),
        "requested_on": tables.day("Asked for", width=75),
        "priority": tables.number("Priority", width=60),
        "value": tables.money("Value", "At the line's price, else the LIC's cost"),
        "shipment": links.column("Shipment", "shipments", "shipment", key="items_shipment", width=75),
        "note": tables.text("Note", 120),
    }
    if not pickers.has_several_warehouses():
        del columns["warehouse"]
    for empty in ("waiting_since", "requested_on", "shipment"):
        if not rows[empty].count() or (empty == "waiting_since" and rows[empty].null_count()):
            del columns[empty]
    if not rows["note"].str.len_chars().sum():
        del columns["note"]
    tables.grid(
        shown, key="items", columns=columns, alt="Order items, the newest first", total=rows["total"][0]
    )


def counted(rows: pl.DataFrame) -> str:
    """How much the lines that are shown come to."""
    units, lines = formats.units(formats.total(rows["qty"])), formats.count(rows.height, "line")
    return f"{lines}, {units}, {formats.worth_clause(formats.total(rows['value'].drop_nulls()))}."


shell.begin(
    "Order items", "Every line of every order, the newest first; a split line has a row for each part."
)
chosen, customer_code, part = filters()
found = readings.once(orders.items, state=VIEWS.get(chosen), customer=customer_code, word=part)
if found.height:
    if chosen in VIEWS and found["total"][0] == found.height:
        st.markdown(counted(found))
    table(found)
    whole = export.Whole(
        readings.once(orders.item_count), lambda tx: orders.items(tx, most=export.EVERY).drop("total")
    )
    export.popover(found.drop("total"), "order-items", whole=whole)
elif part or customer_code:
    st.info("No line matches. Clear a filter, or look in another view.")
else:
    st.info("No line is back ordered." if chosen == "Back ordered" else "There are no such lines.")
