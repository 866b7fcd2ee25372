"""One LIC: its balances and what they mean, who wants it in which order, and what is on its way."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import streamlit as st

from engine import catalogue, stock
from engine.errors import DeskError, Unknown
from engine.quantities import spelled
from engine.reports import ahead, buyer, demand
from engine.rows import Item
from pages.parts import desk, formats, links, tables, transfer_form
from pages.parts.demand import days_ahead, search, tabs
from pages.parts.demand import queue as demand_queue
from pages.parts.literal import literal


def show(lic: str) -> None:
    """The whole page of one LIC, or the nearest ones if there is no such LIC."""
    links.link("demand", "Another LIC", "arrow_back")
    try:
        with desk.session().reading() as tx:
            item = catalogue.item(tx, lic)
            balances = stock.balances(tx, item["lic"])
            queue = demand.queue(tx, item["lic"])
            held = demand.held_back(tx, item["lic"])
            lacking = buyer.lacking(tx, item["lic"])
            to_come = ahead.ahead(tx, item["lic"], queue)
    except Unknown:
        search.unknown(lic)
        return
    except DeskError as error:  # no code at all
        desk.refuse(error)
        return
    _head(item)
    if item["inventoried"]:
        _balances(balances)
        days_ahead.show(item["lic"], to_come)
    else:
        st.info("It has no stock: its lines never wait and ship with their order.")
    st.subheader("Who wants it", anchor="who-wants-it")
    demand_queue.show(item["lic"], queue, held, lacking)
    tabs.show(item)


def _head(item: Item) -> None:
    if item["description"]:
        st.subheader(literal(item["description"]), anchor=False)
    with st.container(horizontal=True):
        if item["discontinued"]:
            st.badge(
                "Discontinued", icon=":material/block:", color="orange", help="It is sold while stock lasts."
            )
        if not item["active"]:
            st.badge("Inactive", icon=":material/visibility_off:", color="gray")
        if item["vendor"]:
            st.markdown(f":material/factory: Vendor {literal(item['vendor'])}")


def _balances(balances: pl.DataFrame) -> None:
    """Eight figures, and the two that are easily confused in a sentence (R1, R2)."""
    names = ("on_hand", "allotted", "free", "backordered", "demand", "available", "on_order", "total")
    sums = {name: formats.total(balances[name]) for name in names}
    with st.grid(8, min_column_width=105, gap="xsmall"):
        for name in names:
            label, tip = _FIGURES[name]
            shown = spelled(sums[name])
            value = f"[{shown}](#who-wants-it)" if name == "demand" and sums[name] else shown
            st.metric(label, value, help=tip, border=True, height="stretch")
    st.caption(_explained(sums, together=balances.height > 1))
    if balances.height > 1:
        _by_warehouse(balances, names)


_FIGURES = {
    "on_hand": ("On hand", "Units on the shelf."),
    "allotted": ("Allotted", "Units on the shelf that are set aside for lines."),
    "free": ("Free", "On hand minus allotted: what the next sweep can give."),
    "backordered": ("Waiting", "Units of open orders that no stock is allotted to."),
    "demand": (
        "Demand",
        "Units of open orders that have not shipped, waiting or not. Click to see the orders.",
    ),
    "available": ("Available", "On hand minus demand: what a new order can have at once."),
    "on_order": ("On order", "Units that open purchase orders still bring."),
    "total": ("Total", "Available plus on order: what replenishment goes by."),
}


def _explained(sums: dict[str, Decimal], *, together: bool) -> str:
    """What two of the figures come from; ``together``: of several warehouses."""
    on_hand, demand, allotted, available, free = (
        spelled(sums[name]) for name in ("on_hand", "demand", "allotted", "available", "free")
    )
    lead = "All warehouses together. " if together else ""
    where = ", where it lies" if together else ""
    return (
        f"{lead}Available to a new order: {available}, which is {on_hand} on hand less {demand} in demand. "
        f"Free for the next sweep{where}: {free}, which is {on_hand} on hand less {allotted} allotted."
    )


def _by_warehouse(balances: pl.DataFrame, names: tuple[str, ...]) -> None:
    columns = {name: tables.qty(_FIGURES[name][0]) for name in names}
    transfer_form.popover(balances["lic"][0])
    tables.grid(
        balances,
        key="warehouses",
        alt="The balances of each warehouse",
        columns={"warehouse": tables.text("Warehouse", 110)} | columns,
    )
