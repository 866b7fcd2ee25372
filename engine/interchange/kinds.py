"""The kinds of files in: their columns, and how a user's own headers find them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from engine.interchange import numbers
from engine.interchange.bad_rows import refuse_rows
from engine.interchange.reading import Sheet
from engine.interchange.refusals import (
    BadMapping,
    DuplicateColumn,
    MissingColumns,
    NoName,
    UnknownColumns,
    UnknownKind,
    excerpt,
    listed,
)
from engine.model import Cell, OnShortage
from engine.rules.field import Field
from engine.rules.header import HEADER_FIELDS
from engine.stock import REASON

NUMBERS = (Cell.QTY, Cell.SIGNED, Cell.AMOUNT)
"""What may have decimals."""

STATES = ("allotted", "backordered", "picking", "pinned")
"""How an order line of another desk may stand; what is being picked or pinned has its stock, and is firm."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind of file."""

    name: str
    cell: Cell = Cell.CODE
    required: bool = False
    choices: tuple[str, ...] = ()


def _must(name: str, cell: Cell = Cell.CODE) -> Column:
    return Column(name, cell, required=True)


def _of(field: Field, *, required: bool = False) -> Column:
    return Column(field.name, field.cell, required, field.choices)


_WAREHOUSE = Column("warehouse")
_LIC = _must("lic")
_QTY = _must("qty", Cell.QTY)

COLUMNS: dict[str, tuple[Column, ...]] = {
    "items": (
        _LIC,
        Column("description", Cell.TEXT),
        Column("inventoried", Cell.FLAG),
        Column("decimals", Cell.CHOICE, choices=tuple("01234")),
        Column("discontinued", Cell.FLAG),
        Column("active", Cell.FLAG),
        Column("vendor"),
        Column("unit_cost", Cell.AMOUNT),
        Column("lead_time_days", Cell.COUNT),
        Column("replenish_level", Cell.AMOUNT),
        Column("target", Cell.AMOUNT),
        Column("order_multiple", Cell.QTY),
        Column("minimum_order", Cell.AMOUNT),
        _WAREHOUSE,
        Column("transfer_from"),
    ),
    "customers": (
        _must("customer"),
        Column("name", Cell.TEXT),
        Column("location"),
        Column("address", Cell.TEXT),
        Column("email", Cell.EMAIL),
        Column("active", Cell.FLAG),
    ),
    "vendors": (_must("vendor"), Column("name", Cell.TEXT), Column("lead_time_days", Cell.COUNT)),
    "stock": (_LIC, _must("qty", Cell.AMOUNT), _WAREHOUSE),
    "orders": (
        _must("order"),
        _must("customer"),
        *(_of(field) for field in HEADER_FIELDS if field.in_files),
        Column("entered_at", Cell.INSTANT),
        _LIC,
        _QTY,
        Column("on_shortage", Cell.CHOICE, choices=tuple(OnShortage)),
        Column("unit_price", Cell.AMOUNT),
        _WAREHOUSE,
        Column("not_before", Cell.DAY),
        Column("hold", Cell.TEXT),
        Column("hold_until", Cell.DAY),
        Column("state", Cell.CHOICE, choices=STATES),
    ),
    "purchase-orders": (
        _must("po"),
        _must("vendor"),
        _LIC,
        _QTY,
        Column("expected_on", Cell.DAY),
        Column("unit_cost", Cell.AMOUNT),
        _WAREHOUSE,
    ),
    "receipts": (_must("po"), _LIC, _QTY, Column("received_at", Cell.INSTANT), Column("reference")),
    "adjustments": (
        _must("reference"),
        _LIC,
        _must("qty", Cell.SIGNED),
        _of(REASON, required=True),
        _WAREHOUSE,
    ),
    "transfers": (
        _must("transfer"),
        _must("from_warehouse"),
        _LIC,
        _QTY,
        Column("expected_on", Cell.DAY),
        _WAREHOUSE,
    ),
    "warehouses": (_must("warehouse"), Column("name", Cell.TEXT), Column("closed", Cell.FLAG)),
    "preferences": (_must("name"), _must("value")),
}
"""Every kind of file in, with its columns."""


