"""Charts that several screens draw: small specifications over frames, coloured by the theme."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import altair as alt
import polars as pl

from pages.parts import formats, style, tables

OPENED: Final = "Began to wait"
FILLED: Final = "Filled"
CANCELLED: Final = "Cancelled"
PICK: Final = "pick"
UNITS: Final = ",.10~g"
DAY, WHOLE_DAY = "%-d %b", "%-d %b %Y"
DAY_TIP: Final = alt.Tooltip("day:T", title="Day", format=WHOLE_DAY)
"""How charts write units and days, and what a pointer is told of a day."""
_MOST_DAYS: Final = 8
"""How many days an axis names at most, about."""
GIVEN, HELD, FREE, COMING, OWN = "#009e73", "#d55e00", "#8a8a8a", "#4a90c4", "#cc79a7"
"""Colours that tell apart whoever sees fewer, on light and on dark; ``ON_BARS`` can be read on each."""
ON_BARS: Final = "#111111"
LETTER: Final = 8.0
"""The pixels that a letter of a name inside a bar takes at most."""
PADDING: Final = {"left": 5, "top": 5, "right": 15, "bottom": 5}
"""The pixels around a chart whose axis may end in a number or a day, half of which lies beyond its end."""
AROUND: Final = 110
"""The pixels that a legend, an axis and its title take of the height of a chart of bars."""
STRETCH: Final = pl.Schema(
    {
        "row": pl.String(),
        "from_qty": pl.Decimal(38, 4),
        "to_qty": pl.Decimal(38, 4),
        "what": pl.String(),
        "kind": pl.String(),
    }
)
"""The columns of what ``stretches`` draws."""


def over_time(per_day: pl.DataFrame, measure: str, swept: pl.DataFrame) -> alt.VConcatChart:
    """The backlog at each day's end, and under it what began to wait and what was filled on each day.

    ``measure``: qty or value; it changes the rows alone, so that a browser draws them into the chart that
    stands there. ``swept``: the days on which sweeps gave something, and what in words (gave): marks under
    the curve.
    """
    curve = [_waiting(per_day, measure), *([_marks(swept)] if swept.height else [])]
    both: alt.VConcatChart = (
        alt.vconcat(*curve, _flow(per_day), spacing=6)
        .resolve_scale(x="shared", color="independent")
        .properties(padding=PADDING)
    )
    return both


def _waiting(per_day: pl.DataFrame, measure: str) -> alt.Chart:
    """The backlog at each day's end as an area."""
    frame = tables.for_display(per_day.select("day", waiting=measure))
    base = alt.Chart(frame).encode(
        x=alt.X("day:T", title=None, axis=alt.Axis(labels=False, ticks=False, grid=False)),
        y=alt.Y("waiting:Q", title="Waiting", scale=alt.Scale(zero=True), axis=units_axis(4)),
        tooltip=[DAY_TIP, alt.Tooltip("waiting:Q", title="Waiting", format=UNITS)],
    )
    area: alt.Chart = base.mark_area(opacity=0.25, line={"strokeWidth": 2})
    return area.properties(height=210)


def _marks(swept: pl.DataFrame) -> alt.Chart:
    """A mark under the curve for each day on which a sweep gave something.

    A chart of its own, and no layer of the curve: Streamlit gives layers among charts the width of the page.
    """
    marks: alt.Chart = (
        alt.Chart(swept)
        .mark_point(shape="triangle-up", filled=True, size=70, opacity=1, color="#009e73")
        .encode(
            x=alt.X("day:T", axis=None),
            tooltip=[
                DAY_TIP,
                alt.Tooltip("gave:N", title="Sweeps"),
            ],
        )
    )
    return marks.properties(height=14, view=alt.ViewConfig(stroke=None))


