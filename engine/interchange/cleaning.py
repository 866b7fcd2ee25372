"""The codes and texts of a file, made as everywhere else; one that the desk has already is left as it is."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from db.session import Transaction
from engine.errors import DeskError, EmptyText
from engine.interchange.bad_rows import BadRow
from engine.interchange.kinds import Column
from engine.interchange.refusals import EmptyCell
from engine.model import Cell
from engine.rules import texts

_CODES = (Cell.CODE, Cell.EMAIL)


def clean(
    tx: Transaction, table: pl.DataFrame, columns: tuple[Column, ...]
) -> tuple[pl.DataFrame, list[BadRow]]:
    """The table (row and text columns) with codes and texts made, and why some cells, now blank, can be none.

    What is left of a cell that held nothing but what does not count is blank.
    """
    bad: list[BadRow] = []
    for column in columns:
        if column.cell in (*_CODES, Cell.TEXT):
            made, odd = _made(tx, column, table[column.name])
            bad += [BadRow(row, odd[cell], column.name) for row, cell in _cells(table, column.name, odd)]
            if made:
                table = table.with_columns(pl.col(column.name).replace(made))
    return table, bad


def without_blanked(bad: list[BadRow], blanked: list[BadRow]) -> list[BadRow]:
    """What else is wrong, without the required cells that are empty only because they were ``blanked``."""
    cells = {(one.row, one.reason.facts["what"]) for one in blanked}
    return [
        one
        for one in bad
        if not (isinstance(one.reason, EmptyCell) and (one.row, one.reason.facts["column"]) in cells)
    ]


def _cells(table: pl.DataFrame, name: str, odd: Collection[str]) -> list[tuple[int, str]]:
    """The rows in which a column holds one of these cells, with the cell."""
    return table.select("row", name).filter(pl.col(name).is_in(odd)).rows() if odd else []


def _made(
    tx: Transaction, column: Column, cells: pl.Series
) -> tuple[dict[str, str | None], dict[str, DeskError]]:
    """What the cells of a column become, as far as they change, and why some can be nothing."""
    make = texts.text if column.cell is Cell.TEXT else texts.code
    made: dict[str, str | None] = {}
    odd: dict[str, DeskError] = {}
    for cell in cells.drop_nulls().unique():
        try:
            made[cell] = make(cell, column.name) or None
        except EmptyText:
            made[cell] = None
        except DeskError as error:
            made[cell], odd[cell] = None, error
    changed = {cell: now for cell, now in made.items() if cell != now}
    known = _known(tx, column, list(changed)) if changed and column.cell is Cell.CODE else set()
    return (
        {cell: now for cell, now in changed.items() if cell not in known},
        {cell: error for cell, error in odd.items() if cell not in known},
    )


def _known(tx: Transaction, column: Column, cells: list[str]) -> set[str]:
    """The cells that are codes of the desk as they stand: an older program took what is refused now."""
    return set(tx.rows("codes.known", kind=column.name, names=cells)["code"])
