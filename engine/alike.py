"""Rows of a table put into words, each kind of row once: most lines of a desk wait for the same few things.

A function words one row of each kind, and all rows that are like it get the same words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

WORDS: Final = "words"
"""What the column of words is called."""


def worded(rows: pl.DataFrame, say: Callable[..., str | None]) -> pl.Series:
    """What ``say`` makes of each row, given its columns in their order; asked once for rows that are alike.

    Lists arrive as lists, and what stands in a field of them as a mapping.
    """
    different = rows.unique(maintain_order=True)
    words = pl.Series(WORDS, [say(*row) for row in different.iter_rows()], pl.String)
    if different.height == rows.height:
        return words
    by_row = different.with_columns(words)
    return rows.join(by_row, on=rows.columns, how="left", nulls_equal=True, maintain_order="left")[WORDS]
