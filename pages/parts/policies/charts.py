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

WIDTH: Final = 230
"""The pixels of a panel: four stand side by side on an office screen, and on a phone one below the other."""
_HEAD: Final = 60
_EACH: Final = 42
"""The pixels of what a panel measures, and of each policy below it."""
_BAR: Final = 16
_NAME: Final = 11
"""The pixels of a bar, and of how far above its middle its policy is named: each panel names the policies, as
it may stand by itself."""


def panels(rows: Sequence[PolicyOutcome]) -> list[alt.LayerChart]:
    """A chart for each measure, a bar for each policy; the one in force is the darker.

    Policies that are not among the rows yet have their place, so that nothing moves when they come.
    """
    return [_panel(rows, title) for title in MEASURES]


def _panel(rows: Sequence[PolicyOutcome], title: str) -> alt.LayerChart:
    frame = pl.DataFrame(
        {
            "policy": [POLICIES[row.policy].title for row in rows],
            "value": [float(MEASURES[title](row)) for row in rows],
            "in_force": [row.in_force for row in rows],
        }
    )
    most = max([*frame["value"], 1e-9])
    names = alt.Scale(domain=[rule.title for rule in POLICIES.values()])
    base = alt.Chart(frame, title=alt.Title(title, anchor="start", fontSize=13)).encode(
        y=alt.Y("policy:N", sort=None, title=None, axis=None, scale=names),
        x=alt.X("value:Q", axis=None, scale=alt.Scale(domain=[0, most * 1.3], nice=False)),
        tooltip=[alt.Tooltip("policy:N", title="Policy"), alt.Tooltip("value:Q", title=title, format=",.1f")],
    )
    strength = alt.condition("datum.in_force", alt.value(1.0), alt.value(0.45))
    bars = base.mark_bar(cornerRadiusEnd=2, size=_BAR, yOffset=_NAME).encode(opacity=strength)
    numbers = base.mark_text(align="left", dx=5, dy=_NAME).encode(text=alt.Text("value:Q", format=",.1~f"))
    named = base.mark_text(align="left", dy=-_NAME + 2).encode(text="policy:N", x=alt.value(0))
    panel: alt.LayerChart = (bars + numbers + named).properties(
        width=WIDTH, height=_HEAD + _EACH * len(POLICIES)
    )
    return panel
