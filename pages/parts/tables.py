"""Tables: widths, words for quantities and instants, and selections that name records, not positions."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final, Literal, NamedTuple

import polars as pl
import polars.selectors as cs
import streamlit as st

from pages.parts import desk, formats, style, widths
from pages.parts.literal import Markdown

PAGE: Final = 500
"""Rows that are sent to the browser at once; of a longer table a person chooses the page."""

MOST_TALL: Final = 16
LEAST_TALL: Final = 6
"""Rows that a table shows without scrolling in itself unless told; of tall ones half as many, and at least
six."""

SUM: Final = "%,.2f"
PRICE: Final = "%,.4f"
"""How sums are written, and a column of prices where one has more places."""
PRICES: Final = ("unit_price", "unit_cost")
"""The columns that have prices."""
DAY: Final = "D MMM"
"""How a day is written; ``grid`` adds the year where a column has days of another year."""

Select = Literal["multi-row", "single-row", "single-cell"] | list[Literal["multi-row", "single-cell"]]
Height = int | Literal["auto", "content", "stretch"]
Columns = dict[str, Any]
"""Column name -> how it is drawn (``st.column_config``), in order."""

Width = int | Literal["small", "medium", "large"]


def qty(label: str, tip: Markdown | None = None, width: Width = 85) -> Any:
    """A column of quantities: 25, 1,250.5."""
    return st.column_config.NumberColumn(label, width=width, format="localized", help=tip)


def number(label: str, tip: Markdown | None = None, width: Width = 75) -> Any:
    """A column of whole numbers."""
    return st.column_config.NumberColumn(label, width=width, format="%,d", help=tip)


def money(label: str, tip: Markdown | None = None, width: Width = 85) -> Any:
    """A column of values or prices: 1,234.50; a price with more places is shown with them."""
    return st.column_config.NumberColumn(label, width=width, format=SUM, help=tip)


def share(label: str, tip: Markdown | None = None, width: Width = 70) -> Any:
    """A column of parts of one: 0.75."""
    return st.column_config.NumberColumn(label, width=width, format="%.2f", help=tip)


def seconds(label: str, tip: Markdown | None = None, width: Width = 58) -> Any:
    """A column of spans of time: 1.6."""
    return st.column_config.NumberColumn(label, width=width, format="%,.1f", help=tip)


def text(label: str, width: Width | None = None, tip: Markdown | None = None) -> Any:
    """A column of words."""
    return st.column_config.TextColumn(label, width=width, help=tip)


def instant(label: str, tip: Markdown | None = None, width: Width = 130) -> Any:
    """A column of instants, already local (formats.local_column): ``25 Nov, 21:24``."""
    return st.column_config.DatetimeColumn(label, width=width, format=f"{DAY}, HH:mm", help=tip)


def day(label: str, tip: Markdown | None = None, width: Width = 90) -> Any:
    """A column of days: ``25 Nov``."""
    return st.column_config.DateColumn(label, width=width, format=DAY, help=tip)


def flag(label: str, tip: Markdown | None = None) -> Any:
    """A column of yes and no."""
    return st.column_config.CheckboxColumn(label, width=65, help=tip)


def grid(
    frame: pl.DataFrame,
    *,
    key: str,
    columns: Mapping[str, Any],
    alt: str,
    id_column: str | None = None,
    select: Select | None = None,
    total: int | None = None,
    height: Height | None = None,
    most: int = MOST_TALL,
    words: Sequence[pl.Expr] = (),
) -> list[Any]:
    """Show ``columns`` of ``frame`` and return the values of ``id_column`` in the rows a person selected.

    ``columns``: column name -> st.column_config column, in order; no others are sent to the browser.
    ``alt``: what the table holds, for people who cannot see it. ``total``: how many rows there are if the
    frame was cut. ``most``: how many rows are shown without scrolling. ``words``: columns as people read
    them, worked out for the rows that are shown alone.
    Columns are wide, or rows tall, where an answer needs it (``widths``). A selection ends when rows change,
    as with another page of them.
    """
    page = _page(frame, key, frame.height if total is None else total)
    shown = _priced(page.with_columns(words), columns)
    mode = select if id_column else None
    drawn = _drawn(shown, key, columns, alt, id_column=id_column, select=mode, height=height, most=most)
    chosen = drawn["rows"]
    return [shown[id_column][row] for row in chosen if row < shown.height] if id_column else []


def newest(frame: pl.DataFrame, most: int, older: Markdown = "") -> None:
    """Say below a list of the newest ``most`` rows that it ends there, if it does; ``older``: where there are
    more."""
    ends_at(most, frame.height, older)


def ends_at(most: int, read: int, older: Markdown = "") -> None:
    """As ``newest``, of a choice for which so many rows were ``read``."""
    if read >= most:
        st.caption(f"The newest {most:,} are shown{older}.")


NARROWER: Final[Markdown] = "; a narrower filter, or the export of all, has older ones"
"""Where older rows are, of a list that can be narrowed and exported whole."""


class ChosenRows(NamedTuple):
    """What is chosen in a list that is read row by row."""

    ticked: list[Any]
    read: Any
    """The row that is read: where the cursor stands, else the first that is ticked, else the first of all."""


def reading_list(
    frame: pl.DataFrame,
    *,
    key: str,
    columns: Mapping[str, Any],
    alt: str,
    id_column: str,
    ticks: bool,
    words: Sequence[pl.Expr] = (),
) -> ChosenRows:
    """Show ``frame``, which has a row, as ``grid`` does, beside the record of one of its rows.

    A click on a row or the arrow keys say which row is read; ``ticks``: others are ticked beside it, to do
    something with several. Both are given by their ``id_column``.
    """
    select: Select = ["multi-row", "single-cell"] if ticks else "single-cell"
    shown = _page(frame, key, frame.height).with_columns(words)
    chosen = _drawn(shown, key, columns, alt, id_column=id_column, select=select)
    ticked = [row for row in chosen["rows"] if row < shown.height]
    at = [row for row, _ in chosen["cells"] if row < shown.height]
    ids = shown[id_column]
    return ChosenRows([ids[row] for row in ticked], ids[[*at, *ticked, 0][0]])


def _drawn(
    shown: pl.DataFrame,
    key: str,
    columns: Mapping[str, Any],
    alt: str,
    *,
    id_column: str | None,
    select: Select | None,
    height: Height | None = None,
    most: int = MOST_TALL,
) -> dict[str, Any]:
    """Draw a table; what of it is selected, rows and cells by their places."""
    is_ticked = select not in (None, "single-cell")
    wide, row = widths.fitted(shown, columns, key, ticks=is_ticked)
    tall = height or height_of(shown.height, most, row)
    grows = height is None and most == MOST_TALL and _outgrows(shown.height, row)
    draw = partial(
        st.dataframe,
        for_display(shown.select(list(columns))),
        column_config=_with_places(shown, _with_years(shown, wide)),
        row_height=row,
        hide_index=True,
        placeholder="",
        alt=alt,
        height="stretch" if grows else tall,
        lazy=False,
    )
    name = f"{style.TICKED if is_ticked else style.TABLE}{key}"
    with _growing(key, tall, name) if grows else st.container(key=name):
        if select is None or id_column is None:
            draw(key=key)
            return {"rows": [], "cells": []}
        event: Any = draw(key=key_of(key, shown, id_column), on_select="rerun", selection_mode=select)
    chosen: dict[str, Any] = event["selection"]
    return chosen


def _outgrows(rows: int, row: int) -> bool:
    """Whether a table has more rows than it shows in the tallest window."""
    return row * rows > style.LEAST_GROWING + style.MOST_GROWN


def _growing(key: str, tall: Any, name: str) -> Any:
    """A container for a table of so many pixels, and of more where the window has them."""
    with st.container(key=f"{style.GROWING}{key}", height=tall, border=False):
        return st.container(key=name, height="stretch")


def _page(frame: pl.DataFrame, key: str, total: int) -> pl.DataFrame:
    """The rows of the chosen page; above a table of several, which rows these are and a way to the others."""
    pages = math.ceil(frame.height / PAGE)
    if pages <= 1 and total <= frame.height:
        return frame
    chosen = f"page-of-{key}"
    if st.session_state.get(chosen, 1) > pages:  # a filter left fewer
        st.session_state[chosen] = 1
    with st.container(horizontal=True, vertical_alignment="center"):
        first = (st.pagination(pages, key=chosen) - 1) * PAGE if pages > 1 else 0
        shown = frame.slice(first, PAGE)
        st.caption(_which_rows(first, shown.height, frame.height, total))
    return shown


def _which_rows(first: int, height: int, reached: int, total: int) -> Markdown:
    """Which rows of how many a page has, and what to do about those that no page has."""
    rows = f"Rows {first + 1:,} to {first + height:,} of {total:,}"
    if reached < total:
        return (
            f"{rows}; the pages end at {reached:,}: a narrower filter, or the export of all, has the others."
        )
    return f"{rows}. A click on the name of a column sorts these."


def height_of(rows: int, most: int = MOST_TALL, row: int = widths.ROW) -> int | Literal["content"]:
    """How tall a table of rows of so many pixels is: as its rows, until it would push everything else off the
    screen; then as ``most`` of them, so that no empty ones stand below the last."""
    seen = most if row == widths.ROW else max(most // 2, LEAST_TALL)
    return "content" if rows <= seen else row * seen + widths.ROW + 3


def key_of(key: str, frame: pl.DataFrame, id_column: str) -> str:
    """The key of a table with a selection: another one as soon as its rows are, or their order."""
    ids = "\n".join(map(str, frame[id_column]))
    return f"{key}-{hashlib.blake2b(ids.encode(), digest_size=6).hexdigest()}"


def clear_selection(key: str) -> None:
    """Empty the selection of a table before it is drawn again."""
    for name in [name for name in st.session_state if str(name).startswith(f"{key}-")]:
        del st.session_state[name]


def blank_zero(name: str) -> pl.Expr:
    """A column of counts in which nothing shows as nothing."""
    return pl.when(pl.col(name) != 0).then(pl.col(name)).alias(name)


def for_display(frame: pl.DataFrame) -> pl.DataFrame:
    """Decimals as floats: the browser only draws them, the engine keeps the exact ones."""
    return frame.with_columns(cs.decimal().cast(pl.Float64))


def _priced(shown: pl.DataFrame, columns: Mapping[str, Any]) -> pl.DataFrame:
    """The rows; where no prices are known, sums are empty and not 0."""
    if desk.sums().is_known:
        return shown
    sums = [
        name
        for name, column in columns.items()
        if isinstance(column, dict) and column["type_config"].get("format") == SUM
    ]
    return shown.with_columns(blank_zero(name) for name in sums)


def _with_places(shown: pl.DataFrame, columns: Columns) -> Columns:
    """The columns; prices are written with four places where two would cut one."""
    written = dict(columns)
    for name in columns.keys() & PRICES & set(shown.columns):
        if (shown[name].round(2) != shown[name]).any():
            kind = written[name]["type_config"] | {"format": PRICE}
            written[name] = written[name] | {"type_config": kind}
    return written


def _with_years(shown: pl.DataFrame, columns: Mapping[str, Any]) -> Columns:
    """The columns; days and instants say their year where one of them is not of this year."""
    this_year = formats.today().year
    written = dict(columns)
    for name in shown.select(cs.temporal() & cs.by_name(*columns, require_all=False)).columns:
        if (shown[name].dt.year() != this_year).any():
            kind = written[name]["type_config"]
            kind = kind | {"format": kind["format"].replace(DAY, f"{DAY} YYYY")}
            written[name] = written[name] | {"type_config": kind}
    return written
