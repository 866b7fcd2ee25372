"""Units that were ordered for a line and go to somebody ahead: the link informs, rank decides (R41, R44)."""

from __future__ import annotations

from collections.abc import Iterable

from db.session import Transaction
from engine.model import Qty
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


def with_pending(expected: str, pending: Iterable[tuple[str, Qty]]) -> str:
    """When a line is filled, in words, and on which pending purchase orders units were ordered for it:
    ``not ordered; 18 on PO120, pending``. ``pending``: numbers and units."""
    return "; ".join([expected, *(f"{spelled(qty)} on {po}, pending" for po, qty in pending)])


def _sentence(row: Record) -> str:
    ordered = (
        f"{spelled(row['lost_qty'])} of it {'was' if row['lost_qty'] == 1 else 'were'} ordered on {row['po']}"
    )
    if row["came"]:
        return f"{ordered} and came, but went to orders ahead of it."
    goes, named = "goes" if row["lost_qty"] == 1 else "go", row["takers"]
    if len(named) == 1:
        return f"{ordered}, but {goes} to order {named[0]}, which is ahead of it."
    more = [] if len(named) <= MOST_NAMED else [f"{len(named) - MOST_NAMED:,} others"]
    *first, last = named[:MOST_NAMED] + more
    return f"{ordered}, but {goes} to orders {', '.join(first)} and {last}, which are ahead of it."
