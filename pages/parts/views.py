"""Views of a list: the questions that are asked most of it, each with how many rows it has; the chosen one
stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

import polars as pl

from pages.parts import query
from pages.parts.literal import Markdown

PARAM: Final = "view"
"""What the address calls the chosen view."""


class View(NamedTuple):
    """A view: what it is called, and which rows are in it."""

    name: Markdown
    rows: pl.Expr


def choose(names: Mapping[str, Markdown], counts: Mapping[str, int]) -> str:
    """Draw the views of a list, each with its count; returns the code of the chosen one, first the first."""
    named = {code: f"{name} {counts[code]:,}" for code, name in names.items()}
    return query.one_of("View", named, param=PARAM)


EACH_ROW: Final = pl.int_range(pl.len())
"""Every row is a thing of its own."""


def among(rows: pl.DataFrame, views: Mapping[str, View], thing: pl.Expr = EACH_ROW) -> pl.Expr:
    """Draw the views of rows that are all at hand, each with how many things it has; returns which rows the
    chosen one has.

    ``thing``: what tells things apart, where one may have several rows. All are counted at once: the rows may
    be half a million.
    """
    counted = rows.select(thing.filter(view.rows).n_unique().alias(code) for code, view in views.items())
    return views[choose({code: view.name for code, view in views.items()}, counted.row(0, named=True))].rows
