"""The purchase orders, narrowed by state and words, and the way to a new one."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine import catalogue, supply
from engine.supply import late
from engine.views import Listing
from pages.parts import (
    desk,
    export,
    finding,
    formats,
    links,
    own_views,
    pickers,
    readings,
    scan_field,
    tables,
    vendor_dialog,
)
from pages.parts.own_views import IN_ADDRESS
from pages.parts.supply import coming


def show(*, arrived: bool) -> None:
    """The filters, the orders that match, and the way to a new one."""
    every, vendors = readings.once(supply.purchase_orders), readings.once(catalogue.vendors)
    overdue = readings.once(late.overdue)["po"].to_list()
    listed = coming.Listed(every, "po", ("po", "vendor", "vendor_name"), overdue)
    fixed, own = own_views.beside_the_fixed()
    with fixed:
        view = listed.choose()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        scan_field.show("po", "Purchase order", "the paper of a purchase order", arrived=arrived)
        word = finding.box("Find", "Number, vendor", width=220)
        _new_order(vendors)
    rows = listed.matching(view, word)
    with own:
        own_views.show(Listing.SUPPLY, {"view": IN_ADDRESS, "q": ""}, listed.count)
    if not every.height:
        st.info("No purchase orders yet. Start one with *New purchase order*, or let replenishment do it.")
    elif not rows.height:
        st.info("No purchase order matches. Choose another view, or search for something else.")
    else:
        _order_table(listed.in_words(rows, formats.PO_STATE))
        export.popover(rows, "purchase-orders", whole=export.WholeList(every.height, supply.purchase_orders))


def _order_table(rows: pl.DataFrame) -> None:
    tables.grid(
        rows,
        key="purchase-orders",
        alt="Purchase orders",
        columns={
            "po": links.column("Number", "supply", "po", key="open-po", width=95, tip="Click to open it."),
            "qty": tables.qty("Ordered", width=70),
            "received": tables.qty("Received", width=70),
            "state": tables.text("State", 95),
            "vendor_name": tables.text("Vendor", 190),
            "expected_on": tables.text("Next due", 105),
            "open_value": tables.money("Value to come", width=105),
            "made_by": tables.text("By", 110, formats.STARTED_BY_TIP),
            "lines": tables.number("Lines", width=50),
            "created_at": tables.instant("Started", width=100),
        },
    )


def _new_order(vendors: pl.DataFrame) -> None:
    """The way to a new purchase order, or to the first vendor."""
    with st.popover("New purchase order", icon=":material/add:"):
        if not vendors.height:
            st.markdown("There is no vendor to order from yet.")
        else:
            named = dict(zip(vendors["code"], vendors["name"], strict=True))
            vendor = st.selectbox(
                "Vendor",
                list(named),
                format_func=lambda c: pickers.both(c, named[c]),
                index=None,
                placeholder="Choose a vendor",
                key="vendor",
            )
            warehouse = pickers.warehouse("Into warehouse", key="into")
            if st.button("Start purchase order", type="primary", disabled=vendor is None) and vendor:
                with desk.attempting() as attempt:
                    number = supply.create_po(attempt.tx, vendor, warehouse=warehouse)
                if attempt.saved:
                    desk.say(f"Purchase order {number} was started; add its lines, then open it.")
                    links.go("supply", po=number)
        vendor_dialog.button()