def columns(kind: str) -> tuple[Column, ...]:
    """The columns of a kind; UnknownKind names the kinds there are."""
    if kind not in COLUMNS:
        raise UnknownKind(kind=kind, known=", ".join([*COLUMNS, "all"]))
    return COLUMNS[kind]


def required(kind: str) -> set[str]:
    """The columns without which a file of a kind is not read; UnknownKind names the kinds there are."""
    return {column.name for column in columns(kind) if column.required}


def needed(kind: str, mapping: Mapping[str, str]) -> list[str]:
    """The headers without which a file of this kind is not read: those of its own columns, or theirs."""
    own = [column.name for column in columns(kind) if column.required and column.name not in mapping]
    return [*own, *mapping.values()]


def named(sheet: Sheet, kind: str, mapping: Mapping[str, str]) -> tuple[pl.DataFrame, list[str]]:
    """The sheet's text under the kind's own column names, absent ones null, and the headers that were left
    out.

    ``mapping``: column -> their header, for a user's own spreadsheet, whose other columns are then left
    out; without it an unknown column is refused. Headers are compared without regard to case and
    surrounding spaces.
    """
    by_name = {column.name: column for column in columns(kind)}
    at = positions(sheet)
    taken = {name: _mapped(name, theirs, by_name, at) for name, theirs in mapping.items()}
    own = {name: at[name] for name in by_name if name in at and at[name] not in taken.values()}
    used = own | taken
    others = [header for i, header in enumerate(sheet.headers) if header and i not in used.values()]
    if not mapping:
        _refuse_others(sheet, kind, others, list(by_name))
    _refuse_missing(sheet.file, kind, [c.name for c in by_name.values() if c.required and c.name not in used])
    names = {at: name for name, at in used.items()}
    refuse_rows(fault.named(names[fault.column]) for fault in sheet.faults_in(set(names)))
    picked = [_cells(sheet, used.get(name), by_name[name]) for name in by_name]
    return sheet.cells.select("row").with_columns(picked), others


def _cells(sheet: Sheet, at: int | None, column: Column) -> pl.Series:
    """The cells under one column, null where the file has none."""
    if at is None:
        return pl.Series(column.name, [None], dtype=pl.String).new_from_index(0, sheet.cells.height)
    cells = sheet.cells[str(at)].alias(column.name)
    if column.cell not in NUMBERS:
        return cells
    return numbers.settled(cells, comma_separated=sheet.comma_separated, exact=sheet.exact_cells(at))


def _refuse_others(sheet: Sheet, kind: str, others: list[str], own: list[str]) -> None:
    """Refuse columns that nobody knows, and such as have no name though they hold something."""
    if others:
        raise UnknownColumns(file=sheet.file.name, kind=kind, columns=listed(others), known=", ".join(own))
    for i, header in enumerate(sheet.headers):
        if not header and sheet.cells[str(i)].is_not_null().any():
            raise NoName(file=sheet.file.name, column=i + 1)


def positions(sheet: Sheet, asked: Collection[str] | None = None) -> dict[str, int]:
    """Header, lower case -> which cell of a row it stands over; refuses two of a name, if it is ``asked``
    for."""
    at: dict[str, int] = {}
    for i, header in enumerate(sheet.headers):
        if header.lower() in at and (asked is None or header.lower() in asked):
            raise DuplicateColumn(file=sheet.file.name, column=excerpt(header))
        if header:
            at[header.lower()] = i
    return at


def _mapped(name: str, theirs: str, by_name: Mapping[str, Column], at: Mapping[str, int]) -> int:
    option = f"{name}={theirs}"
    if name not in by_name:
        raise BadMapping(option=option, detail=f"there is no column {name}, known are {', '.join(by_name)}")
    if theirs.strip().lower() not in at:
        raise BadMapping(option=option, detail=f"the file has no header {theirs}, it has {listed(at)}")
    return at[theirs.strip().lower()]


def _refuse_missing(file: Path, kind: str, missing: list[str]) -> None:
    if missing:
        raise MissingColumns(file=file.name, kind=kind, columns=", ".join(missing))
