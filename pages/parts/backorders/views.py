"""The views of the backorder review: the questions that are asked most, each with how many lines it has."""

from __future__ import annotations

from typing import Final, NamedTuple

import polars as pl

from engine.parts import Source
from pages.parts import facts, formats, query


class View(NamedTuple):
    """A view: what it is called, and which lines are in it."""

    name: str
    lines: pl.Expr


def views() -> dict[str, View]:
    """Every view by the code that stands in the address, the whole first."""
    not_ordered = pl.element().struct.field("source") == Source.NONE.value
    return {
        "all": View("All", pl.lit(value=True)),
        "fillable": View(FILLABLE, pl.col("fillable_qty") > 0),
        "unordered": View(
            "Not ordered", pl.col("parts").list.eval(not_ordered).list.any().fill_null(value=False)
        ),
        "overdue": View(facts.PAST_ASKED, (pl.col("requested_on") < formats.today()).fill_null(value=False)),
        "whole": View("Waits whole", pl.col("whole")),
        "paused": View("On hold", pl.col("paused")),
    }


FILLABLE: Final = "Can be filled now"


def choose(waiting: pl.DataFrame) -> pl.Expr:
    """Draw the views, each with how many typed lines it has; returns which lines the chosen one has."""
    every = views()
    named = {code: f"{view.name} {lines(waiting.filter(view.lines)):,}" for code, view in every.items()}
    return every[query.one_of("View", named, param="view")].lines


def lines(rows: pl.DataFrame) -> int:
    """How many lines these rows are, as they were typed: the parts of one that was split count once."""
    return rows.select("order_id", "root_line").n_unique()
