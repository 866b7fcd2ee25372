"""The charts of the backlog page: each is in words as well, and a click on a bar narrows the page to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from engine.model import SweepName
from engine.quantities import plural
from engine.reports import backlog
from engine.reports.backlog import BacklogSummary
from engine.reports.slicing import NO_VENDOR, WHOLE
from pages.parts import (
    backlog_tables,
    export,
    facts,
    formats,
    readings,
    style,
    sweep_button,
    tables,
    vega,
)
from pages.parts.backlog import figures, filters, pictures
from pages.parts.backlog.figures import Figures, Leaders
from pages.parts.backlog.filters import Narrowed

UNITS: Final = "Units"
VALUE: Final = "Value"
_AGES: Final = "Of the lines that wait so long today: how they came to wait."


def over_time(now: Figures, measure: str) -> None:
    """The backlog of each day with the sweeps that gave something, what began to wait and what was filled, as
    a chart and as a table."""
    days, column = now.per_day, _column(measure)
    swept = _sweeps_in_words(now.sweeps)
    chart = vega.cached(pictures.over_time, days["day"].to_list(), has_swept=swept.height > 0)
    vega.draw(
        chart.showing(waiting=pictures.waiting(days, column), flow=pictures.flow(days), swept=swept),
        width="stretch",
        alt="What waits over time",
        words=_in_words(now, column, measure),
    )
    if now.sweeps.height:
        st.caption("▲ A sweep gave stock to lines that waited; point at it to see how much.")
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
                "entered_qty": tables.qty("Ordered", "Units of stocked LICs that became demand."),
                "at_once_qty": tables.qty("Had stock at once", facts.FILL_RATE, 110),
            },
        )
        export.popover(days, "backlog-days")


def by_age(leaders: Leaders, narrowed: Narrowed, measure: str) -> None:
    """What waits by how long it waits."""
    _bars(leaders.by_age, narrowed, measure, name="age")


def by_priority(leaders: Leaders, narrowed: Narrowed, measure: str) -> None:
    """What waits by the priority of its order."""
    rows = leaders.by_priority.with_columns(pl.col("priority").cast(pl.String))
    labels = [formats.priority(int(number)) for number in rows["priority"]]
    _bars(rows.with_columns(label=pl.Series(labels, dtype=pl.String)), narrowed, measure, name="priority")


def by_customer(leaders: Leaders, narrowed: Narrowed, measure: str, every: BacklogSummary) -> None:
    """Who waits for most, as bars and as a table of links; ``every``: of what waits without a filter."""
    left, right = st.columns([1, 2])
    with left:
        _bars(_called(leaders.by_customer, "customer"), narrowed, measure, name="customer")
    with right:
        waiting = _only(leaders.by_customer, narrowed, "customer")
        backlog_tables.customers(waiting, every=every.customers)


def by_vendor(leaders: Leaders, narrowed: Narrowed, measure: str) -> None:
    """From whom what waits is bought."""
    _bars(_called(leaders.by_vendor, "vendor"), narrowed, measure, name="vendor")


def by_lic(leaders: Leaders, narrowed: Narrowed, measure: str, every: BacklogSummary) -> None:
    """The LICs of which most waits, as bars and as a table of links; ``every``: as ``by_customer``."""
    left, right = st.columns([1, 2])
    with left, st.container(key=f"{style.FOLDED}bars"):
        _bars(leaders.by_lic, narrowed, measure, name="lic")
    with right:
        short = _only(leaders.by_lic, narrowed, "lic")
        backlog_tables.lics(short, key="lic-table", every=every.lics)


def _only(rows: pl.DataFrame, narrowed: Narrowed, name: str) -> pl.DataFrame:
    """The rows that are chosen; all of them where none is."""
    chosen = narrowed.only.lists[name]
    return rows.filter(pl.col(name).is_in(chosen)) if chosen else rows


def _called(rows: pl.DataFrame, code: str) -> pl.DataFrame:
    """Rows with the name of each as its label; where two are called alike, the code stands with it."""
    named = pl.when(pl.col(code) == NO_VENDOR).then(pl.lit("No vendor")).otherwise(pl.col("name"))
    alike = pl.col("name").is_duplicated() | (pl.col("name") == "")
    both = pl.format("{} {}", code, "name").str.strip_chars()
    return rows.with_columns(label=pl.when(alike & (pl.col(code) != NO_VENDOR)).then(both).otherwise(named))


def _bars(rows: pl.DataFrame, narrowed: Narrowed, measure: str, *, name: str) -> None:
    """Bars of which a click narrows the page to one, or takes it off; those that are chosen stand out."""
    chosen, column = narrowed.only.lists[name], _column(measure)
    label = "label" if "label" in rows.columns else name
    shown = pictures.bar_rows(rows, code=name, label=label, measure=column, chosen=chosen)
    pairs = rows.select(label, column).iter_rows()
    words = "; ".join(f"{one}: {formats.rough(number)}" for one, number in pairs)
    event = vega.draw(
        vega.cached(pictures.bars, name, count=rows.height).showing(bars=shown),
        key=f"bars-{name}-{hash(narrowed.only)}",
        on_select="rerun",
        selection_mode=pictures.PICK,
        alt=f"What waits by {name}",
        words=f"{measure} waiting by {name}. {words}.",
    )
    if (code := pictures.picked(event, name)) is not None:
        filters.toggle(narrowed.only, name, code)
        st.rerun()


def _column(measure: str) -> str:
    return "value" if measure == VALUE else "qty"


def _sweeps_in_words(sweeps: pl.DataFrame) -> pl.DataFrame:
    """The days on which sweeps gave something, with what each gave in words: day, gave."""
    rows = [(row["day"], _gave(row)) for row in sweeps.to_dicts()]
    given = pl.DataFrame(rows, {"day": pl.Date, "gave": pl.String}, orient="row")
    return given.group_by("day", maintain_order=True).agg(pl.col("gave").str.join("; "))


def _gave(row: Mapping[str, Any]) -> str:
    """``Primary sweep: 45 units to 6 lines``; with how many runs that took, if several."""
    runs = f" in {formats.count(row['runs'], 'run')}" if row["runs"] > 1 else ""
    given = f"{formats.units(row['qty'])} to {formats.count(row['lines'], 'line')}"
    return f"{sweep_button.TITLES[SweepName(row['sweep'])]}: {given}{runs}"


def _measure() -> str:
    """Units or value: what the charts measure."""
    return str(
        st.segmented_control(
            "Measure",
            [UNITS, VALUE],
            default=UNITS,
            required=True,
            key="by",
            bind="query-params",
            label_visibility="collapsed",
        )
    )


def _in_words(now: Figures, column: str, measure: str) -> str:
    """What the chart of the backlog shows, in a sentence."""
    days = now.per_day
    peak = days.row(days[column].arg_max() or 0, named=True)
    opened, filled = (formats.rough(days[name].sum()) for name in ("opened_qty", "filled_qty"))
    noun = plural(1 if opened == "1" else 2, "unit")
    swept = formats.count(now.sweeps["day"].n_unique(), "day")
    return (
        f"{measure} waiting from {formats.rough(days[column][0])} on {formats.day(days['day'][0])} to "
        f"{formats.rough(days[column][-1])} today; highest {formats.rough(peak[column])} on "
        f"{formats.day(peak['day'])}. {opened} {noun} began to wait, {filled} filled; on {swept} "
        "sweeps gave some."
    )


@st.fragment
def draw(days: int, narrowed: Narrowed) -> None:
    """All charts, with the choice between units and value: that redraws them alone, and nothing else."""
    left, right = st.container(key=f"{style.FOLDED}time").columns([5, 3], gap="medium")
    with left, st.container(horizontal=True, vertical_alignment="center"):
        st.subheader("Over time", anchor=False, width="stretch", help=_AGES if narrowed.only.age else None)
        measure = _measure()
    now = figures.read(days, narrowed.only)
    leaders = figures.leaders(narrowed.only, by_value=measure == VALUE)
    every = now.summary if narrowed.only == WHOLE else readings.once(backlog.summary)
    with left:
        over_time(now, measure)
    with right:
        for title, part in _ASIDE.items():
            st.subheader(title, anchor=False)
            part(leaders, narrowed, measure)
    st.subheader("Most short", anchor=False)
    with st.container(key=f"{style.FOLDED}hint"):
        st.caption("Click a bar to narrow the page to it, and a LIC in the table to see who wants it.")
    by_lic(leaders, narrowed, measure, every)
    with st.container(key=f"{style.FOLDED}customers"):
        st.subheader("Who waits", anchor=False)
        st.caption("Click a bar to narrow the page to it, and a customer in the table to see the lines.")
        by_customer(leaders, narrowed, measure, every)


_ASIDE: Final = {"By age": by_age, "By priority": by_priority, "Bought from": by_vendor}
"""What stands beside the curve."""