def _flow(per_day: pl.DataFrame) -> alt.Chart:
    """Units that began to wait each day above the line, units filled and cancelled below it."""
    frame = tables.for_display(per_day).select(
        "day",
        pl.col("opened_qty").alias(OPENED),
        (-pl.col("filled_qty")).alias(FILLED),
        (-pl.col("cancelled_qty")).alias(CANCELLED),
    )
    long = frame.unpivot(index="day", variable_name="What", value_name="units").filter(pl.col("units") != 0)
    kinds = [OPENED, FILLED, CANCELLED]
    colours = alt.Scale(domain=kinds, range=["#d55e00", "#009e73", "#8a8a8a"])
    chart: alt.Chart = (
        alt.Chart(long)
        .mark_bar()
        .encode(
            x=alt.X("day:T", title=None, axis=day_axis(per_day["day"].to_list())),
            y=alt.Y("units:Q", title="Units per day", axis=units_axis(4)),
            color=alt.Color("What:N", scale=colours, legend=alt.Legend(orient="top", title=None)),
            tooltip=[
                DAY_TIP,
                "What:N",
                alt.Tooltip("units:Q", title="Units", format=UNITS),
            ],
        )
        .properties(height=170)
    )
    return chart


_ROOM: Final = 1.18
"""How much longer than the longest bar the chart is, so that its number has room beside it."""
_EDGE: Final = 10
"""The pixels above and below bars, without which a single one is drawn thin."""


def bars(
    frame: pl.DataFrame, *, code: str, label: str, measure: str, chosen: Collection[str], step: int = 30
) -> alt.LayerChart:
    """Horizontal bars in the frame's order with their numbers beside them; a click picks a ``code``.

    ``label``: the column that names the bars. ``measure``: the column of the numbers; it changes the rows
    alone, as in ``over_time``. Where some are ``chosen``, by code, the others stand back.
    """
    shown = tables.for_display(frame.select(*dict.fromkeys((code, label)), waiting=measure))
    is_plain = pl.col(code).is_in(list(chosen)) if chosen else pl.lit(value=True)
    written = pl.Series([formats.rough(number) for number in frame[measure]], dtype=pl.String)
    shade = pl.when(is_plain).then(1.0).otherwise(0.35)
    room = pl.col("waiting").max() * _ROOM
    shown = shown.with_columns(shade=shade, room=room, written=written).with_row_index("place")
    # Without a place, bars that stay would keep the one that they had among the rows before.
    in_order = alt.EncodingSortField("place", op="min")
    axis = alt.Axis(labelLimit=190, ticks=False, domain=False)
    base = alt.Chart(shown).encode(
        y=alt.Y(f"{label}:N", sort=in_order, title=None, axis=axis),
        x=alt.X("waiting:Q", axis=None, scale=alt.Scale(zero=True, nice=False)),
        tooltip=[
            alt.Tooltip(f"{label}:N", title=code.upper() if code == "lic" else code.capitalize()),
            alt.Tooltip("written:N", title="Waiting"),
        ],
    )
    picking = alt.selection_point(name=PICK, fields=[code])
    opacity = alt.Opacity("shade:Q", scale=None, legend=None)
    marks = base.mark_bar(cursor="pointer", cornerRadiusEnd=2).encode(opacity=opacity).add_params(picking)
    numbers = base.mark_text(align="left", dx=5, fontSize=12).encode(text="written:N")
    ends = base.mark_tick(opacity=0, tooltip=None).encode(x="room:Q")
    chart: alt.LayerChart = (marks + numbers + ends).properties(height=step * max(shown.height, 1) + _EDGE)
    return chart


def stretches(frame: pl.DataFrame, colours: Mapping[str, str], *, step: int = 34) -> alt.LayerChart:
    """Bars laid end to end in rows, each in the colour of its kind, and named where there is room.

    ``frame``: the columns of ``STRETCH``, in the order of the rows. ``colours``: kind -> colour.
    """
    drawn = tables.for_display(frame).with_columns(units=pl.col("to_qty") - pl.col("from_qty"))
    last = float(str(drawn["to_qty"].max() or 1.0))
    drawn = drawn.with_columns(middle=(pl.col("from_qty") + pl.col("to_qty")) / 2)
    kinds = {kind: colour for kind, colour in colours.items() if kind in set(drawn["kind"])}
    base = alt.Chart(drawn).encode(
        y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(labelLimit=160, ticks=False, domain=False)),
        tooltip=[
            alt.Tooltip("what:N", title="Whose"),
            alt.Tooltip("kind:N", title="What"),
            alt.Tooltip("units:Q", title="Units", format=UNITS),
            alt.Tooltip("to_qty:Q", title="Up to unit", format=UNITS),
        ],
    )
    bars = base.mark_bar(stroke=style.ground(), strokeWidth=1, height={"band": 0.8}).encode(
        x=alt.X("from_qty:Q", title="Units", axis=units_axis(6, drawn["to_qty"], grid=False)),
        x2="to_qty:Q",
        color=alt.Color(
            "kind:N",
            scale=alt.Scale(domain=list(kinds), range=list(kinds.values())),
            legend=alt.Legend(orient="top", title=None),
        ),
    )
    has_room = f"datum.units * width > {last * LETTER} * length(datum.what)"
    names = base.mark_text(color=ON_BARS, fontSize=12).encode(
        x="middle:Q", text="what:N", opacity=alt.condition(has_room, alt.value(1), alt.value(0))
    )
    height = step * drawn["row"].n_unique() + AROUND
    chart: alt.LayerChart = (bars + names).properties(height=height, padding=PADDING)
    return chart


