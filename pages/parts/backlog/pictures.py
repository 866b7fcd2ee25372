"""How the charts of the backlog page look: specifications that name the rows they draw and hold none.

So each is made once for all rows: those go to the browser beside it, and a filter or another measure costs
no new specification.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

import altair as alt
import polars as pl

from pages.parts import charts, formats, tables

OPENED: Final = "Began to wait"
FILLED: Final = "Filled"
CANCELLED: Final = "Cancelled"
PICK: Final = "pick"
WAITING, FLOW, SWEPT, BARS = "waiting", "flow", "swept", "bars"
"""What charts call the rows they draw."""


def over_time(days: Sequence[date], *, has_swept: bool) -> alt.VConcatChart:
    """The backlog at each day's end (rows ``WAITING``: day, waiting), and under it what began to wait and
    what was filled on each day (rows ``FLOW``: day, What, units).

    ``has_swept``: between them marks for the days on which sweeps gave something (rows ``SWEPT``: day, gave).
    """
    curve = [_waiting(), *([_marks()] if has_swept else [])]
    both: alt.VConcatChart = (
        alt.vconcat(*curve, _flow(days), spacing=6)
        .resolve_scale(x="shared", color="independent")
        .properties(padding=charts.PADDING)
    )
    return both


def waiting(per_day: pl.DataFrame, measure: str) -> pl.DataFrame:
    """The rows ``WAITING`` of a backlog by day; ``measure``: qty or value."""
    return tables.for_display(per_day.select("day", waiting=measure))


def flow(per_day: pl.DataFrame) -> pl.DataFrame:
    """The rows ``FLOW`` of a backlog by day: what began to wait above zero, what left it below."""
    frame = tables.for_display(per_day).select(
        "day",
        pl.col("opened_qty").alias(OPENED),
        (-pl.col("filled_qty")).alias(FILLED),
        (-pl.col("cancelled_qty")).alias(CANCELLED),
    )
    long = frame.unpivot(index="day", variable_name="What", value_name="units")
    return long.filter(pl.col("units") != 0)


def _waiting() -> alt.Chart:
    """The backlog at each day's end as an area."""
    base = alt.Chart(alt.NamedData(WAITING)).encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(labels=False, ticks=False, grid=False)),
        y=alt.Y("waiting:Q", title="Waiting", scale=alt.Scale(zero=True), axis=charts.units_axis(4)),
        tooltip=[charts.DAY_TIP, alt.Tooltip("waiting:Q", title="Waiting", format=charts.UNITS)],
    )
    area: alt.Chart = base.mark_area(opacity=0.25, line={"strokeWidth": 2})
    return area.properties(height=210)


def _marks() -> alt.Chart:
    """A mark under the curve for each day on which a sweep gave something.

    A chart of its own, and no layer of the curve: Streamlit gives layers among charts the width of the page.
    """
    marks: alt.Chart = (
        alt.Chart(alt.NamedData(SWEPT))
        .mark_point(shape="triangle-up", filled=True, size=70, opacity=1, color=charts.GIVEN)
        .encode(
            x=alt.X("day:T", axis=None),
            tooltip=[
                charts.DAY_TIP,
                alt.Tooltip("gave:N", title="Sweeps"),
            ],
        )
    )
    return marks.properties(height=14, view=alt.ViewConfig(stroke=None))


def _flow(days: Sequence[date]) -> alt.Chart:
    """Units that began to wait each day above the line, units filled and cancelled below it."""
    kinds = [OPENED, FILLED, CANCELLED]
    colours = alt.Scale(domain=kinds, range=[charts.HELD, charts.GIVEN, charts.FREE])
    chart: alt.Chart = (
        alt.Chart(alt.NamedData(FLOW))
        .mark_bar()
        .encode(
            x=alt.X("day:T", title=None, axis=charts.day_axis(days)),
            y=alt.Y("units:Q", title="Units per day", axis=charts.units_axis(4)),
            color=alt.Color("What:N", scale=colours, legend=alt.Legend(orient="top", title=None)),
            tooltip=[
                charts.DAY_TIP,
                "What:N",
                alt.Tooltip("units:Q", title="Units", format=charts.UNITS),
            ],
        )
        .properties(height=170)
    )
    return chart


_ROOM: Final = 1.18
"""How much longer than the longest bar the chart is, so that its number has room beside it."""
_EDGE: Final = 10
"""The pixels above and below bars, without which a single one is drawn thin."""
_STEP: Final = 30
"""The pixels of a bar and the air below it."""


def bars(code: str, *, count: int) -> alt.LayerChart:
    """Horizontal bars (``count`` rows ``BARS``, as ``bar_rows`` makes them) with their numbers beside them; a
    click picks a ``code``."""
    # Without a place, bars that stay would keep the one that they had among the rows before.
    in_order = alt.EncodingSortField("place", op="min")
    axis = alt.Axis(title=None, labelLimit=190, ticks=False, domain=False)
    named = code.upper() if code == "lic" else code.capitalize()
    base = alt.Chart(alt.NamedData(BARS)).encode(
        y=alt.Y("label:N", sort=in_order, title=named, axis=axis),
        x=alt.X("waiting:Q", title="Waiting", axis=None, scale=alt.Scale(zero=True, nice=False)),
        tooltip=[
            alt.Tooltip("label:N", title=named),
            alt.Tooltip("written:N", title="Waiting"),
        ],
    )
    picking = alt.selection_point(name=PICK, fields=[code])
    opacity = alt.Opacity("shade:Q", scale=None, legend=None)
    marks = base.mark_bar(cursor="pointer", cornerRadiusEnd=2).encode(opacity=opacity).add_params(picking)
    numbers = base.mark_text(align="left", dx=5, fontSize=12).encode(text="written:N")
    ends = base.mark_tick(opacity=0, tooltip=None).encode(x="room:Q")
    chart: alt.LayerChart = (marks + numbers + ends).properties(height=_STEP * max(count, 1) + _EDGE)
    return chart


def bar_rows(
    frame: pl.DataFrame, *, code: str, label: str, measure: str, chosen: Collection[str]
) -> pl.DataFrame:
    """The rows ``BARS``, in the frame's order: place, the code, label, waiting, written (that number in
    words), shade and room.

    ``label``: the column that names the bars. ``measure``: the column of the numbers. Where some are
    ``chosen``, by code, the others stand back.
    """
    shown = tables.for_display(frame.select(code, label=label, waiting=measure))
    is_plain = pl.col(code).is_in(list(chosen)) if chosen else pl.lit(value=True)
    written = pl.Series([formats.rough(number) for number in frame[measure]], dtype=pl.String)
    shade = pl.when(is_plain).then(1.0).otherwise(0.35)
    room = pl.col("waiting").max() * _ROOM
    return shown.with_columns(shade=shade, room=room, written=written).with_row_index("place")


def picked(event: Any, code: str) -> str | None:
    """What a click on a chart of ``bars`` picked."""
    points = event["selection"].get(PICK, [])
    return str(points[0][code]) if points else None
