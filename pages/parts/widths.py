"""How wide columns are and how tall rows: what answers is seen whole, in rows as low as can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import polars as pl

from pages.parts import answers

ROW: Final = 31
"""The pixels of a row, and of the names above the columns."""

TALL_ROW: Final = 58
"""The pixels of a row of up to three lines; Streamlit wraps texts only in rows taller than four rem."""

LETTER: Final = 6.4
"""The pixels of a letter, more than on the average of those that are as wide as most."""
_UNLIKE: Final = {" ": 2.5, r"[ijlI.,:;·'|]": 3.1, r"[ftr()/-]": 4.1, r"[mwMW%@→✓◔●]": 10.0}
"""Letters that are narrower or wider than most, and their pixels."""
CELL: Final = 16
"""The pixels that a cell leaves empty beside its text."""

TICKS: Final = 37
"""The pixels of the column of boxes to tick."""

EDGE: Final = 5
"""The pixels beyond the reckoned edge of a table at which a column begins that would be cut there. The edge
is up to six pixels further where the page does not scroll, and a cell leaves eight empty before its text: so
neither is that column read in part, nor does the last one that is seen stand flush with the edge."""


class Fitted(NamedTuple):
    """The columns of a table, and the pixels of its rows."""

    columns: Mapping[str, Any]
    row: int


def fitted(shown: pl.DataFrame, columns: Mapping[str, Any], key: str, *, ticks: bool) -> Fitted:
    """The columns with room for the texts that answer (``answers``) in rows of one line, or in tall rows.

    Where a text is longer than its column is wide, each such column becomes as wide as its longest text, if
    all up to the last that answers fit into the table on an office screen; else the rows wrap their texts.
    What follows them is seen whole there, or begins beyond the edge.
    """
    found, row = _answering(shown, columns, key, ticks=ticks)
    return Fitted(_up_to_the_edge(found, answers.room(key) - TICKS * ticks), row)


def _answering(shown: pl.DataFrame, columns: Mapping[str, Any], key: str, *, ticks: bool) -> Fitted:
    answering = [name for name, column in columns.items() if _label(column) in answers.of(key)]
    needed = {name: least for name in answering if (least := _needed(shown[name], columns[name]))}
    if all(wide <= columns[name]["width"] for name, wide in needed.items()):
        return Fitted(columns, ROW)
    fits = {
        name: columns[name] | {"width": max(wide, _named(columns[name]))} for name, wide in needed.items()
    }
    wider = {**columns, **fits}
    if _taken(wider, answering[-1]) <= answers.room(key) - TICKS * ticks:
        return Fitted(wider, ROW)
    return Fitted(columns, TALL_ROW)


def _up_to_the_edge(columns: Mapping[str, Any], room: float) -> Mapping[str, Any]:
    """The columns, none of them across the edge of the table: of one that would be cut there, its widest text
    before it takes the pixels."""
    at, before = 0.0, dict[str, int]()
    for name, column in columns.items():
        wide = _width(column)
        if not isinstance(wide, int) or at >= room:
            return columns
        if at + wide > room and before:
            widest = max(before, key=lambda one: before[one])
            return {**columns, widest: columns[widest] | {"width": before[widest] + int(room - at) + EDGE}}
        at += wide
        if isinstance(column, dict) and column["type_config"]["type"] == "text":
            before[name] = wide
    return columns


def _needed(texts: pl.Series, column: Any) -> int:
    """How wide a column of texts must be for its longest; 0 where it wraps none."""
    if not isinstance(column, dict) or texts.dtype != pl.String or not isinstance(column["width"], int):
        return 0  # a column of buttons holds codes, and does not wrap
    return pixels(texts)


def _named(column: Any) -> int:
    """How wide a column must be for its name."""
    return pixels([column["label"]])


def pixels(texts: Sequence[str] | pl.Series) -> int:
    """How wide a column must be for the widest of some texts; 0 of none."""
    texts = pl.Series(texts, dtype=pl.String)
    wide = texts.str.len_chars() * LETTER
    for letters, each in _UNLIKE.items():
        wide += texts.str.count_matches(letters) * (each - LETTER)
    widest: Any = wide.max()
    return int(widest) + CELL if widest else 0


def _taken(columns: Mapping[str, Any], last: str) -> float:
    """The pixels of all columns up to the ``last`` that answers; without end where one takes what is left."""
    names = list(columns)
    widths = [_width(columns[name]) for name in names[: names.index(last) + 1]]
    return sum(width if isinstance(width, int) else float("inf") for width in widths)


def _label(column: Any) -> str:
    return str(_drawn(column)["label"])


def _width(column: Any) -> Any:
    return _drawn(column)["width"]


def _drawn(column: Any) -> Any:
    """How a column is drawn; one of buttons keeps it beside what a click does."""
    return column if isinstance(column, dict) else column.config
