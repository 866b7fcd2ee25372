"""Pasting many lines into a draft: read row by row, so that each row says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypedDict

from db.session import Transaction
from engine import codes, orders, rows
from engine.errors import DeskError, TooMuchPasted
from engine.model import Qty
from engine.orders.typed import quantity
from engine.quantities import problem
from engine.rules import texts, typed_lines

MOST_ROWS = 2_000


class NamedItem(TypedDict):
    """A LIC that a row of a pasted list names, as the row spells it (``pasting.named``)."""

    name: str
    lic: str
    decimals: int
    active: bool


@dataclass(frozen=True, slots=True)
class Pasted:
    """One row of a pasted list, and what is wrong with it."""

    row_no: int
    text: str
    lic: str
    qty: Qty | None
    problem: str  # empty: it can be added
    unknown: bool = False  # there is no such LIC, which may be added


def read_pasted(tx: Transaction, text: str) -> list[Pasted]:
    """Read a pasted list row by row: ``LIC<tab>quantity`` and the like; skips a heading and blank rows."""
    pasted = [(row_no, row.strip()) for row_no, row in enumerate(text.splitlines(), start=1) if row.strip()]
    if pasted and typed_lines.is_heading(pasted[0][1]):
        del pasted[0]
    if len(pasted) > MOST_ROWS:
        raise TooMuchPasted(rows=f"{len(pasted):,}", most=f"{MOST_ROWS:,}")
    read = [(row_no, row, typed_lines.pasted_readings(row)) for row_no, row in pasted]
    names = sorted(
        {name for _, _, readings in read for one in readings for name in codes.spellings(one.name)}
    )
    named = rows.of(NamedItem, tx.rows("pasting.named", names=names))
    by_name = {item["name"]: item for item in named}
    return [_pasted(row_no, row, readings, by_name) for row_no, row, readings in read]


def _pasted(
    row_no: int, row: str, readings: list[typed_lines.LineReading], by_name: dict[str, NamedItem]
) -> Pasted:
    for reading in readings:
        for name in codes.spellings(reading.name):
            if item := by_name.get(name):
                return _pasted_item(row_no, row, item, reading.qty)
    whole = " ".join(row.split())
    name = texts.shown(next((one.name for one in readings if one.name != whole), whole))  # less its quantity
    return Pasted(row_no, row, name, None, f"There is no LIC {name}.", unknown=True)


def _pasted_item(row_no: int, row: str, item: NamedItem, typed: str) -> Pasted:
    lic, decimals = item["lic"], item["decimals"]
    try:
        qty = quantity(typed, lic)
    except DeskError as error:
        return Pasted(row_no, row, lic, None, str(error))
    refused = problem(qty, lic, decimals)
    if not item["active"]:
        return Pasted(row_no, row, lic, qty, f"{lic} is inactive.")
    return Pasted(row_no, row, lic, qty, str(refused) if refused else "")


def add_pasted(tx: Transaction, number: str, pasted: Iterable[Pasted], warehouse: str | None = None) -> int:
    """Add the rows that can be added, in their order; returns how many."""
    good = [row for row in pasted if not row.problem and row.qty is not None]
    if good:
        lines = [orders.TypedLine(row.lic, row.qty or Qty(0), warehouse=warehouse) for row in good]
        orders.add_lines(tx, number, lines)
    return len(good)
