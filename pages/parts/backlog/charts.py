"""The charts of the backlog page; each can be read, and acted on, without a mouse as well."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from pages.parts import backlog_tables, charts, facts, formats, links, tables
from pages.parts.backlog.figures import Figures

UNITS: Final = "Units"
VALUE: Final = "Value"


def over_time(figures: Figures, measure: str) -> None:
    """The backlog of each day, what began to wait and what was filled, as a chart and as a table."""
    days, column = figures.per_day, _column(measure)
    chart = charts.over_time(days, column, f"{measure} waiting")
    st.altair_chart(charts.readable(chart), width="stretch", alt=_in_words(days, column, measure))
    with st.expander("Show as a table"):
        tables.grid(
            days.reverse(),
            key="days",
            alt="The backlog of each day",
            height=240,
            columns={
                "day": tables.day("Day"),
                "qty": tables.qty("Units waiting", facts.WAITING_UNITS),
                "value": tables.money("Value", facts.WORTH),
                "overdue_qty": tables.qty(facts.PAST_ASKED, facts.PAST_ASKED_TIP),
                "opened_qty": tables.qty("Began to wait"),
                "filled_qty": tables.qty("Filled"),
                "cancelled_qty": tables.qty("Cancelled"),
            },
        )


def by_age(figures: Figures, measure: str) -> None:
    """What waits by how long; each age is a bar and a link to its lines."""
    ages, column = figures.by_age, _column(measure)
    words = "; ".join(
        f"{age}: {formats.rough(number)}" for age, number in ages.select("age", column).iter_rows()
    )
    event = st.altair_chart(
        charts.readable(charts.bars(ages, label="age", measure=column, step=40)),
        key="ages",
        on_select="rerun",
        selection_mode=charts.PICK,
        alt=f"{measure} by age. {words}.",
    )
    if age := charts.picked(event, "age"):
        links.go("backorders", age=age)
    for age, lines, units in ages.select("age", "lines", "qty").iter_rows():
        if lines:
            label = f"{age}: {formats.count(lines, 'line')}, {formats.units(units)}"
            links.link("backorders", label, "chevron_right", age=age)


def by_lic(figures: Figures, measure: str) -> None:
    """The LICs of which most waits, as bars to click and as a table of links."""
    lics, column = figures.by_lic, _column(measure)
    first = lics.row(0, named=True)
    left, right = st.columns([1, 2])
    with left:
        event = st.altair_chart(
            charts.readable(charts.bars(lics, label="lic", measure=column, step=35)),
            key="lics",
            on_select="rerun",
            selection_mode=charts.PICK,
            alt=f"The LICs with most waiting. First: {first['lic']} with {formats.rough(first[column])}.",
        )
        if lic := charts.picked(event, "lic"):
            links.go("demand", lic=lic)
    with right:
        backlog_tables.lics(lics, key="lic-table")


def _column(measure: str) -> str:
    return "value" if measure == VALUE else "qty"


def _in_words(days: pl.DataFrame, column: str, measure: str) -> str:
    """What the chart of the backlog shows, in a sentence."""
    peak = days.row(days[column].arg_max() or 0, named=True)
    opened, filled = (formats.rough(days[name].sum()) for name in ("opened_qty", "filled_qty"))
    return (
        f"{measure} waiting from {formats.rough(days[column][0])} on {formats.day(days['day'][0])} to "
        f"{formats.rough(days[column][-1])} today; highest {formats.rough(peak[column])} on "
        f"{formats.day(peak['day'])}. {opened} units began to wait, {filled} were filled."
    )
