"""One change to many order lines at once: all of it or nothing, every refusal reported together."""

from __future__ import annotations

from collections.abc import Collection

from db.session import Transaction
from engine import orders
from engine.errors import DeskError, refuse
from engine.model import LineState


def cancel_waiting(tx: Transaction, lines: Collection[tuple[str, int]]) -> None:
    """Cancel lines, named by order and line number, that still wait; one that no longer does is refused."""
    problems: list[DeskError | str] = []
    for number, line_no in lines:
        try:
            # What refuses does so before it writes, so the others can be heard as well.
            _cancel_waiting(tx, number, line_no)
        except DeskError as problem:
            problems.append(problem)
    refuse(problems)


def _cancel_waiting(tx: Transaction, number: str, line_no: int) -> None:
    orders.find_line(tx, orders.find(tx, number), line_no, LineState.BACKORDERED)
    orders.cancel_line(tx, number, line_no)
