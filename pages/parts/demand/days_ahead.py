"""How the stock of a LIC runs from today on: a sentence, a step line, and the same as a table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final

import altair as alt
import polars as pl
import streamlit as st

from engine.reports.ahead import StockAhead
from engine.rules.running_balance import BalanceStep
from pages.parts import charts, export, formats, tables, vega
from pages.parts.literal import literal

FIRM: Final = "Firm"
PENDING: Final = "With pending purchase orders"
ORDER, COMING, MAYBE, LATE = "Order", "On order", "Pending", "Late"
MOST_POINTS: Final = 400
"""More changes than this are drawn as the balance at the end of each day."""
LEAST_DAYS: Final = 14
"""How far the chart looks at least."""
_SHAPES: Final = {ORDER: "triangle-down", COMING: "triangle-up", MAYBE: "diamond", LATE: "cross"}
_COLOURS: Final = {ORDER: "#d55e00", COMING: "#009e73", MAYBE: "#0072b2", LATE: "#8a8a8a"}


def show(lic: str, ahead: StockAhead) -> None:
    """Draw all three; a LIC that nobody wants and nothing brings has a sentence only."""
    st.subheader("From today on", anchor="from-today-on")
    st.markdown(literal(ahead.sentence))
    if not ahead.steps and not ahead.late:
        return
    chart = vega.cached(_chart, ahead, formats.today())
    vega.draw(chart, width="stretch", alt=f"{lic} from today on. {ahead.sentence}")
    with st.expander("Show as a table"):
        _table(lic, ahead)


def _chart(ahead: StockAhead, today: date) -> Any:
    return alt.layer(*_layers(ahead, today)).properties(height=260, padding=charts.PADDING)


def _layers(ahead: StockAhead, today: date) -> list[Any]:
    changed_last = max([step.change.day for step in ahead.steps], default=today)
    first = min([come.day for come in ahead.late], default=today)
    last = max(changed_last + timedelta(days=2), today + timedelta(days=LEAST_DAYS))
    x = alt.X(
        "day:T",
        title=None,
        scale=alt.Scale(domain=[charts.on_the_wall(first), charts.on_the_wall(last)]),
        axis=charts.day_axis([first, last], through=today),
    )
    balances = _balances(ahead, today, last)
    y = alt.Y("balance:Q", title="Units", axis=charts.units_axis(5, balances["balance"]))
    return [
        *_rules(ahead, today),
        _lines(balances).encode(x=x, y=y),
        _marks(_points(ahead)).encode(x=x, y=y),
    ]


def _lines(balances: pl.DataFrame) -> alt.Chart:
    """The step lines; a legend only where there are two."""
    drawn: alt.Chart = alt.Chart(balances).mark_line(interpolate="step-after", strokeWidth=2)
    return drawn.encode(
        strokeDash=alt.StrokeDash(
            "which:N",
            scale=alt.Scale(domain=[FIRM, PENDING], range=[[1, 0], [4, 4]]),
            legend=alt.Legend(orient="top", title=None) if balances["which"].n_unique() > 1 else None,
        ),
        order="nth:Q",
    )


def _marks(points: pl.DataFrame) -> alt.Chart:
    """A mark for each change, with what it is when it is pointed at."""
    kinds, legend = points["kind"].unique().to_list(), alt.Legend(orient="top", title=None)
    drawn: alt.Chart = alt.Chart(points).mark_point(filled=True, size=70, opacity=1)
    return drawn.encode(
        shape=alt.Shape("kind:N", scale=_scale(_SHAPES, kinds), legend=legend),
        color=alt.Color("kind:N", scale=_scale(_COLOURS, kinds), legend=legend),
        tooltip=[
            charts.DAY_TIP,
            alt.Tooltip("what:N", title="What"),
            alt.Tooltip("change:Q", title="Units", format="+,.10~g"),
            alt.Tooltip("balance:Q", title="Balance", format=charts.UNITS),
        ],
    )


def _scale(looks: Mapping[str, str], kinds: Collection[str]) -> alt.Scale:
    """How each kind looks that occurs."""
    shown = {kind: look for kind, look in looks.items() if kind in kinds}
    return alt.Scale(domain=list(shown), range=list(shown.values()))


def _rules(ahead: StockAhead, today: date) -> list[Any]:
    """Zero, the replenish level, the target, and today."""
    heights = {"Zero": 0.0, "Level": ahead.level, "Target": ahead.target}
    frame = pl.DataFrame(
        {
            "balance": [float(height) for height in heights.values() if height is not None],
            "name": [name for name, height in heights.items() if height is not None],
        }
    )
    base = alt.Chart(frame).encode(y="balance:Q")
    across = base.mark_rule(strokeDash=[2, 3], opacity=0.7).encode(
        size=alt.condition("datum.name == 'Zero'", alt.value(1.4), alt.value(0.8))
    )
    names = base.transform_filter("datum.name != 'Zero'").mark_text(align="right", dy=-6, fontSize=11)
    named = names.encode(text="name:N", x=alt.value("width"))
    now = alt.Chart(pl.DataFrame({"day": [today]})).mark_rule(opacity=0.5).encode(x="day:T")
    return [across, named, now]


def _balances(ahead: StockAhead, today: date, end: date) -> pl.DataFrame:
    """The step lines from today to the end: of what is firm and, where it differs, of all."""
    kinds = {FIRM: [step.firm_qty for step in ahead.steps], PENDING: [step.full_qty for step in ahead.steps]}
    if kinds[FIRM] == kinds[PENDING]:
        del kinds[PENDING]
    days = [today, *(step.change.day for step in ahead.steps), end]
    return pl.concat(
        pl.DataFrame(
            {
                "day": days,
                "balance": [
                    float(qty) for qty in [ahead.on_hand, *quantities, (quantities or [ahead.on_hand])[-1]]
                ],
                "which": which,
                "nth": range(len(days)),
            }
        )
        for which, quantities in kinds.items()
    )


def _points(ahead: StockAhead) -> pl.DataFrame:
    """Every change as a mark on its line; of very many, the last of each day. Late ones lie at zero."""
    steps = ahead.steps
    if len(steps) > MOST_POINTS:
        steps = list({step.change.day: step for step in steps}.values())
    rows = [
        (step.change.day, float(_after(step)), _kind(step), step.change.what, float(step.change.qty))
        for step in steps
    ] + [(come.day, 0.0, LATE, come.what, float(come.qty)) for come in ahead.late]
    return pl.DataFrame(
        rows,
        {"day": pl.Date, "balance": pl.Float64, "kind": pl.String, "what": pl.String, "change": pl.Float64},
        orient="row",
    )


def _after(step: BalanceStep) -> Any:
    return step.firm_qty if step.change.is_firm else step.full_qty


def _kind(step: BalanceStep) -> str:
    return ORDER if step.change.qty < 0 else COMING if step.change.is_firm else MAYBE


def _table(lic: str, ahead: StockAhead) -> None:
    rows = [
        (step.change.day, step.change.what, _kind(step), step.change.qty, step.firm_qty)
        for step in ahead.steps
    ] + [(come.day, come.what, LATE, come.qty, None) for come in ahead.late]
    frame = pl.DataFrame(
        rows,
        {
            "day": pl.Date,
            "what": pl.String,
            "kind": pl.String,
            "qty": pl.Decimal(38, 4),
            "firm": pl.Decimal(38, 4),
        },
        orient="row",
    )
    tables.grid(
        frame,
        key="days-ahead",
        alt=f"The balance of {lic} after each change",
        most=10,
        columns={
            "day": tables.day("Day"),
            "what": tables.text("What", 320),
            "kind": tables.text("Kind", 100),
            "qty": tables.qty("Units"),
            "firm": tables.qty("Balance"),
        },
    )
    export.popover(frame, "days-ahead")
