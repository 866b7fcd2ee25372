"""The list of orders, narrowed by state, customer and words; the address keeps what was chosen."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine import orders
from engine.model import SweepName
from engine.orders import OrderView
from engine.rules.header import SHIP_TYPES
from engine.sweeps import Scope
from engine.views import Filters, Listing
from pages.parts import (
    desk,
    export,
    finding,
    formats,
    links,
    own_views,
    pickers,
    readings,
    sweep_button,
    tables,
    views,
)
from pages.parts.literal import Markdown, literal
from pages.parts.orders import selection
from pages.parts.own_views import IN_ADDRESS

VIEWS: Final[dict[str, Markdown]] = {
    OrderView.ALL: "All",
    OrderView.OPEN: "Open",
    OrderView.SHORT: "Short",
    OrderView.HELD: "On hold",
    OrderView.PENDING: "Drafts",
    OrderView.MINE: "Mine",
    OrderView.CLOSED: "Closed",
    OrderView.VOID: "Void",
}


def show() -> None:
    """The filters, the orders that match, and what can be done with those that are picked."""
    view, customer, word = _filters()
    person = desk.actor()
    rows = readings.once(orders.listed, view=view, customer=customer, word=word, person=person)
    if not rows.height:
        _nothing(bool(word or customer or view != OrderView.ALL))
        return
    _table(rows)
    export.popover(rows.drop("total"), "orders", whole=_whole(person))
    if customer and rows["backordered"].sum():
        label = f"Run the sweep for {literal(customer)}"
        sweep_button.button(SweepName.SECONDARY, label, key="sweep-customer", scope=Scope(customer=customer))


def is_empty() -> bool:
    """Whether the desk has no order at all, so that the list has nothing to undo."""
    return not _every(desk.actor())


def _every(person: str) -> int:
    return readings.once(orders.view_counts, person)[OrderView.ALL]


def _whole(person: str) -> export.WholeList:
    """Every order, without a filter."""
    count = _every(person)
    return export.WholeList(count, lambda tx: orders.listed(tx, most=export.EVERY).drop("total"))


def _filters() -> tuple[OrderView, str | None, str]:
    fixed, own = own_views.beside_the_fixed()
    with fixed:
        view = views.choose(VIEWS, readings.once(orders.view_counts, desk.actor()))
    words, who, _ = st.columns([2.2, 2.2, 2.6], vertical_alignment="bottom")
    word = finding.box("Find", "Order, customer, LIC or note", slot=words)
    with who:
        customer = pickers.customer_filter()
    with own:
        own_views.show(Listing.ORDERS, {"view": IN_ADDRESS, "q": "", "customer": IN_ADDRESS}, _count)
    return OrderView(view), customer, word


def _count(filters: Filters) -> int:
    """How many orders pass filters as the address has them."""
    view, word = (own_views.first(filters, name) for name in ("view", "q"))
    rows = readings.once(
        orders.listed,
        view=OrderView(view) if view in VIEWS else OrderView.ALL,
        customer=own_views.first(filters, "customer") or None,
        word=word,
        person=desk.actor(),
        most=1,
    )
    return rows["total"][0] if rows.height else 0


def _nothing(narrowed: bool) -> None:
    if narrowed:
        st.info("No order matches. Clear a filter, or search for part of a number, a customer or a LIC.")
    else:
        st.info("There are no orders yet.")
    links.link("order_entry", "Type an order", icon="edit_square")


def _table(rows: pl.DataFrame) -> None:
    shown = rows.with_columns(
        formats.local_column("entered_at"),
        formats.words("state", formats.ORDER_STATE),
        formats.words("ship_type", SHIP_TYPES),
        *(tables.blank_zero(name) for name in ("priority", "allotted", "backordered", "shipped")),
    )
    columns = {
        "number": links.column("Order", "orders", "order", key="open_order", width=62),
        "state": tables.text("State", 70),
        "backordered": tables.number("Lines waiting", "Lines on backorder", 90),
        "customer_name": tables.text("Customer", 160),
        "priority": tables.number("Priority", width=60),
        "lines": tables.number("Lines", width=48),
        "allotted": tables.number("Lines allotted", "Lines that have their stock", 94),
        "value": tables.money("Value", "At the line's price, else the LIC's cost", 78),
        "requested_on": tables.day("Asked for", width=74),
        "entered_at": tables.instant("Entered", width=95),
        "entered_by": tables.text("By", 85),
        "ship_type": tables.text("Ship type", 76),
        "shipped": tables.number("Lines shipped", width=92),
    }
    picked = tables.grid(
        shown,
        key=selection.GRID,
        columns=columns,
        alt="Orders, the newest first",
        id_column="number",
        select="multi-row",
        total=rows["total"][0],
    )
    selection.bar(rows.filter(pl.col("number").is_in(picked)).drop("total"))
