"""The charts of *Any day*: the backlog and a LIC with a day marked, and the shelf of a run as it is given."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import altair as alt
import polars as pl

from pages.parts import charts, tables

ON_HAND: Final = "On hand"
WAITING: Final = "Waiting"
HELD: Final = "Had it before"
GIVEN: Final = "Given"
LEFT: Final = "Left on the shelf"
_BAR: Final = 60
"""The pixels of the bar of a shelf."""
_COLOURS: Final = {HELD: "#56b4e9", GIVEN: "#009e73", LEFT: "#b8bcc4"}


def backlog(per_day: pl.DataFrame, day: date) -> Any:
    """The units that waited at each day's end, with one day marked."""
    frame = tables.for_display(per_day.select("day", "qty"))
    base = alt.Chart(frame).encode(
        x=alt.X("day:T", title=None, axis=charts.day_axis(per_day["day"].to_list())),
        y=alt.Y(
            "qty:Q",
            title="Units waiting",
            scale=alt.Scale(zero=True),
            axis=charts.units_axis(4, frame["qty"]),
        ),
        tooltip=[
            charts.DAY_TIP,
            alt.Tooltip("qty:Q", title="Units waiting", format=charts.UNITS),
        ],
    )
    area = base.mark_area(opacity=0.25, line={"strokeWidth": 2})
    dot = base.transform_filter(alt.datum.day == alt.expr.toDate(f"{day}T00:00")).mark_point(
        filled=True, size=90, opacity=1
    )
    return (area + _rule(day) + dot).properties(height=190, padding=charts.PADDING)


def lic(per_day: pl.DataFrame, day: date) -> Any:
    """On hand and what waited of a LIC at each day's end, as step lines, with one day marked."""
    frame = tables.for_display(per_day.rename({"on_hand": ON_HAND, "waiting": WAITING}))
    long = frame.unpivot(index="day", variable_name="What", value_name="units")
    scale = alt.Scale(domain=[ON_HAND, WAITING], range=["#0072b2", "#d55e00"])
    lines = (
        alt.Chart(long)
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=alt.X("day:T", title=None, axis=charts.day_axis(per_day["day"].to_list())),
            y=alt.Y("units:Q", title="Units", axis=charts.units_axis(4, long["units"])),
            color=alt.Color("What:N", scale=scale, legend=alt.Legend(orient="top", title=None)),
            strokeDash=alt.StrokeDash(
                "What:N", scale=alt.Scale(domain=[ON_HAND, WAITING], range=[[1, 0], [5, 3]]), legend=None
            ),
            tooltip=[
                charts.DAY_TIP,
                "What:N",
                alt.Tooltip("units:Q", title="Units", format=charts.UNITS),
            ],
        )
    )
    return (lines + _rule(day)).properties(height=210, padding=charts.PADDING)


def _rule(day: date) -> alt.Chart:
    chart = alt.Chart(pl.DataFrame({"day": [day]}))
    marked: alt.Chart = chart.mark_rule(strokeWidth=2).encode(x="day:T")
    return marked


def shelf(steps: pl.DataFrame, at: int) -> Any:
    """What lay in a pool as one bar, given away piece by piece up to a step; that step is outlined."""
    shares = tables.for_display(_shares(steps, at))
    bar = (
        alt.Chart(shares)
        .mark_bar(height={"band": 0.8})
        .encode(
            y=alt.Y("shelf:N", axis=None),
            x=alt.X("begin:Q", title="Units", axis=charts.units_axis(6, shares["end"], grid=False)),
            x2="end:Q",
            color=alt.Color(
                "kind:N",
                scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())),
                legend=alt.Legend(orient="top", title=None),
            ),
            stroke=alt.condition("datum.now", alt.value("#d55e00"), alt.value("transparent")),
            strokeWidth=alt.value(3),
            tooltip=[
                alt.Tooltip("who:N", title="Order"),
                alt.Tooltip("units:Q", title="Units", format=charts.UNITS),
                alt.Tooltip("kind:N", title="What"),
            ],
        )
    )
    return bar.properties(height=_BAR + charts.AROUND, padding=charts.PADDING)


def _shares(steps: pl.DataFrame, at: int) -> pl.DataFrame:
    """The pieces of the bar: who got them, from where to where, whether it is the present step's."""
    done = steps.filter(pl.col("step") <= at)
    given = done.filter(pl.col("granted_qty") > 0).select(
        who=pl.format("{} line {}", "order", "line"),
        units="granted_qty",
        kind=pl.when("held").then(pl.lit(HELD)).otherwise(pl.lit(GIVEN)),
        now=pl.col("step") == at,
    )
    stock = steps["at_hand_qty"][0]
    left = max(stock - sum(given["units"], stock * 0), stock * 0)
    rest = pl.DataFrame({"who": [LEFT], "units": [left], "kind": [LEFT], "now": [False]}, given.schema)
    pieces = pl.concat([given, rest]).with_columns(pl.col("units").cast(pl.Float64))
    ends = pl.col("units").cum_sum()
    return pieces.with_columns(end=ends, begin=ends - pl.col("units"), shelf=pl.lit(LEFT)).filter(
        pl.col("units") > 0
    )
