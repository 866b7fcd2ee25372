"""What is to be decided today: in sentences, and as tables whose rows open what they are about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
import streamlit as st

from engine.reports.morning import OpenDecisions
from pages.parts import facts, formats, links, tables
from pages.parts.literal import Markdown, literal


def show(now: OpenDecisions) -> None:
    """What waits, and all that somebody must decide about."""
    _verdict(now)
    st.subheader("To decide today", anchor=False)
    if not _sentences(now):
        st.success("Nothing has to be decided.", icon=":material/check_circle:")
    _to_order(now.to_order)
    _late(now.late)
    _promised("Promised for today", "due", now.due)
    _promised("Promises in doubt", "doubt", now.in_doubt)


def _verdict(now: OpenDecisions) -> None:
    waits, change = now.summary, now.summary.qty - now.before_qty
    if not waits.lines:
        st.markdown(f"Nothing waits. {formats.units(now.before_qty)} waited at the end of yesterday.")
        return
    than = (
        "as many as"
        if not change
        else f"{formats.units(abs(change))} {'fewer' if change < 0 else 'more'} than"
    )
    st.markdown(
        f"**{formats.units(waits.qty)}** of **{formats.count(waits.lics, 'LIC')}** "
        f"{formats.verb(waits.qty, 'wait')} for {formats.count(waits.customers, 'customer')} on "
        f"{formats.count(waits.orders, 'order')}, {formats.worth_clause(waits.value)}; {than} at the end of "
        "yesterday."
    )


def _sentences(now: OpenDecisions) -> bool:
    """What the next sweep gives, what would free stock and what is to be opened; whether anything at all is
    to be decided."""
    gives = now.fillable
    if gives.lines:
        lines = formats.count(gives.lines, "line")
        what = f"The next sweep gives {formats.units(gives.qty)} to {lines}{literal(gives.once)}."
        _linked(what, "backorders", "Show them", "play_circle", view="fillable")
    for remedy in now.remedies:
        frees = f"{literal(remedy.standing)}: that frees {formats.units(remedy.frees_qty)}."
        _linked(frees, "stranded", "Stranded stock", "anchor")
    for row in now.to_open.to_dicts():
        param = "transfer" if row["is_transfer"] else "po"
        does = "Send transfer" if row["is_transfer"] else "Open purchase order"
        lics = formats.listed(row["lics"], _NAMED)
        what = f"{does} {literal(row['po'])}: lines wait for {lics}."
        _linked(what, "supply", row["po"], "warehouse", **{param: row["po"]})
    return bool(gives.lines or now.remedies or now.to_open.height or now.to_order.height or now.late.height)


_NAMED: Final = 3
"""How many LICs of a purchase order are named."""


def _linked(what: Markdown, page: str, label: str, icon: str, **params: str) -> None:
    """A sentence with the way to where it is done."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(what, width="content")
        links.link(page, label, icon, None, **params)


def _to_order(rows: pl.DataFrame) -> None:
    if not rows.height:
        return
    st.subheader("To order", anchor=False)
    named = pl.coalesce("vendor_name", "vendor", pl.lit("Nobody to order from"))
    tables.grid(
        rows.with_columns(called=named, uncovered_qty=tables.blank_zero("uncovered_qty")),
        key="morning-to-order",
        alt="What is to be ordered today, by vendor",
        columns={
            "called": tables.text("From", 150),
            "order_qty": tables.qty("To order"),
            "uncovered_qty": tables.qty("Not ordered", facts.NOT_ORDERED),
            "lics": tables.number("LICs"),
        },
    )
    links.link("replenishment", "Replenishment", "autorenew")


def _late(rows: pl.DataFrame) -> None:
    if not rows.height:
        return
    st.subheader("Late", anchor=False)
    st.caption("Ask who sends it for a new day: what waits for it is then promised anew.")
    tables.grid(
        rows,
        key="morning-late",
        alt="Late purchase orders and transfers, those most waited for first",
        columns={
            "po": links.column_to("Number", _of_supply(rows), key="open-morning-late", width=80),
            "open_qty": tables.qty("To come"),
            "days_late": tables.number("Days late"),
            "waiting_lines": tables.number("Lines waiting", facts.WAITING_LINES, 90),
            "expected_on": tables.day("Was due"),
            "vendor_name": tables.text("From", 200),
        },
    )


def _of_supply(rows: pl.DataFrame) -> Callable[[str], tuple[str, dict[str, str]]]:
    """The page of a purchase order or transfer among these."""
    records = dict(rows.select("po", "record").iter_rows())
    return lambda number: ("supply", {records.get(number, "po"): number})


def _promised(title: Markdown, key: str, rows: pl.DataFrame) -> None:
    if not rows.height:
        return
    st.subheader(title, anchor=False)
    tables.grid(
        rows,
        key=f"morning-{key}",
        alt=title,
        columns={
            "order": links.column("Order", "orders", "order", key=f"open-morning-{key}", width=80),
            "lic": links.column("LIC", "demand", "lic", key=f"open-morning-{key}-lic", width=100),
            "qty": tables.qty("Waiting", width=60),
            "first_on": tables.day("First promised", width=100),
            "expected": tables.text("Now", 190),
            "customer_name": tables.text("Customer", 160),
        },
    )
