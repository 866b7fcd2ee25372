"""What is still to come: the views of purchase orders and of transfers, and what is said of late ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Final

import polars as pl
import streamlit as st

from engine.model import PoState
from engine.supply import late
from pages.parts import desk, formats, readings, views
from pages.parts.literal import Markdown
from pages.parts.views import View

_NAMES: Final[dict[PoState, Markdown]] = {
    PoState.PENDING: "Pending",
    PoState.OPEN: "Open",
    PoState.CLOSED: "Closed",
    PoState.VOID: "Void",
}


def say_late(number: str) -> None:
    """Say of an open purchase order or a transfer in transit that its day has passed, and who waits."""
    for row in readings.once(late.overdue, number).to_dicts():
        late_by, due = formats.count(row["days_late"], "day"), formats.day(row["expected_on"])
        waiting = formats.count(row["waiting_lines"], "line", "wait")
        st.warning(
            f"**{late_by} late:** {formats.units(row['open_qty'])} {formats.verb(row['open_qty'], 'were')} "
            f"due on {due}, and {waiting} for what it brings.",
            icon=":material/schedule:",
        )


def choose(
    rows: pl.DataFrame, number: str, overdue: Collection[str], names: Mapping[PoState, Markdown]
) -> pl.Expr:
    """Draw the views of purchase orders or transfers; returns which rows the chosen one has.

    ``number``: the column of their numbers. ``names``: what states are called where not as usual.
    """
    return views.among(rows, of(number, overdue, names))


def of(number: str, overdue: Collection[str], names: Mapping[PoState, Markdown]) -> dict[str, View]:
    """Every view by its code, the first one first; the arguments are those of ``choose``."""
    to_come = pl.col("state").is_in([PoState.PENDING, PoState.OPEN])
    sunday = formats.today() + timedelta(days=6 - formats.today().weekday())
    this_week = pl.col("expected_on").is_between(formats.today(), sunday).fill_null(value=False)
    by_state = {
        str(state): View(name, pl.col("state") == state) for state, name in (_NAMES | dict(names)).items()
    }
    return {
        "coming": View("Still to come", to_come),
        "late": View("Late", pl.col(number).is_in(list(overdue))),
        "week": View("Due this week", to_come & this_week),
        **by_state,
        "automatic": View("Automatic", to_come & pl.col("automatic")),
        "mine": View("Mine", (pl.col("started_by") == desk.actor()).fill_null(value=False)),
        "all": View("All", pl.lit(value=True)),
    }
