"""Charts that several screens draw: small specifications over frames, coloured by the theme."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import altair as alt
import polars as pl

from pages.parts import style, tables

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
