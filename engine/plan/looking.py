"""Both tables found, and looked at before a row is read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

import pyarrow as pa

from engine.errors import DeskError, refuse
from engine.plan import tables
from engine.plan.wanted import Wanted

Table = TypeVar("Table")
"""A table as an engine reads it."""


def looked_at(
    wanted: Wanted, read: Callable[[str], tuple[Table, pa.Schema]], problems: Sequence[DeskError] = ()
) -> tuple[Table, Table]:
    """Lines and stock as ``read`` finds them at their addresses, each with its columns.

    Raises Refused, or the one refusal that there is, for whatever is wrong with them, ``problems`` included.
    """
    problems = list(problems)
    found: dict[str, tuple[Table, pa.Schema]] = {}
    for name, address in (("lines", wanted.lines), ("stock", wanted.stock)):
        with _noting(problems):
            found[name] = read(address)
    problems += _wrong_columns(wanted, {name: schema for name, (_, schema) in found.items()})
    refuse(problems)
    return found["lines"][0], found["stock"][0]


def _wrong_columns(wanted: Wanted, found: dict[str, pa.Schema]) -> Iterator[DeskError]:
    lines, stock = found.get("lines"), found.get("stock")
    if lines is not None:
        yield from tables.faults(wanted.lines, "lines", lines, tables.LINES)
        if wanted.looks_beyond_pool:
            yield from tables.order_fault(wanted.lines, lines)
    if stock is not None:
        yield from tables.faults(wanted.stock, "stock", stock, tables.STOCK)
    if lines is not None and stock is not None:
        yield from tables.warehouse_fault((wanted.lines, lines), (wanted.stock, stock))


@contextmanager
def _noting(problems: list[DeskError]) -> Iterator[None]:
    """Add what the block refuses to ``problems`` and go on."""
    try:
        yield
    except DeskError as problem:
        problems.append(problem)
