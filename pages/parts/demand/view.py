"""One LIC: its balances and what they mean, who wants it in which order, and what is on its way."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine import catalogue, stock
from engine.errors import DeskError, Unknown
from engine.reports import ahead, buyer, demand
from engine.reports.added_up import Balance
from engine.rows import Item
from pages.parts import desk, formats, links, transfer_form
from pages.parts.demand import days_ahead, figures, search, tabs
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
        _balances(item["lic"], balances)
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


def _balances(lic: str, balances: pl.DataFrame) -> None:
    """The figures, the two that are easily confused in a sentence (R1, R2), and those of each warehouse."""
    sums = {one: formats.total(balances[one]) for one in Balance}
    figures.show(lic, sums)
    st.caption(figures.explained(sums, together=balances.height > 1))
    if balances.height > 1:
        transfer_form.popover(lic)
        figures.of_warehouses(lic, balances)
