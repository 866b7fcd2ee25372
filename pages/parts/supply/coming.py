"""What is still to come: the lists of purchase orders and of transfers, and what is said of late ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import polars as pl
import streamlit as st

from engine.model import PoState
from engine.supply import late
from engine.views import Filters
from pages.parts import desk, finding, formats, own_views, readings, views
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


@dataclass(frozen=True, slots=True)
class Listed:
    """The purchase orders or the transfers, with all that tells one list from the other."""

    every: pl.DataFrame
    number: str
    """The column of their numbers."""
    searched: tuple[str, ...]
    """The columns in which words are looked for."""
    overdue: list[str]
    """The numbers of the late ones."""
    names: Mapping[PoState, Markdown] = field(default_factory=dict)
    """What states are called where not as usual."""

    def choose(self) -> pl.Expr:
        """Draw the views; returns which rows the chosen one has."""
        every = self._views()
        return views.among(every, views.counts(self.every, every))

    def matching(self, view: pl.Expr, words: str) -> pl.DataFrame:
        """The rows of a view in which every word stands."""
        return self.every.filter(view, finding.mentions(words, *self.searched))

    def count(self, filters: Filters) -> int:
        """How many pass filters as the address has them."""
        by_code = self._views()
        view = by_code.get(own_views.first(filters, "view"), by_code["coming"])
        return self.matching(view.rows, own_views.first(filters, "q")).height

    def in_words(self, rows: pl.DataFrame, states: Mapping[PoState, str]) -> pl.DataFrame:
        """Some of the rows as a table shows them, with what each state is called there."""
        return rows.with_columns(
            formats.words("state", states),
            formats.local_column("created_at"),
            formats.STARTED_BY,
            formats.due_words("expected_on", self._is_late),
        )

    @property
    def _is_late(self) -> pl.Expr:
        return pl.col(self.number).is_in(self.overdue)

    def _views(self) -> dict[str, View]:
        """Every view by its code, the first one first."""
        to_come = pl.col("state").is_in([PoState.PENDING, PoState.OPEN])
        sunday = formats.today() + timedelta(days=6 - formats.today().weekday())
        this_week = pl.col("expected_on").is_between(formats.today(), sunday).fill_null(value=False)
        named = _NAMES | dict(self.names)
        by_state = {str(state): View(name, pl.col("state") == state) for state, name in named.items()}
        return {
            "coming": View("Still to come", to_come),
            "late": View("Late", self._is_late),
            "week": View("Due this week", to_come & this_week),
            **by_state,
            "automatic": View("Automatic", to_come & pl.col("automatic")),
            "mine": View("Mine", (pl.col("started_by") == desk.actor()).fill_null(value=False)),
            "all": View("All", pl.lit(value=True)),
        }
