"""One change to many order lines at once: all of it or nothing, every refusal reported together."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import polars as pl

from db.session import Transaction
from engine import orders, together
from engine.errors import NothingAllotted, refuse
from engine.model import LineState


def cancel_waiting(tx: Transaction, lines: Collection[tuple[str, int]]) -> None:
    """Cancel lines, named by order and line number, that still wait; one that no longer does is refused."""
    together.each(lambda line: _cancel_waiting(tx, *line), lines)


def cancel_orders(tx: Transaction, numbers: Collection[str], *, seen: int | None = None) -> None:
    """Cancel what has not shipped of these orders, as ``orders.cancel_order``.

    Those that are over, or of which something is being picked, are refused together. ``seen``: the version
    that a person read of a single one.
    """
    together.each(partial(orders.cancel_order, tx, seen=seen), numbers)


def _cancel_waiting(tx: Transaction, number: str, line_no: int) -> None:
    orders.find_line(tx, orders.find(tx, number), line_no, LineState.BACKORDERED)
    orders.cancel_line(tx, number, line_no)


Lines = Collection[tuple[str, int]]
"""Lines, each by its order's number and its own."""


def set_pinned(tx: Transaction, lines: Lines, *, pinned: bool) -> None:
    """Pin what typed lines have allotted, so that nobody takes it, or let it go again (R22).

    Each is named by its order and by any of its parts: of a line that waits, the part that has its stock is
    meant. All that have nothing allotted are refused together.
    """
    parts = _held_parts(tx, lines)
    there = set(parts.select("order", "line").iter_rows())
    refuse([NothingAllotted(line=line, order=order) for order, line in lines if (order, line) not in there])
    changed = parts.filter(pl.col("pinned") != pinned).select("order", "part")
    for order, part in changed.unique(maintain_order=True).rows():
        orders.set_pinned(tx, order, part, pinned)


def pins(tx: Transaction, lines: Lines) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Which of these lines have something allotted that could be pinned, and which something pinned."""
    parts = _held_parts(tx, lines)
    loose, firm = (
        set(parts.filter(pinned=pinned).select("order", "line").iter_rows()) for pinned in (False, True)
    )
    return [one for one in lines if one in loose], [one for one in lines if one in firm]


def _held_parts(tx: Transaction, lines: Lines) -> pl.DataFrame:
    """The parts of typed lines that have their stock and have not left: order, line (named), part, pinned."""
    named = pl.DataFrame(list(lines), {"order": pl.String(), "line": pl.Int32()}, orient="row")
    with tx.lent("named_line", named):
        return tx.rows("orders.held_parts")
