"""What was ordered for lines that wait: on which purchase orders that are pending, and what goes to somebody
ahead, since the link informs and rank decides (R41, R44)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from db.session import Transaction
from engine import buying, promises
from engine.model import PoState
from engine.quantities import spelled
from engine.rows import Record

MOST_NAMED = 3
"""The most orders that a sentence names."""


def passed_by(tx: Transaction) -> dict[int, str]:
    """Line that waits -> that units ordered for it go, or went, to orders ahead of it, in sentences.

    Asked of the parts in which lines are filled, right after ``promises.project``; only of lines that wait
    there and for which a purchase order that is open, or came, was made.
    """
    links = tx.rows("bought.links")
    if links.is_empty():
        return {}
    with tx.lent("waiting_link", links):
        found = tx.rows("bought.passed_by")
    by_line: dict[int, list[str]] = {}
    for row in found.to_dicts():
        by_line.setdefault(row["line_id"], []).append(_sentence(row))
    return {line_id: " ".join(sentences) for line_id, sentences in by_line.items()}


def with_reason(why: str, passed: str | None) -> str:
    """Why a line has what it has, and that units ordered for it go to somebody else, if they do."""
    return why if passed is None else f"{why} {passed}"


Pending = Mapping[tuple[str, int], str]
"""Order and typed line -> what of it is on pending purchase orders, in words: ``18 on PO120, pending``."""


def pending(ordered: pl.DataFrame) -> Pending:
    """What is on purchase orders that nobody opened yet, of what ``buying.bought_on`` answers."""
    words: dict[tuple[str, int], list[str]] = {}
    for row in ordered.filter(pl.col("state") == PoState.PENDING).iter_rows(named=True):
        on = f"{spelled(row['qty'])} on {row['po']}, pending"
        words.setdefault((row["order"], row["line"]), []).append(on)
    return {line: _AND.join(each) for line, each in words.items()}


_AND: Final = "; "


def with_pending(expected: str, on_pending: str | None) -> str:
    """When a line is filled, in words, and what of it is on pending purchase orders, if anything is:
    ``not ordered; 18 on PO120, pending``."""
    return expected if on_pending is None else f"{expected}{_AND}{on_pending}"


def expected(tx: Transaction, lines: pl.DataFrame, in_words: pl.Series, lic: str | None = None) -> pl.Series:
    """When each of ``lines`` (order, line as typed) is filled, and what of it is on pending purchase orders.

    ``in_words``: the first of the two. ``lic``: where all are of one.
    """
    on_pending = pending(buying.bought_on(tx, lic=lic))
    if not on_pending:
        return in_words.alias("expected")
    each = zip(in_words, lines.iter_rows(), strict=True)
    both = [with_pending(words, on_pending.get((line[0], line[1]))) for words, line in each]
    return pl.Series("expected", both, dtype=pl.String)


def promised(tx: Transaction) -> pl.DataFrame:
    """``promises.waiting_promises``, where ``expected`` says what is on pending purchase orders as well."""
    rows = promises.waiting_promises(tx)
    return rows.with_columns(expected(tx, rows.select("order", "line"), rows["expected"]))


def _sentence(row: Record) -> str:
    deed = "put on transfer" if row["is_transfer"] else "ordered on"
    was = "was" if row["lost_qty"] == 1 else "were"
    ordered = f"{spelled(row['lost_qty'])} of it {was} {deed} {row['po']}"
    if row["came"]:
        return f"{ordered} and came, but went to orders ahead of it."
    goes, named = "goes" if row["lost_qty"] == 1 else "go", row["takers"]
    if len(named) == 1:
        return f"{ordered}, but {goes} to order {named[0]}, which is ahead of it."
    more = [] if len(named) <= MOST_NAMED else [f"{len(named) - MOST_NAMED:,} others"]
    *first, last = named[:MOST_NAMED] + more
    return f"{ordered}, but {goes} to orders {', '.join(first)} and {last}, which are ahead of it."
