"""Rows that no plan can be made of, in sentences: each kind of fault once, with how many and the first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from db.batch import Batch
from engine.errors import DeskError
from engine.model import HIGHEST_PRIORITY, LARGEST, LOWEST_PRIORITY
from engine.plan.refusals import BadCells, BadStock, NoRows, RepeatedLines, RepeatedPool

_NUMBER: Final = "with at most 4 decimals and no more than a million millions"
_OF_LINES: Final = {
    "line_id": "a whole number",
    "order": "filled in",
    "lic": "filled in",
    "priority": f"{LOWEST_PRIORITY} to {HIGHEST_PRIORITY}",
    "entry_seq": "a whole number",
    "qty": f"above zero, {_NUMBER}",
    "state": "allotted, backordered or picking",
    "ship_type": "partial or complete",
}
_OF_STOCK: Final = {"lic": "filled in", "on_hand": f"a number {_NUMBER}"}


def of_lines(batch: Batch, address: str, *, needs_order: bool) -> Iterator[DeskError]:
    """What is wrong with the lines just taken; ``needs_order``: the policy asks about orders."""
    if not batch.value("plan.lines_taken"):
        yield NoRows(address=address, rows="open lines")
    bad = batch.rows(
        "plan.bad_lines",
        lowest=LOWEST_PRIORITY,
        highest=HIGHEST_PRIORITY,
        largest=LARGEST,
        needs_order=needs_order,
    )
    for column, number, first in bad.iter_rows():
        shown = "without a line_id" if first is None else str(first)
        yield BadCells(
            address=address, number=_many(number), column=column, expected=_OF_LINES[column], first=shown
        )
    twice = batch.only("plan.repeated_lines")
    if twice["number"]:
        yield RepeatedLines(address=address, number=_many(twice["number"]), first=twice["first_line"])


def of_stock(batch: Batch, address: str) -> Iterator[DeskError]:
    """What is wrong with the stock just taken."""
    if not batch.value("plan.stock_taken"):
        yield NoRows(address=address, rows="rows of stock")
    for fault, number, first in batch.rows("plan.bad_stock").iter_rows():
        if fault == "pool":
            yield RepeatedPool(address=address, number=_many(number), first=first)
        else:
            expected = _OF_STOCK[fault]
            shown = first or "without a name"
            yield BadStock(
                address=address, number=_many(number), column=fault, expected=expected, first=shown
            )


def _many(number: int) -> str:
    return f"{number:,}"