def shifts(frame: pl.DataFrame) -> alt.LayerChart:
    """Days that move: for each row an open point on the day as it was, a full one on the day as it is then.

    ``frame``: row, from_on, to_on, in the order of the rows.
    """
    base = alt.Chart(frame).encode(
        y=alt.Y("row:N", sort=None, title=None, axis=alt.Axis(labelLimit=200, ticks=False, domain=False)),
        tooltip=[
            alt.Tooltip("row:N", title="Line"),
            alt.Tooltip("from_on:T", title="Now", format=WHOLE_DAY),
            alt.Tooltip("to_on:T", title="Then", format=WHOLE_DAY),
        ],
    )
    every = [day for name in ("from_on", "to_on") for day in frame[name].drop_nulls()]
    days = day_axis(every, grid=True)
    now = base.encode(x=alt.X("from_on:T", title=None, axis=days))
    ways = now.mark_rule(strokeWidth=2, color=FREE).encode(x2="to_on:T")
    before = now.mark_point(size=70, color=FREE, filled=False, strokeWidth=2)
    after = base.mark_point(size=80, color=HELD, filled=True, opacity=1).encode(x="to_on:T")
    height = 26 * max(frame.height, 1) + AROUND // 2
    chart: alt.LayerChart = (ways + before + after).properties(height=height, padding=PADDING)
    return chart


def units_axis(ticks: int, *drawn: pl.Series, grid: bool = True) -> alt.Axis:
    """An axis over units with about so many ``ticks``, none of them finer than what is ``drawn``: of whole
    units it names no halves. Where nothing is said of what is drawn, it names whole units."""
    numbers = [one.drop_nulls().cast(pl.Float64) for one in drawn]
    fine = (
        10.0**-decimals for decimals in range(_MOST_DECIMALS) if all(_fits(one, decimals) for one in numbers)
    )
    return alt.Axis(tickCount=ticks, tickMinStep=next(fine, 10.0**-_MOST_DECIMALS), format=UNITS, grid=grid)


_MOST_DECIMALS: Final = 4
"""The most decimal places that units have."""


def _fits(numbers: pl.Series, decimals: int) -> bool:
    """Whether none of the numbers has more decimal places."""
    return bool(((numbers - numbers.round(decimals)).abs() < 10.0**-_MOST_DECIMALS / 2).all())


def day_axis(drawn: Sequence[date], *, through: date | None = None, grid: bool = False) -> alt.Axis:
    """An axis over the days that are drawn: it names some equally far apart, one of them ``through`` (the
    last), where Vega's own begin anew with every month."""
    if not drawn:
        return alt.Axis(format=DAY, grid=grid)
    first, last = min(drawn), max(drawn)
    days = (last - first).days + 1
    apart = math.ceil(days / _MOST_DAYS)
    before = ((through or last) - first).days % apart
    named = [first + timedelta(days=after) for after in range(before, days, apart)]
    return alt.Axis(format=DAY, values=[on_the_wall(day) for day in named], grid=grid)


def on_the_wall(day: date) -> alt.DateTime:
    """The beginning of a day where the browser is, as charts draw days of rows; a text is a day in London."""
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def picked(event: Any, field: str) -> str | None:
    """What a click on a chart of ``bars`` picked."""
    points = event["selection"].get(PICK, [])
    return str(points[0][field]) if points else None
