"""The views of the backorder review: the questions that are asked most, each with how many lines it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from engine.parts import Source
from pages.parts import desk, facts, formats
from pages.parts import views as of_lists
from pages.parts.views import View


def views(person: str) -> dict[str, View]:
    """Every view by the code that stands in the address, the whole first; ``person``: whose *Mine* is."""
    not_ordered = pl.element().struct.field("source") == Source.NONE.value
    return {
        WHOLE: View("All", pl.lit(value=True)),
        "fillable": View(FILLABLE, pl.col("fillable_qty") > 0),
        "unordered": View(
            "Not ordered", pl.col("parts").list.eval(not_ordered).list.any().fill_null(value=False)
        ),
        "overdue": View(facts.PAST_ASKED, (pl.col("requested_on") < formats.today()).fill_null(value=False)),
        "whole": View("Waiting whole", pl.col("whole")),
        "paused": View("On hold", pl.col("paused")),
        "mine": View("Mine", pl.col("entered_by") == person),
    }


FILLABLE: Final = "Can be filled now"


WHOLE: Final = "all"
"""The view that has every line."""


def choose(counts: Mapping[str, int]) -> pl.Expr:
    """Draw the views, each with how many typed lines it has; returns which lines the chosen one has."""
    return of_lists.among(views(desk.actor()), counts)


def counts(waiting: pl.DataFrame, person: str) -> dict[str, int]:
    """How many typed lines each view has."""
    return of_lists.counts(waiting, views(person), LINE)


LINE: Final = pl.col("root_line_id")
"""The line a row belongs to, as it was typed: the parts of one that was split are one line."""


def lines(rows: pl.DataFrame) -> int:
    """How many lines these rows are, as they were typed."""
    return int(rows.select(LINE.n_unique()).item())
