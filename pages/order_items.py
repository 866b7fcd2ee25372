"""What became of every line of every order?"""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from engine import orders
from engine.orders import ItemView
from engine.views import Filters, Listing
from pages.parts import (
    desk,
    export,
    finding,
    formats,
    links,
    own_views,
    pickers,
    pinning,
    readings,
    selected,
    shell,
    siblings,
    tables,
    views,
)
from pages.parts.literal import Markdown, literal
from pages.parts.own_views import IN_ADDRESS

VIEWS: Final[dict[str, Markdown]] = {
    ItemView.BACKORDERED: "Waiting",
    ItemView.ALLOTTED: "Allotted",
    ItemView.PICKING: "Picking",
    ItemView.SHIPPED: "Shipped",
    ItemView.CANCELLED: "Cancelled",
    ItemView.MINE: "Mine",
    ItemView.ALL: "All",
}


def filters() -> tuple[ItemView, str | None, str]:
    """The view, the customer and the word that the address keeps."""
    fixed, own = own_views.beside_the_fixed()
    with fixed:
        view = views.choose(VIEWS, counts())
    words, who, _ = st.columns([2.2, 2.2, 2.6], vertical_alignment="bottom")
    word = finding.box("Find", "Order, customer, LIC or note", slot=words)
    with who:
        customer = pickers.customer_filter()
    with own:
        own_views.show(Listing.ORDER_ITEMS, {"view": IN_ADDRESS, "q": "", "customer": IN_ADDRESS}, matching)
    return ItemView(view), customer, word


def counts() -> dict[str, int]:
    """How many lines each view has."""
    return readings.once(orders.item_view_counts, desk.actor())


def matching(asked: Filters) -> int:
    """How many lines pass filters as the address has them."""
    view, customer, word = (own_views.first(asked, name) for name in ("view", "customer", "q"))
    rows = readings.once(
        orders.items,
        view=ItemView(view) if view in VIEWS else ItemView.BACKORDERED,
        customer=customer or None,
        word=word,
        person=desk.actor(),
        most=1,
    )
    return rows["total"][0] if rows.height else 0


def table(rows: pl.DataFrame) -> None:
    """The lines as they were typed, each a way to its order, its LIC and its shipment; a ticked one opens."""
    numbers = zip(rows["line"], rows["parts"].list.len(), strict=True)
    shown = rows.with_columns(
        formats.local_column("opened_at"),
        formats.local_column("waiting_since"),
        tables.blank_zero("priority"),
        pl.Series("typed", [siblings.numbered(*pair) for pair in numbers], pl.String),
        pl.concat_str("order", "line", separator="/").alias("id"),
    )
    chosen = tables.grid(
        shown,
        key="items",
        columns=columns_for(rows),
        alt="Order items, the newest first",
        id_column="id",
        select="multi-row",
        total=rows["total"][0],
    )
    if len(chosen) == 1:
        opened(shown.row(by_predicate=pl.col("id") == chosen[0], named=True))
    if chosen:
        ticked(rows.filter(shown["id"].is_in(chosen)))


def ticked(lines: pl.DataFrame) -> None:
    """What can be done with the ticked lines together."""
    units = formats.units(formats.total(lines["qty"]))
    with (
        selected.bar("items", for_file(lines), units, name="selected-items"),
        st.popover("Pin", icon=":material/keep:"),
    ):
        pinning.buttons(lines.select("order", "line").rows(), key="items")


def for_file(rows: pl.DataFrame) -> pl.DataFrame:
    """The lines as a file has them: how their parts stand in words, and not each part."""
    return rows.drop("total", "parts")


def columns_for(rows: pl.DataFrame) -> tables.Columns:
    """The columns of which the rows have something to say."""
    columns = {
        "order": links.column("Order", "orders", "order", key="items_order", width=70),
        "lic": links.column("LIC", "demand", "lic", key="items_lic", width=95),
        "qty": tables.qty("Units", width=60),
        "typed": tables.text("Line", 86, "As it was typed. One of several parts opens when it is ticked."),
        "customer_name": tables.text("Customer", 176),
        "state": tables.text("State", 150),
        "waiting_since": tables.instant("Waiting since", width=95),
        "requested_on": tables.day("Asked for", width=75),
        "priority": tables.number("Priority", width=60),
        "value": tables.money("Value", "At the line's price, else the LIC's cost"),
        "warehouse": tables.text("From", 80),
        "shipment": links.column("Shipment", "shipments", "shipment", key="items_shipment", width=75),
        "note": tables.text("Note", 120),
        "description": tables.text("Description", 200),
    }
    if not pickers.has_several_warehouses():
        del columns["warehouse"]
    for empty in ("waiting_since", "requested_on", "shipment"):
        if not rows[empty].count() or (empty == "waiting_since" and rows[empty].null_count()):
            del columns[empty]
    if not rows["note"].str.len_chars().sum():
        del columns["note"]
    return columns


def opened(line: dict[str, Any]) -> None:
    """The parts of a line, and the way to what can be done with each."""
    parts = pl.DataFrame(line["parts"]).with_columns(formats.words("state", siblings.STATES))
    with st.container(horizontal=True, vertical_alignment="center"):
        lead = f"Order {literal(line['order'])}, line {line['line']} · **{literal(line['lic'])}**"
        st.markdown(f"{lead}, in {formats.count(parts.height, 'part')}:")
        links.link("orders", f"Order {line['order']}", "receipt_long", order=line["order"])
    columns = {
        "line": tables.number("Line", width=42),
        "qty": tables.qty("Units", width=60),
        "state": tables.text("State", 130),
        "shipment": links.column("Shipment", "shipments", "shipment", key="part_shipment", width=75),
    }
    alt = f"The parts of line {line['line']} of order {line['order']}"
    tables.grid(parts, key="item-parts", columns=columns, alt=alt)


def counted(rows: pl.DataFrame) -> str:
    """How much the lines that are shown come to."""
    units, lines = formats.units(formats.total(rows["qty"])), formats.count(rows.height, "line")
    return f"{lines}, {units}, {formats.worth_clause(formats.total(rows['value']))}."


shell.begin(
    "Order items",
    "Every line of every order, the newest first, as it was typed. Tick one to open its parts, or "
    "several to pin what they have.",
)
chosen, customer_code, part = filters()
found = readings.once(siblings.items, view=chosen, customer=customer_code, word=part, person=desk.actor())
if found.height:
    if found["total"][0] == found.height:
        st.markdown(counted(found))
    table(found)
    whole = export.WholeList(
        counts()[ItemView.ALL], lambda tx: for_file(siblings.items(tx, most=export.EVERY))
    )
    export.popover(for_file(found), "order-items", whole=whole)
elif part or customer_code:
    st.info("No line matches. Clear a filter, or look in another view.")
else:
    st.info("No line is waiting." if chosen == ItemView.BACKORDERED else "There are no such lines.")
