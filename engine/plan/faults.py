"""Rows that no plan can be made of, in sentences: each kind of fault once, with how many and the first.

What is found is a frame of fault (a column, 'twice' or 'taken'), number and first. Several frames, each of
some of the rows, are one when they are added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from db.batch import Batch
from engine.errors import DeskError
from engine.model import HIGHEST_PRIORITY, LARGEST, LOWEST_PRIORITY
from engine.plan.refusals import BadCells, BadStock, NoRows, RepeatedLines, RepeatedPool

_OF_LINES: Final = {
    "line_id": "a whole number",
    "order": "filled in",
    "lic": "filled in",
    "priority": f"{LOWEST_PRIORITY} to {HIGHEST_PRIORITY}",
    "entry_seq": "a whole number",
    "qty": "above zero, with at most 4 decimals and no more than a million millions",
    "state": "allotted, backordered or picking",
    "ship_type": "partial or complete",
}
_OF_STOCK: Final = {
    "lic": "filled in",
    "on_hand": "a number with at most 4 decimals and below a million million millions",
}


def in_lines(batch: Batch, *, needs_order: bool) -> pl.DataFrame:
    """What is found in the lines just taken; ``needs_order``: the policy asks about orders."""
    return batch.rows(
        "plan.faults_of_lines",
        lowest=LOWEST_PRIORITY,
        highest=HIGHEST_PRIORITY,
        largest=LARGEST,
        needs_order=needs_order,
    )


def in_stock(batch: Batch) -> pl.DataFrame:
    """What is found in the stock just taken."""
    return batch.rows("plan.faults_of_stock")


def added_up(found: pl.DataFrame) -> pl.DataFrame:
    """What is found in all rows, of what was found in some at a time."""
    return found.group_by("fault").agg(pl.sum("number"), pl.min("first"))


def of_lines(found: pl.DataFrame, address: str) -> Iterator[DeskError]:
    """What is wrong with lines in which this is found."""
    if not _taken(found):
        yield NoRows(address=address, rows="open lines")
    for fault, number, first in _faults(found):
        if fault == "twice":
            yield RepeatedLines(address=address, number=number, first=first)
        else:
            shown = "without a line_id" if first is None else str(first)
            expected = _OF_LINES[fault]
            yield BadCells(address=address, number=number, column=fault, expected=expected, first=shown)


def of_stock(found: pl.DataFrame, address: str) -> Iterator[DeskError]:
    """What is wrong with stock in which this is found."""
    if not _taken(found):
        yield NoRows(address=address, rows="rows of stock")
    for fault, number, first in _faults(found):
        if fault == "twice":
            yield RepeatedPool(address=address, number=number, first=first)
        else:
            shown = first or "without a name"
            expected = _OF_STOCK[fault]
            yield BadStock(address=address, number=number, column=fault, expected=expected, first=shown)


def _taken(found: pl.DataFrame) -> int:
    return int(found.filter(pl.col("fault") == "taken")["number"].sum())


def _faults(found: pl.DataFrame) -> Iterator[tuple[str, str, int | str | None]]:
    rows = found.filter(pl.col("fault") != "taken").sort("fault")
    for fault, number, first in rows.select("fault", "number", "first").iter_rows():
        yield fault, f"{number:,}", first
