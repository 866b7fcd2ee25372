"""Views of a list: the questions that are asked most of it, each with how many rows it has; the chosen one
stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
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


def among(
    rows: pl.DataFrame, views: Mapping[str, View], count: Callable[[pl.DataFrame], int] = len
) -> pl.Expr:
    """Draw the views of rows that are all at hand; returns which of them the chosen one has.

    ``count``: how many things rows are, where one may have several.
    """
    counts = {code: count(rows.filter(view.rows)) for code, view in views.items()}
    return views[choose({code: view.name for code, view in views.items()}, counts)].rows
