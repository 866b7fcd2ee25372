"""The states of order lines and of their orders: a line split or moved, an order closed or re-opened.

A line is atomic: all its units are in one state. So units that part ways become a line of their own, a
sibling, and every move of units is a row of the record log, whose sums are what the lines say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.session import Transaction
from engine.model import LineState, Qty


def move(
    tx: Transaction, line: Mapping[str, Any], to: LineState, sentence: str, qty: Qty | None = None
) -> None:
    """Move a line (line_id, qty, state) to another state, with the sentence for the record log.

    With ``qty`` below what the line has, only so many units move, as its sibling; the line keeps the rest. It
    is the caller who brings shipments and the order into line with it.
    """
    units: Qty = line["qty"] if qty is None else qty
    tx.write(
        "line_states.log_flow",
        line_id=line["line_id"],
        qty=units,
        old_state=line["state"],
        new_state=to,
        sentence=sentence,
    )
    if units < line["qty"]:
        split_off(tx, line, units, to)
    else:
        tx.write("line_states.set_state", line_id=line["line_id"], state=to)


def split_off(tx: Transaction, line: Mapping[str, Any], qty: Qty, state: LineState | None = None) -> int:
    """Make ``qty`` of a line's units (line_id, qty, state) a sibling, and return its id.

    The sibling is in ``state``, or as the line is; the line keeps the rest. Nothing is logged: see ``move``.
    """
    tx.write("line_states.split_off", line_id=line["line_id"], qty=qty, state=state or line["state"])
    tx.write("line_states.set_qty", line_id=line["line_id"], qty=line["qty"] - qty)
    sibling: int = tx.value("line_states.last_line_id")
    return sibling


def cancel(tx: Transaction, line_ids: list[int]) -> None:
    """Cancel lines that have not shipped; each is logged with its units."""
    tx.write("line_states.log_cancelled", line_ids=line_ids)
    tx.write("line_states.cancel", line_ids=line_ids)


def close_or_reopen(tx: Transaction) -> None:
    """Close the touched orders that are done, re-open those that are not any more, and let pins go that hold
    nothing any more (R22, R31, R33)."""
    for step in ("log_unpinned", "unpin", "find_moves", "log_moves", "set_order_states"):
        tx.write(f"line_states.{step}")
