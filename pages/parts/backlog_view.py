"""The pieces of the backlog page: the verdict in one sentence, the cards, the facts, the charts."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from pages.parts import charts, formats, links, tables
from pages.parts.figures import Figures

WEEK: Final = 7
UNITS: Final = "Units"
VALUE: Final = "Value"


def verdict(figures: Figures) -> None:
    """What is short, since when, until when, what it is worth and whether it gets better."""
    now, comes = figures.standing, figures.coverage
    since = formats.day_of(now.oldest_at)
    supply = f"The next delivery is due on **{formats.day(comes.next_on)}**" if comes.next_on else "Nothing is on order"
    st.markdown(
        f"**{formats.units(now.qty)}** of **{formats.count(now.lics, 'LIC')}** wait for "
        f"{formats.count(now.customers, 'customer')} on {formats.count(now.orders, 'order')}, the oldest since "
        f"**{since}**, worth **{formats.rough(now.value)}**. {supply}. {trend(figures.per_day)}"
    )


def trend(per_day: pl.DataFrame) -> str:
    """Whether it gets better, in words."""
    before, now = _week_ago(per_day, "qty"), per_day["qty"][-1]
    if now == before:
        return "That is **as much as a week ago**."
    word = "less" if now < before else "more"
    mark = ":green[:material/trending_down:" if now < before else ":red[:material/trending_up:"
    return f"That is {mark} **{formats.units(abs(now - before))} {word}**] than a week ago."


def nothing_waits(figures: Figures) -> None:
    """The calm sentence of a desk without a backlog."""
    newest = figures.filled_lately
    last = f" The last line that waited was filled on {formats.day_of(newest['filled_at'][0])}." if newest.height else ""
    st.success(f"Nothing is waiting.{last}", icon=":material/check_circle:")


def cards(figures: Figures) -> None:
    """Four numbers with their last days and what changed in a week."""
    days = figures.per_day
    with st.grid(4, min_column_width=220):
        _card("Units waiting", figures.standing.qty, days, "qty", "Ordered and not covered by stock.")
        _card("Worth", figures.standing.value, days, "value", "Price times units, or cost where no price is known.")
        _card("Overdue units", figures.standing.overdue_qty, days, "overdue_qty", "Asked for before today, and waiting.")
        _filled_card(days)


def _card(label: str, value: Decimal, days: pl.DataFrame, column: str, tip: str) -> None:
    change = value - _week_ago(days, column)
    st.metric(
        label,
        formats.rough(value),
        delta=formats.rough(change) if change else 0,
        delta_color="inverse",
        delta_description="vs a week ago",
        chart_data=days[column].cast(pl.Float64).to_list(),
        chart_type="area",
        border=True,
        height="stretch",
        help=tip,
    )


def _filled_card(days: pl.DataFrame) -> None:
    filled = days["filled_qty"]
    this_week, last_week = filled.tail(WEEK).sum(), filled.tail(2 * WEEK).head(WEEK).sum()
    st.metric(
        "Filled in 7 days",
        formats.rough(this_week),
        delta=formats.rough(this_week - last_week) if this_week != last_week else 0,
        delta_description="vs the 7 days before",
        chart_data=filled.cast(pl.Float64).to_list(),
        chart_type="bar",
        border=True,
        height="stretch",
        help="Units that waited and were given stock.",
    )


def facts(figures: Figures) -> None:
    """Four things to act on, each with the page where that is done."""
    now, comes, can = figures.standing, figures.coverage, figures.fillable
    with st.grid(4, min_column_width=220, border=True):
        with st.container(gap="xsmall"):
            st.markdown(f"**{formats.units(can.qty)}** can be filled now")
            st.caption(f"Stock is free for {formats.count(can.lines, 'line')}; the next sweep gives it.")
            links.link("backorders", "Show them", "play_circle", fillable="true")
        with st.container(gap="xsmall"):
            st.markdown(f"**{formats.units(comes.covered_qty)}** are on order")
            st.caption(f"Next delivery: {formats.day(comes.next_on)}.")
            links.link("supply", "Purchase orders", "warehouse")
        with st.container(gap="xsmall"):
            st.markdown(f"**{formats.units(comes.uncovered_qty)}** nobody ordered yet")
            st.caption(f"{formats.count(comes.lics_without_supply, 'LIC')} with nothing on the way.")
            links.link("replenishment", "Replenishment", "autorenew")
        with st.container(gap="xsmall"):
            st.markdown(f"**{formats.count(now.overdue_lines, 'line')}** past the day asked for")
            st.caption(f"The oldest is on order {now.oldest_order}, since {formats.day_of(now.oldest_at)}.")
            links.link("backorders", "Review them", "hourglass_top", overdue="true")


def over_time(figures: Figures, measure: str) -> None:
    """The backlog per day, what opened and was filled, and the same as a table."""
    days = figures.per_day
    column = "value" if measure == VALUE else "qty"
    st.altair_chart(
        charts.over_time(days, column, f"{measure} waiting"), width="stretch", alt=_told(days, column, measure)
    )
    with st.expander("The same as a table"):
        tables.grid(
            days.reverse(),
            key="days",
            alt="The backlog of each day",
            height=240,
            columns={
                "day": tables.day("Day"),
                "qty": tables.qty("Units waiting"),
                "value": tables.money("Worth"),
                "overdue_qty": tables.qty("Overdue"),
                "opened_qty": tables.qty("Began to wait"),
                "filled_qty": tables.qty("Filled"),
                "cancelled_qty": tables.qty("Cancelled"),
            },
        )


def by_age(figures: Figures, measure: str) -> None:
    """What waits by how long; each age is a bar and a link to its lines."""
    ages = figures.by_age
    column = "value" if measure == VALUE else "qty"
    told = "; ".join(f"{age}: {formats.rough(n)}" for age, n in ages.select("age", column).iter_rows())
    chart = charts.bars(ages, label="age", measure=column, step=40)
    event = st.altair_chart(chart, key="ages", on_select="rerun", selection_mode=charts.PICK, alt=f"{measure} by age. {told}.")
    if age := charts.picked(event, "age"):
        links.go("backorders", age=age)
    for age, lines, units in ages.select("age", "lines", "qty").iter_rows():
        if lines:
            links.link("backorders", f"{age}: {formats.count(lines, 'line')}, {formats.units(units)}", "chevron_right", age=age)


def by_lic(figures: Figures, measure: str) -> None:
    """The LICs of which most waits: bars to click, and the same as a table of links."""
    lics = figures.by_lic
    column = "value" if measure == VALUE else "qty"
    left, right = st.columns([2, 3])
    with left:
        chart = charts.bars(lics, label="lic", measure=column, step=35)
        first = lics.row(0, named=True)
        alt = f"The LICs with most waiting. First: {first['lic']} with {formats.rough(first[column])}."
        event = st.altair_chart(chart, key="lics", on_select="rerun", selection_mode=charts.PICK, alt=alt)
        if lic := charts.picked(event, "lic"):
            links.go("demand", lic=lic)
    with right:
        tables.grid(
            lics.with_columns(formats.local_column("oldest_at").dt.date(), until=_until()),
            key="lic-table",
            alt="The LICs with most waiting",
            height="content",
            columns={
                "lic": links.column("LIC", "demand", "lic", key="open-lic", tip="Click to see who wants it."),
                "description": tables.text("Description", 170),
                "qty": tables.qty("Units"),
                "value": tables.money("Worth"),
                "orders": tables.number("Orders"),
                "oldest_at": tables.day("Since"),
                "until": tables.text("Until", 190),
            },
        )


def _until() -> pl.Expr:
    """When the next delivery of a LIC comes, and whether what is on order is enough."""
    some = pl.format(
        "{}{}",
        pl.col("next_on").dt.strftime("%-d %b"),
        pl.when(pl.col("on_order_qty") >= pl.col("qty")).then(pl.lit(", all of it")).otherwise(pl.lit(", a part")),
    )
    undated = pl.when(pl.col("on_order_qty") > 0).then(pl.lit("on order, no day known")).otherwise(pl.lit("nothing on order"))
    return pl.coalesce(some, undated)


def customers(figures: Figures) -> None:
    """Who waits."""
    tables.grid(
        figures.by_customer.with_columns(formats.local_column("oldest_at").dt.date()),
        key="customers",
        alt="The customers who wait for most",
        height=300,
        columns={
            "customer": links.column("Customer", "backorders", "customer", key="open-customer", width=90),
            "name": tables.text("Name", 170),
            "lines": tables.number("Lines"),
            "qty": tables.qty("Units"),
            "value": tables.money("Worth"),
            "overdue_lines": tables.number("Overdue"),
            "oldest_at": tables.day("Since"),
        },
    )


def filled_lately(figures: Figures) -> None:
    """The newest fills that ended a wait."""
    if not figures.filled_lately.height:
        st.caption("Nothing that waited was filled in the last 14 days.")
        return
    tables.grid(
        figures.filled_lately.with_columns(formats.local_column("filled_at")),
        key="filled",
        alt="The newest fills that ended a wait",
        height=300,
        columns={
            "filled_at": tables.instant("Filled"),
            "order": links.column("Order", "orders", "order", key="open-order", width=85),
            "customer": tables.text("Customer", 160),
            "lic": links.column("LIC", "demand", "lic", key="open-filled-lic"),
            "qty": tables.qty("Units"),
            "waited_days": tables.number("Days waited"),
        },
    )


def _week_ago(days: pl.DataFrame, column: str) -> Decimal:
    value: Decimal = days[column][max(days.height - 1 - WEEK, 0)]
    return value


def _told(days: pl.DataFrame, column: str, measure: str) -> str:
    """The curve in a sentence."""
    peak = days.row(days[column].arg_max() or 0, named=True)
    return (
        f"{measure} waiting from {formats.rough(days[column][0])} on {formats.day(days['day'][0])} to "
        f"{formats.rough(days[column][-1])} today; highest {formats.rough(peak[column])} on {formats.day(peak['day'])}. "
        f"{formats.rough(days['opened_qty'].sum())} units began to wait, {formats.rough(days['filled_qty'].sum())} were filled."
    )
