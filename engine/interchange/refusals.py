"""What can be wrong with a file, a sentence each (section 10), and how bad rows are gathered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from engine import errors
from engine.errors import DeskError, Refused


class WrongExtension(DeskError):
    """{file} does not say by its name what it is; end it in .csv, .xlsx or .parquet."""


class Unreadable(DeskError):
    """{file} cannot be read ({detail}); check the file, or save it again as CSV, Excel or Parquet."""


class Unwritable(DeskError):
    """{file} cannot be written ({detail}); check that its folder exists and that you may write there."""


class NoColumnNames(DeskError):
    """{file} is empty; its first row has the column names."""


class TooManyRows(DeskError):
    """{rows} rows are more than an Excel sheet holds ({most}); write {file} as CSV or Parquet instead."""


class UnknownKind(DeskError):
    """There is no kind of file called {kind}; name one of {known}."""


class UnknownColumns(DeskError):
    """{file} has columns that are unknown in {kind}: {columns}; known are {known}, so rename or remove the
    others."""


class MissingColumns(DeskError):
    """{file} lacks columns that {kind} need: {columns}; add them, or name yours with --map
    COLUMN=THEIR_HEADER."""


class TwinColumns(DeskError):
    """{file} has several columns called {column}; rename all but one."""


class BadMapping(DeskError):
    """--map {said} does not fit: {detail}; write --map COLUMN=THEIR_HEADER."""


class TooManyCells(DeskError):
    """There are {found} cells under {expected} column names; put text that has a separator in it into
    quotes."""


class EmptyCell(DeskError):
    """The column {column} is empty; fill it in."""


class NotANumber(DeskError):
    """In the column {column}, {value} is not a number; write it like 25 or 2.5."""


class NotACount(DeskError):
    """In the column {column}, {value} is not a whole number; write it like 7."""


class BelowZero(DeskError):
    """In the column {column}, {value} is less than zero; correct it."""


class NotPositive(DeskError):
    """In the column {column}, {value} must be more than zero; correct it."""


class TooFine(DeskError):
    """In the column {column}, {value} has more than 4 decimal places; round it."""


class TooLarge(DeskError):
    """In the column {column}, {value} is beyond a million millions; check it."""


class NotADay(DeskError):
    """In the column {column}, {value} is not a day; write it like 2026-03-31."""


class NotAnInstant(DeskError):
    """In the column {column}, {value} is not a time; write it like 2026-03-31 14:30."""


class NotAFlag(DeskError):
    """In the column {column}, {value} is neither yes nor no; write one of these."""


class NotAChoice(DeskError):
    """In the column {column}, {value} is not one of {choices}; write one of these."""


class NotAnAddress(DeskError):
    """In the column {column}, {value} is not an e-mail address; write it like orders@school.example."""


class ZeroAdjustment(DeskError):
    """The quantity 0 of {lic} changes nothing; correct it or leave the row out."""


class GivenTwice(DeskError):
    """{record} was given on row {first} already; keep one of the two rows."""


class Disagrees(DeskError):
    """The {column} {value} of {record} differs from row {first}, which says {said}; make them agree."""


class ItemDisagrees(DeskError):
    """LIC {lic} is described otherwise than on row {first}; make the rows of one LIC agree."""


class Scattered(DeskError):
    """Order {order} was on row {first} already; the rows of one order stand together, so sort them."""


class OneLevelOnly(DeskError):
    """{lic} needs both a replenish level and a target; give both."""


class OtherOpening(DeskError):
    """{lic} in warehouse {warehouse} has an opening balance of {known} already, not {qty}; post the
    difference as an adjustment."""


class OtherAdjustment(DeskError):
    """The adjustment {reference} of {lic} is in the books with {known}, not {qty}; give the new one a
    reference of its own."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """One thing wrong with one row of a file, counted as a spreadsheet counts (the column names are row
    1)."""

    row: int
    reason: DeskError

    def __str__(self) -> str:
        return f"Row {self.row}: {self.reason}"


def from_rows(found: pl.DataFrame) -> list[BadRow]:
    """The bad rows a query found: columns row, refusal (the name of an error class), facts (a map of its
    facts)."""
    return [BadRow(row, _kind(refusal)(**facts)) for row, refusal, facts in found.iter_rows()]


def _kind(name: str) -> type[DeskError]:
    kind: type[DeskError] = globals().get(name) or getattr(errors, name)
    return kind


def refuse_rows(bad: Iterable[BadRow]) -> None:
    """Refuse the file for all its bad rows at once; nothing happens when there are none."""
    rows = sorted(bad, key=lambda one: one.row)
    if rows:
        raise Refused([str(one) for one in rows])
