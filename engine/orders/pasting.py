"""Pasting many lines into a draft: read row by row, so that each row says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from db.session import Transaction
from engine import codes, orders
from engine.errors import DeskError, TooMuchPasted
from engine.model import Qty
from engine.orders.typed import quantity
from engine.quantities import problem
from engine.rows import Record
from engine.rules import texts, typed_lines

MOST_ROWS = 2_000


@dataclass(frozen=True, slots=True)
class Pasted:
    """One row of a pasted list, and what is wrong with it."""

    row_no: int
    text: str
    lic: str
    qty: Qty | None
    problem: str  # empty: it can be added


def read_pasted(tx: Transaction, text: str) -> list[Pasted]:
    """Read a pasted list row by row: ``LIC<tab>quantity`` and the like; skips a heading and blank rows."""
    rows = [(row_no, row.strip()) for row_no, row in enumerate(text.splitlines(), start=1) if row.strip()]
    if rows and typed_lines.is_heading(rows[0][1]):
        del rows[0]
    if len(rows) > MOST_ROWS:
        raise TooMuchPasted(rows=len(rows), most=MOST_ROWS)
    read = [(row_no, row, typed_lines.pasted_readings(row)) for row_no, row in rows]
    names = sorted(
        {name for _, _, readings in read for one in readings for name in codes.spellings(one.name)}
    )
    by_name = {found["name"]: found for found in tx.rows("pasting.named", names=names).to_dicts()}
    return [_pasted(row_no, row, readings, by_name) for row_no, row, readings in read]


def _pasted(row_no: int, row: str, readings: list[typed_lines.Reading], by_name: dict[str, Record]) -> Pasted:
    for reading in readings:
        for name in codes.spellings(reading.name):
            if item := by_name.get(name):
                return _pasted_item(row_no, row, item, reading.qty)
    name = texts.shown(readings[0].name if readings else row)
    return Pasted(row_no, row, name, None, f"There is no LIC {name}.")


def _pasted_item(row_no: int, row: str, item: Record, typed: str) -> Pasted:
    lic, decimals = str(item["lic"]), item["decimals"]
    try:
        qty = quantity(typed, lic)
    except DeskError as error:
        return Pasted(row_no, row, lic, None, str(error))
    refused = problem(qty, lic, decimals)
    if not item["active"]:
        return Pasted(row_no, row, lic, qty, f"{lic} is inactive.")
    return Pasted(row_no, row, lic, qty, str(refused) if refused else "")


def add_pasted(tx: Transaction, number: str, rows: Iterable[Pasted], warehouse: str | None = None) -> int:
    """Add the rows that can be added, in their order; returns how many."""
    good = [row for row in rows if not row.problem and row.qty is not None]
    if good:
        lines = [orders.TypedLine(row.lic, row.qty or Qty(0), warehouse=warehouse) for row in good]
        orders.add_lines(tx, number, lines)
    return len(good)
