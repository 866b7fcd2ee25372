"""The policies side by side: small bars for each figure that a choice turns on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import altair as alt
import polars as pl

from engine.reports.policies import PolicyOutcome
from engine.rules.queue import POLICIES

MEASURES: Final[dict[str, Callable[[PolicyOutcome], float]]] = {
    "Can ship now, % of wanted": lambda row: 100 * row.ship_share,
    "Orders complete, %": lambda row: 100 * row.completed_share,
    "Set aside, cannot ship": lambda row: float(row.set_aside_qty),
    "Longest wait, days": lambda row: float(row.longest_days),
}

WIDTH: Final = 150
NAMED_WIDTH: Final = 290
"""The pixels of a panel, and of the first one, which has the names of the policies in it as well."""


def panels(rows: Sequence[PolicyOutcome]) -> list[alt.LayerChart]:
    """A chart for each measure, a bar for each policy; the one in force is the darker.

    Policies that are not among the rows yet have their place, so that nothing moves when they come.
    """
    return [_panel(rows, title, first=number == 0) for number, title in enumerate(MEASURES)]


def _panel(rows: Sequence[PolicyOutcome], title: str, *, first: bool) -> alt.LayerChart:
    frame = pl.DataFrame(
        {
            "policy": [POLICIES[row.policy].title for row in rows],
            "value": [float(MEASURES[title](row)) for row in rows],
            "in_force": [row.in_force for row in rows],
        }
    )
    most = max([*frame["value"], 1e-9])
    axis = alt.Axis(labelLimit=180, ticks=False, domain=False, labels=first)
    names = alt.Scale(domain=[rule.title for rule in POLICIES.values()])
    base = alt.Chart(frame, title=alt.Title(title, anchor="start", fontSize=13)).encode(
        y=alt.Y("policy:N", sort=None, title=None, axis=axis, scale=names),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.3], nice=False)),
        tooltip=[alt.Tooltip("policy:N", title="Policy"), alt.Tooltip("value:Q", title=title, format=",.1f")],
    )
    strength = alt.condition("datum.in_force", alt.value(1.0), alt.value(0.45))
    bars = base.mark_bar(cornerRadiusEnd=2).encode(opacity=strength)
    numbers = base.mark_text(align="left", dx=5).encode(text=alt.Text("value:Q", format=",.1~f"))
    panel: alt.LayerChart = (bars + numbers).properties(width=NAMED_WIDTH if first else WIDTH, height=132)
    return panel
