"""The same change to many orders or lines at once: all of it or nothing, every refusal reported together."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

from db.session import Transaction
from engine import orders
from engine.errors import DeskError, refuse
from engine.model import LineState


def set_priority(tx: Transaction, numbers: Collection[str], priority: int) -> None:
    """Give orders a priority, each settled at once (R17 to R19); one that has it is left alone."""
    _each([partial(orders.set_priority, tx, number, priority) for number in numbers])


def cancel_waiting(tx: Transaction, lines: Collection[tuple[str, int]]) -> None:
    """Cancel lines, named by order and line number, that still wait; one that no longer does is refused."""
    _each([partial(_cancel_waiting, tx, number, line_no) for number, line_no in lines])


def _cancel_waiting(tx: Transaction, number: str, line_no: int) -> None:
    orders.find_line(tx, orders.find(tx, number), line_no, LineState.BACKORDERED)
    orders.cancel_line(tx, number, line_no)


def _each(changes: list[Callable[[], object]]) -> None:
    """Make every change; what refuses does so before it writes, so the others can be heard as well."""
    problems: list[DeskError | str] = []
    for change in changes:
        try:
            change()
        except DeskError as problem:
            problems.append(problem)
    refuse(problems)
