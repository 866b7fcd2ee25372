"""The desk on a past day: its backlog, its balances and its queue."""

from __future__ import annotations

import streamlit as st

from engine.past import history
from engine.past.history import Past
from pages.parts import desk, export, formats, tables
from pages.parts.literal import literal


def show() -> None:
    """Ask for a day and answer with the desk at its end."""
    day = st.date_input("The desk on", value=None, max_value=formats.today(), key="past_day", width=180)
    if day is None:
        st.caption("Choose a day to see the balances, the backlog and the queue at its end.")
        return
    with desk.reading() as tx:
        past = history.look(tx, history.at(tx, history.end_of_day(tx, day)))
        begun = history.first_instant(tx)
    if not past.balances.height:
        since = f" The record log begins on {formats.day(begun)}." if begun else ""
        st.info(f"The desk held nothing on that day.{since}")
        return
    _show(past)


def _show(past: Past) -> None:
    backlog = past.backlog
    st.markdown(
        f"{formats.count(backlog.lines, 'line')} of {formats.count(backlog.orders, 'order')} waited for "
        f"{formats.units(backlog.qty)}, {formats.worth_clause(backlog.value)}."
    )
    balances, queue = st.tabs(["Balances", "Queue"])
    with balances:
        _balances(past)
    with queue:
        _queue(past)


def _balances(past: Past) -> None:
    columns = {"lic": tables.text("LIC", 110), "description": tables.text("Description", 150)}
    if past.balances["warehouse"].n_unique() > 1:
        columns["warehouse"] = tables.text("Warehouse", 90)
    for name in ("on_hand", "demand", "available", "allotted", "free", "on_order", "total"):
        columns[name] = tables.qty(name.replace("_", " ").capitalize(), width=82)
    columns["backordered"] = tables.qty("Waiting", width=82)
    tables.grid(past.balances, key="past_balances", columns=columns, alt="Balances at the end of that day")
    export.popover(past.balances, "balances")
    if past.gap:
        st.caption(literal(past.gap))


def _queue(past: Past) -> None:
    columns = {
        "lic": tables.text("LIC", 120),
        "rank": tables.number("Rank"),
        "order": tables.text("Order", 80),
        "line": tables.number("Line"),
        "customer": tables.text("Customer", 120),
        "priority": tables.number("Priority"),
        "held_qty": tables.qty("Allotted"),
        "waiting_qty": tables.qty("Waiting"),
        "whole": tables.flag("All at once"),
        "pauses": tables.text("On hold, or not wanted yet", 180),
    }
    tables.grid(past.queue, key="past_queue", columns=columns, alt="The queue at the end of that day")
    export.popover(past.queue, "queue")
