"""The lists of the promises page: what is promised now, late purchase orders, and how promises were kept."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine import promises
from engine.reports import bought
from engine.supply import late
from pages.parts import (
    explain_drawer,
    export,
    facts,
    finding,
    formats,
    late_dialog,
    links,
    query,
    readings,
    tables,
)

SHOWN: Final = {
    "All": pl.lit(value=True),
    facts.PAST_PROMISE: pl.col("overdue"),
    "Slipped": pl.col("slipped"),
    "Not ordered": pl.col("bare_qty") > 0,
}


def show() -> None:
    """The lists as tabs; the open one is in the address."""
    draw = {
        "Promised": _promised,
        "Late purchase orders": _late,
        "Vendors": _vendors,
        "Customers": _customers,
        "Causes of slips": _slips,
    }
    tabs = st.tabs(list(draw), key="tab", bind="query-params", on_change="rerun")
    for tab, part in zip(tabs, draw.values(), strict=True):
        if tab.open:
            with tab:
                part()


def _promised() -> None:
    every = readings.once(bought.promised)
    if not every.height:
        st.success("Nothing waits, so nothing is promised.", icon=":material/check_circle:")
        return
    _figures(every)
    query.check("show", SHOWN)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        which = st.segmented_control(
            "Show", list(SHOWN), default="All", required=True, key="show", bind="query-params"
        )
        word = finding.box("Find", "Order, customer, LIC", width=220)
        st.space("stretch")
        mentioned = finding.mentions(word, "order", "customer", "customer_name", "lic")
        found = every.filter(SHOWN[which or "All"], mentioned)
        export.popover(found, "promises", whole=export.WholeList(every.height, bought.promised))
    if found.height:
        _table(found)
    else:
        st.info("No promise matches. Show all, or search for something else.")


def _figures(every: pl.DataFrame) -> None:
    tips = {
        facts.PAST_PROMISE: facts.PAST_PROMISE_TIP,
        "Slipped": "Units of it are promised for a later day than at first, or for none any more.",
        "Not ordered": "No open purchase order covers all of the line.",
    }
    with st.grid(4, min_column_width=160):
        st.metric(
            "Lines waiting", f"{every.height:,}", border=True, height="stretch", help=facts.WAITING_LINES
        )
        for name, tip in tips.items():
            number = every.filter(SHOWN[name]).height
            st.metric(name, f"{number:,}", border=True, height="stretch", help=tip)


def _table(rows: pl.DataFrame) -> None:
    slipped = (
        pl.when(pl.col("slip_days") > 0)
        .then(pl.format("+{}", formats.count_column("slip_days", "day")))
        .otherwise(pl.when("slipped").then(pl.lit("no day")).otherwise(pl.lit("")))
    )
    words = [
        pl.when("overdue").then(pl.lit("⚠ past")).otherwise(slipped).alias("mark"),
        formats.local_column("since_at"),
        tables.blank_zero("changes"),
    ]
    columns: tables.Columns = {
        "order": links.column("Order", "orders", "order", key="open-promised-order", width=70),
        "lic": links.column("LIC", "demand", "lic", key="open-promised-lic", width=90),
        "qty": tables.qty("Waiting", width=60),
        "customer_name": tables.text("Customer", 125),
        "first_on": tables.day("First promised", "Of the earliest part that waits; empty: no day yet.", 100),
        "expected": tables.text("Now", 190),
        "last_cause": tables.text("Reason for the last change", 190),
        "mark": tables.text("Kept", 80),
        "line": tables.number("Line", "As it was typed, whatever parts of it wait.", 45),
        "since_at": tables.instant("Since", width=100),
        "changes": tables.number("Changes", "How often the day was changed.", 65),
    }
    explain_drawer.table(
        rows,
        order="order",
        line="wait_line",
        typed="line",
        key="promised",
        alt="What is promised",
        columns=columns,
        words=words,
        hint="Select a line to see every change of its day and why it waits.",
    )


def _late() -> None:
    rows = readings.once(late.overdue)
    if not rows.height:
        st.success("No purchase order is late.", icon=":material/check_circle:")
        return
    st.caption("Ask the vendor for a new day: what waits for it is then promised anew.")
    chosen = tables.grid(
        rows,
        key="late-pos",
        alt="Late purchase orders, those most waited for first",
        id_column="po",
        select="single-row",
        columns={
            "po": links.column("Purchase order", "supply", "po", key="open-late-po", width=110),
            "open_qty": tables.qty("To come"),
            "days_late": tables.number("Days late"),
            "vendor_name": tables.text("Vendor", 200),
            "expected_on": tables.day("Expected"),
            "lics": tables.number("LICs"),
            "waiting_lines": tables.number("Lines waiting", facts.WAITING_LINES, 100),
            "waiting_qty": tables.qty("Units waiting", facts.WAITING_UNITS, 100),
        },
    )
    if not chosen:
        st.caption("Select a purchase order to enter on which day it comes.")
    with st.container(horizontal=True):
        if chosen:
            late_dialog.button(chosen[0], key="mark-late")
        export.popover(rows, "late-purchase-orders")


def _vendors() -> None:
    st.caption("How vendors keep the day they named first, counted in lines of purchase orders.")
    rows = readings.once(promises.by_vendor)
    if not rows.height:
        st.info("No vendor has named a day yet.")
        return
    columns = {
        "vendor_name": tables.text("Vendor", 220),
        "on_time": tables.number("On time", "All of it came by the day named first.", 90),
        "late": tables.number("Late", "All of it came, but later.", 90),
        "days_late": tables.qty("Days late", "On average, of those that came late."),
        "owed_late": tables.number("Owed late", "Still to come after the day named first.", 90),
    }
    tables.grid(rows, key="by-vendor", alt="How vendors keep their days", columns=columns)
    export.popover(rows, "vendors-promises")


def _customers() -> None:
    st.caption(
        "How promises to customers ended. Kept: filled by the day promised first. Broken: filled later."
    )
    rows = readings.once(promises.by_customer)
    if not rows.height:
        st.info("Nothing was ever promised.")
        return
    columns = {
        "customer_name": tables.text("Customer", 220),
        "kept": tables.number("Kept", width=80),
        "broken": tables.number("Broken", width=80),
        "days_late": tables.qty("Days late", "On average, of the broken ones."),
        "waiting": tables.number("Lines waiting", width=95),
        "slipped": tables.number(
            "Slipped",
            "Of those that wait: units of them promised for a later day than at first, or for none.",
            80,
        ),
        "days_slipped": tables.qty("Days slipped", "On average, of those that are late by days.", 100),
    }
    tables.grid(rows, key="by-customer", alt="How promises to customers end", columns=columns)
    export.popover(rows, "customers-promises")


def _slips() -> None:
    st.caption(
        "What moved promises to a later day, or left them without one. The vendor is that of the purchase "
        "order that was to bring the units, else of the LIC."
    )
    by = str(
        st.segmented_control(
            "Added up by",
            list(_SLIPS_BY),
            default="Cause",
            required=True,
            key="slips-by",
            bind="query-params",
        )
    )
    rows = readings.once(promises.slips, by=_SLIPS_BY[by])
    if not rows.height:
        st.success("No promise ever slipped.", icon=":material/check_circle:")
        return
    columns: tables.Columns = {
        _SLIPS_NAMES[by]: tables.text(by, 320),
        "slips": tables.number("Slips", "How often units of a line moved to a later day, or to none.", 70),
        "lines": tables.number("Lines", "A line counts once for each cause.", 70),
        "qty": tables.qty("Units", "Those that moved.", 80),
        "days": tables.number("Days", "By which the farthest moved, together.", 70),
        "without_day": tables.number("To no day", "Moves that left units without a day.", 80),
    }
    tables.grid(rows, key="slips", alt="What made promises slip, the most frequent first", columns=columns)
    export.popover(readings.once(promises.slips), "slips")


_SLIPS_BY: Final = {"Cause": "cause", "Vendor": "vendor", "Customer": "customer"}
_SLIPS_NAMES: Final = {"Cause": "cause", "Vendor": "vendor_name", "Customer": "customer_name"}
