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


def counts(rows: pl.DataFrame, views: Mapping[str, View], thing: pl.Expr = EACH_ROW) -> dict[str, int]:
    """How many things each view of rows has that are all at hand.

    ``thing``: what tells things apart, where one may have several rows. All are counted at once: the rows may
    be half a million.
    """
    counted = rows.select(thing.filter(view.rows).n_unique().alias(code) for code, view in views.items())
    return counted.row(0, named=True)


def among(views: Mapping[str, View], counts: Mapping[str, int]) -> pl.Expr:
    """Draw the views of rows that are all at hand, each with its count; returns which rows the chosen one
    has."""
    return views[choose({code: view.name for code, view in views.items()}, counts)].rows
