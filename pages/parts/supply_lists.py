"""The lists of the supply page: purchase orders, deliveries, adjustments, returns."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine import catalogue, stock, supply
from engine.model import PoState
from pages.parts import adjusting, desk, dialogs, formats, links, pickers, tables

ALL: Final = "All"
COMING: Final = "Still to come"
_STATES: Final = {
    COMING: ("pending", "open"),
    **{s.value.capitalize(): (s.value,) for s in PoState},
    ALL: tuple(PoState),
}


def show() -> None:
    """The four lists as tabs; the open one is in the address."""
    names = ["Purchase orders", "Deliveries", "Adjustments", "Returns"]
    tabs = st.tabs(names, key="tab", bind="query-params", on_change="rerun")
    for tab, draw in zip(tabs, (_purchase_orders, _deliveries, _adjustments, _returns), strict=True):
        if tab.open:
            with tab:
                draw()
    dialogs.answer("new vendor", "New vendor", _new_vendor)


def _purchase_orders() -> None:
    with desk.reading() as tx:
        every, vendors = supply.purchase_orders(tx), catalogue.vendors(tx)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.segmented_control(
            "State", list(_STATES), default=COMING, required=True, key="state", bind="query-params"
        )
        word = st.text_input("Search", key="q", bind="query-params", placeholder="Number, vendor", width=220)
        _new_order(vendors)
    found = every.filter(
        pl.col("state").is_in(_STATES[shown or COMING]) & _mentions(word, "po", "vendor", "vendor_name")
    )
    if not every.height:
        st.info("No purchase orders yet. Start one with *New purchase order*, or let replenishment do it.")
    elif not found.height:
        st.info("No purchase order matches. Choose another state, or search for something else.")
    else:
        _order_table(found)


def _mentions(word: str | None, *columns: str) -> pl.Expr:
    """Rows in which one of the columns holds the word; all of them without a word."""
    wanted = (word or "").strip().lower()
    return pl.any_horizontal(pl.col(*columns).str.to_lowercase().str.contains(wanted, literal=True))


def _order_table(found: pl.DataFrame) -> None:
    late = (pl.col("expected_on") < formats.today()) & (pl.col("state") == PoState.OPEN)
    tables.grid(
        found.with_columns(
            formats.words("state", formats.PO_STATE),
            formats.local_column("created_at"),
            pl.when(pl.col("automatic"))
            .then(pl.lit("Replenishment"))
            .otherwise(pl.lit("A person"))
            .alias("made_by"),
            pl.when(late).then(pl.lit("⚠ late")).otherwise(pl.lit("")).alias("late"),
        ),
        key="orders",
        alt="Purchase orders",
        columns={
            "po": links.column("Number", "supply", "po", key="open-po", width=95, tip="Click to open it."),
            "state": tables.text("State", 95),
            "vendor_name": tables.text("Vendor", 200),
            "made_by": tables.text("Started by", 115),
            "lines": tables.number("Lines"),
            "qty": tables.qty("Ordered"),
            "received": tables.qty("Received"),
            "expected_on": tables.day("Next due"),
            "late": tables.text("", 65),
            "open_value": tables.money("Value to come"),
            "created_at": tables.instant("Started"),
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
                key="vendor",
            )
            place = pickers.warehouse("Into warehouse", key="into")
            if st.button("Start it", type="primary", disabled=vendor is None) and vendor:
                with desk.attempting() as attempt:
                    number = supply.create_po(attempt.tx, vendor, warehouse=place)
                if attempt.saved:
                    desk.say(f"Purchase order {number} was started; add its lines, then open it.")
                    links.go("supply", po=number)
        if st.button("New vendor …"):
            dialogs.ask("new vendor")
            st.rerun()


def _new_vendor() -> None:
    code = st.text_input("Code", max_chars=40)
    name = st.text_input("Name", max_chars=200)
    days = st.number_input("Lead time in days", min_value=0, max_value=3650, value=None, step=1)
    if st.button("Add vendor", type="primary", disabled=not code.strip()):
        with dialogs.settling(f"Vendor {code.strip()} was added.") as tx:
            catalogue.add_vendor(tx, code.strip(), name=name.strip(), lead_time_days=days)


def _deliveries() -> None:
    with desk.reading() as tx:
        received = supply.receipts(tx)
    if not received.height:
        st.info("Nothing has arrived yet. Open a purchase order and book what came.")
        return
    tables.grid(
        received.with_columns(
            formats.local_column("received_at"),
            pl.when(pl.col("voided")).then(pl.lit("✕ Voided")).otherwise(pl.lit("✓ Booked")).alias("state"),
        ),
        key="deliveries",
        alt="Deliveries, newest first",
        columns={
            "received_at": tables.instant("Arrived"),
            "receipt_id": tables.number("Delivery"),
            "po": links.column("Purchase order", "supply", "po", key="open-delivery-po"),
            "lic": links.column("LIC", "demand", "lic", key="open-delivery-lic"),
            "qty": tables.qty("Units"),
            "reference": tables.text("Reference", 150),
            "state": tables.text("State", 100),
        },
    )


def _adjustments() -> None:
    _adjust()
    with desk.reading() as tx:
        found = stock.adjustments(tx)
    if not found.height:
        st.info("Nothing was ever adjusted.")
        return
    tables.grid(
        found.with_columns(formats.local_column("moved_at"), pl.col("kind").str.to_titlecase()),
        key="adjustments",
        alt="Adjustments, newest first",
        columns={
            "moved_at": tables.instant("When"),
            "lic": links.column("LIC", "demand", "lic", key="open-adjusted-lic"),
            "description": tables.text("Description", 200),
            "qty": tables.qty("Units"),
            "kind": tables.text("Kind", 140),
            "reason": tables.text("Reason", 220),
            "reference": tables.text("Reference", 110),
            "actor": tables.text("Who", 110),
        },
    )


def _adjust() -> None:
    """Post one adjustment; the fields empty themselves once it is saved."""
    fresh = st.session_state.setdefault("adjusted", 0)
    with st.form(f"adjust-{fresh}", border=True, enter_to_submit=False):
        row = st.columns([3, 2, 4, 1], vertical_alignment="bottom")
        with row[0]:
            lic = pickers.lic("LIC", key=f"adjust-lic-{fresh}")
            place = pickers.warehouse("Warehouse", key=f"adjust-place-{fresh}")
        typed = row[1].text_input("Units, + or −", placeholder="-3", key=f"adjust-qty-{fresh}")
        reason = row[2].text_input("Reason", placeholder="Count, loss, find …", key=f"adjust-reason-{fresh}")
        sent = row[3].form_submit_button("Adjust", width="stretch")
    if sent and not lic:
        st.error("Name the LIC to adjust.", icon=":material/block:")
    elif sent and lic and adjusting.adjust(lic, typed, reason, place):
        st.session_state["adjusted"] += 1
        st.rerun()


def _returns() -> None:
    st.caption("Goods come back on their order: open the order and choose *Return*.")
    with desk.reading() as tx:
        found = stock.returns(tx)
    if not found.height:
        st.info("Nothing came back yet.")
        return
    fit = pl.when(pl.col("sellable")).then(pl.lit("Fit to sell")).otherwise(pl.lit("Not fit to sell"))
    tables.grid(
        found.with_columns(formats.local_column("returned_at"), fit.alias("fit")),
        key="returns",
        alt="Returned goods, newest first",
        columns={
            "returned_at": tables.instant("When"),
            "order": links.column("Order", "orders", "order", key="open-returned-order", width=90),
            "customer": tables.text("Customer", 200),
            "lic": links.column("LIC", "demand", "lic", key="open-returned-lic"),
            "qty": tables.qty("Units"),
            "fit": tables.text("Condition", 130),
        },
    )
