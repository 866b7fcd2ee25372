"""The desk at the end of a day: its figures, its backlog as a chart, its queue and balances, or one LIC."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

import polars as pl
import streamlit as st

from engine.past import history
from engine.past.history import Past
from engine.reports import backlog
from engine.store import Transaction
from pages.parts import export, facts, formats, links, pickers, readings, tables, vega
from pages.parts.any_day import pictures, spans
from pages.parts.literal import Markdown, literal

AROUND: Final = 30
ROUND: Final = 90
"""Days that the chart shows before and after the chosen one, and to how many its length is rounded up: so
that it is read anew once in a while, and not at every step."""


def show() -> None:
    """Choose a day, and perhaps a LIC, and see the desk at its end."""
    handle, which = st.columns([3, 1], vertical_alignment="bottom")
    with handle:
        day = spans.one()
    with which:
        lic = spans.lic()
    past = readings.once(_look, day, lic)
    if not past.balances.height and not past.queue.height:
        st.info(f"{'There was nothing of it' if lic else 'The desk held nothing'} at the end of that day.")
    elif lic:
        _of_lic(past, day, lic)
    else:
        _of_all(past, day)
    if past.gap:
        st.caption(literal(past.gap))


def _look(tx: Transaction, day: date, lic: str | None) -> Past:
    return history.look(tx, history.at(tx, history.end_of_day(tx, day)), lic)


def _of_all(past: Past, day: date) -> None:
    since = (formats.today() - day).days
    every = (formats.today() - spans.first()).days + 1
    length = min(every, -(-(since + AROUND) // ROUND) * ROUND)
    per_day = readings.once(backlog.per_day, max(length, 2))
    row = per_day.row(by_predicate=pl.col("day") == day, named=True)
    then = past.backlog
    st.markdown(
        f"At the end of **{formats.day(day)}**, **{formats.count(then.lines, 'line')}** of "
        f"{formats.count(then.orders, 'order')} waited for **{formats.units(then.qty)}**, "
        f"{formats.worth_clause(then.value)}; {_beside_now(then.qty, per_day['qty'][-1], day)}"
    )
    _cards(per_day, row)
    chart = vega.cached(pictures.backlog, per_day, day)
    vega.draw(chart, width="stretch", alt=f"Units waiting, day by day; {formats.day(day)} is marked.")
    _tables(past)


def _beside_now(then: Decimal, now: Decimal, day: date) -> Markdown:
    if day == formats.today():
        return "that is now."
    if then == now:
        return "as many wait now."
    return f"now **{formats.units(abs(now - then))} {'more' if now > then else 'fewer'}** wait."


def _cards(per_day: pl.DataFrame, row: dict[str, Any]) -> None:
    """Four numbers of the day, each beside that of the day before."""
    before = per_day.filter(pl.col("day") < row["day"])
    last = before.row(-1, named=True) if before.height else row
    with st.grid(4, min_column_width=150):
        _card("Units waiting", row, last, "qty", facts.WAITING_UNITS)
        _card("Value", row, last, "value", facts.WORTH)
        _card("Began to wait", row, last, "opened_qty", "Units that began to wait on this day.")
        _card("Filled", row, last, "filled_qty", "Units that waited and were given stock on this day.")


def _card(label: Markdown, row: dict[str, Any], last: dict[str, Any], name: str, tip: Markdown) -> None:
    shown = formats.rough_worth(row[name]) if name == "value" else formats.rough(row[name])
    change = row[name] - last[name]
    st.metric(
        label,
        shown,
        delta=formats.rough(change) if change else 0,
        delta_color="normal" if name == "filled_qty" else "inverse",
        delta_description="vs the day before",
        border=True,
        height="stretch",
        help=tip,
    )


def _of_lic(past: Past, day: date, lic: str) -> None:
    """One LIC: its balances, how it stood around the day, and its queue."""
    sums = {name: formats.total(past.balances[name]) for name in _FIGURES}
    with st.grid(6, min_column_width=130):
        for name, tip in _FIGURES.items():
            is_there = bool(past.balances.height) and not past.balances[name].null_count()
            shown = formats.qty(sums[name]) if is_there else "–"
            st.metric(formats.heading(name), shown, border=True, height="stretch", help=tip)
    around = _around(day)
    chart = vega.cached(pictures.lic, readings.once(history.lic_days, lic, *around), day)
    vega.draw(chart, width="stretch", alt=f"{lic}: on hand and waiting, day by day.")
    links.link("demand", f"{lic} now", "stacked_bar_chart", lic=lic)
    _tables(past)


_FIGURES: Final[dict[str, Markdown]] = {
    "on_hand": "What lay there.",
    "allotted": "What of it orders had.",
    "free": "On hand less what was allotted.",
    "backordered": "What waited.",
    "on_order": "What open purchase orders and transfers in transit still brought.",
    "total": "Available and on order together.",
}


def _around(day: date) -> tuple[date, date]:
    """The days of the chart of a LIC: whole stretches, so that it is not read anew at every step."""
    begun, today = spans.first(), formats.today()
    back = -(-((today - day).days + AROUND) // ROUND) * ROUND
    return max(begun, date.fromordinal(today.toordinal() - back)), today


def _tables(past: Past) -> None:
    queue, balances = st.tabs([f"Queue {past.queue.height:,}", f"Balances {past.balances.height:,}"])
    with queue:
        _queue(past.queue)
    with balances:
        _balances(past.balances)


def _queue(queue: pl.DataFrame) -> None:
    if not queue.height:
        st.info("Nobody wanted anything.")
        return
    columns = {
        "lic": links.column("LIC", "demand", "lic", key="past-lic", width=95),
        "order": links.column("Order", "orders", "order", key="past-order", width=75),
        "waiting_qty": tables.qty("Waiting", width=75),
        "held_qty": tables.qty("Allotted", width=75),
        "customer_name": tables.text("Customer", 176),
        "line": tables.number("Line", width=45),
        "rank": tables.number("Place", width=50),
        "priority": tables.number("Priority", width=60),
        "value": tables.money("Value", "Of what waited, at the line's price, else today's cost."),
        "whole": tables.flag("All at once"),
        "pauses": tables.text("On hold, or not wanted yet", 180),
    }
    if not queue["pauses"].str.len_chars().sum():
        del columns["pauses"]
    blank = [tables.blank_zero(name) for name in ("priority", "held_qty", "waiting_qty", "value")]
    tables.grid(
        queue.with_columns(*blank),
        key="past-queue",
        columns=columns,
        alt="The queue at the end of that day",
    )
    export.popover(queue, "queue")


def _balances(balances: pl.DataFrame) -> None:
    columns = {
        "lic": links.column("LIC", "demand", "lic", key="past-balance", width=95),
        "description": tables.text("Description", 150),
    }
    if pickers.has_several_warehouses():
        columns["warehouse"] = tables.text("Warehouse", 85)
    names = ("on_hand", "demand", "available", "allotted", "free", "on_order", "total", "backordered")
    columns |= {name: tables.qty(formats.heading(name), width=78) for name in names}
    tables.grid(balances, key="past-balances", columns=columns, alt="Balances at the end of that day")
    export.popover(balances, "balances")
