"""From records to a sheet: the row of the column names found, the rows below it as columns of text.

Records come one by one and are turned into columns in portions, so that a large file never stands in memory
as a list of lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice, zip_longest
from pathlib import Path

import polars as pl

from engine.errors import DeskError
from engine.interchange.bad_rows import BadRow, refuse_rows
from engine.interchange.limits import LONGEST_CELL, MOST_COLUMNS, check_table
from engine.interchange.refusals import LongCell, NoColumnNames, TooManyCells

FileRecord = tuple[int, Sequence[str | None]]
HEAD = 20
"""Among so many rows with something in them the column names are looked for."""
_PORTION = 400_000  # cells
_MOST_BAD = 10_000


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that holds no value, though a spreadsheet shows something there."""

    row: int
    column: int  # counted from 0
    reason: type[DeskError]  # needs the fact column and these
    facts: dict[str, str] = field(default_factory=dict)

    def named(self, column: str) -> BadRow:
        """What is wrong, with the column as people know it."""
        return BadRow(self.row, self.reason(column=column, **self.facts))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text as it stands in a file."""

    file: Path
    headers: list[str]  # trimmed, in the order of the columns; a nameless one is empty
    cells: pl.DataFrame
    """Row (as a spreadsheet counts), then columns "0", "1", … of text; blank cells are null."""
    comma_separated: bool = True  # so that its numbers have no decimal commas
    exact: Mapping[int, Sequence[int]] = field(default_factory=dict)  # column -> rows of stored decimals
    exact_columns: frozenset[int] = frozenset()  # columns of a type that has one reading
    faults: list[Fault] = field(default_factory=list)
    assumed: list[str] = field(default_factory=list)  # a sentence for each thing the file does not say

    def faults_in(self, columns: set[int]) -> list[Fault]:
        """The faults below the column names in these columns."""
        rows = set(self.cells["row"]) if self.faults else set()
        return [fault for fault in self.faults if fault.column in columns and fault.row in rows]

    def exact_cells(self, column: int) -> pl.Series:
        """Which cells of a column were stored as numbers, and so have one reading."""
        if column in self.exact_columns:
            return self.cells.select(pl.repeat(True, pl.len())).to_series()
        return self.cells["row"].is_in(list(self.exact.get(column, [])))


def gather(
    file: Path, records: Iterable[FileRecord], needed: frozenset[str]
) -> tuple[list[str], pl.DataFrame, list[str]]:
    """Headers, cells and what was assumed, as ``Sheet`` has them.

    The headers are the first row that is not blank; or, if that lacks a name that is ``needed`` (lower
    case), the first of the rows below it that has them all.
    """
    filled = (
        record for record in records if any(record[1]) and any(cell and cell.strip() for cell in record[1])
    )
    head = list(islice(filled, HEAD))
    if not head:
        raise NoColumnNames(file=file.name)
    at = _names_at(head, needed)
    row, names = head[at]
    width = len(names) if len(names) <= MOST_COLUMNS else _length(names)
    headers = [(name or "").strip() for name in names[:width]]
    check_table(file, 0, len(headers))
    frame = _rows(file, chain(head[at + 1 :], filled), len(headers))
    above = f"The column names are on row {row}; what stands above them was left out."
    return headers, frame, [above] if at else []


def _names_at(head: list[FileRecord], needed: frozenset[str]) -> int:
    for at, (_, cells) in enumerate(head):
        if needed and needed <= {cell.strip().lower() for cell in cells if cell}:
            return at
    return 0


def _rows(file: Path, records: Iterable[FileRecord], width: int) -> pl.DataFrame:
    """The cells below the names; Refused for rows that are longer than the names, and for cells too long."""
    columns = ["row", *map(str, range(width))]
    parts = [pl.DataFrame(schema=dict.fromkeys(columns, pl.String) | {"row": pl.UInt32})]
    bad: list[BadRow] = []
    rows = 0
    for portion in _portions(records):
        rows += len(portion)
        check_table(file, rows, width)
        part = _columns(portion, width)
        bad += chain(_too_many(part, width), too_long(part))
        if len(bad) > _MOST_BAD:
            break
        parts.append(part.select(columns))
    refuse_rows(bad)
    return pl.concat(parts)


def _portions(records: Iterable[FileRecord]) -> Iterator[list[FileRecord]]:
    portion, widest = list[FileRecord](), 1
    for row, values in records:
        cells = values if len(values) <= MOST_COLUMNS else values[: _length(values)]
        if len(cells) > MOST_COLUMNS:
            refuse_rows([BadRow(row, TooManyCells(found=len(cells), expected=MOST_COLUMNS))])
        portion.append((row, cells))
        widest = max(widest, len(cells))
        if len(portion) * widest > _PORTION:
            yield portion
            portion, widest = [], 1
    if portion:
        yield portion


def _columns(portion: list[FileRecord], width: int) -> pl.DataFrame:
    """A portion by columns, at least ``width`` of them; cells without anything but spaces are null."""
    numbers = pl.Series("row", [row for row, _ in portion], dtype=pl.UInt32)
    columns = list(zip_longest(*(cells for _, cells in portion)))
    texts = [pl.Series(str(i), cells, dtype=pl.String) for i, cells in enumerate(columns)]
    missing = [pl.lit(None, pl.String).alias(str(i)) for i in range(len(columns), width)]
    frame = pl.DataFrame([numbers, *texts]).with_columns(missing)
    text = pl.exclude("row")
    return frame.with_columns(pl.when(text.str.strip_chars() != "").then(text))


def _too_many(part: pl.DataFrame, width: int) -> Iterator[BadRow]:
    """Rows with more cells than there are column names; cells that are blank do not count."""
    beyond = part.columns[width + 1 :]
    if not beyond:
        return
    for row in part.filter(pl.any_horizontal(pl.col(beyond).is_not_null())).iter_rows():
        yield BadRow(row[0], TooManyCells(found=_length(row[1:]), expected=width))


def too_long(cells: pl.DataFrame) -> Iterator[BadRow]:
    """What is wrong with the cells that are longer than a cell may be."""
    for name in cells.columns[1:]:
        length = pl.col(name).str.len_chars()
        for row, characters in cells.select("row", length).filter(pl.col(name) > LONGEST_CELL).iter_rows():
            yield BadRow(
                row, LongCell(column=int(name) + 1, found=f"{characters:,}", most=f"{LONGEST_CELL:,}")
            )


def _length(cells: Sequence[str | None]) -> int:
    """How many cells a row has up to the last that is not blank."""
    return next((i for i in range(len(cells), 0, -1) if (cells[i - 1] or "").strip()), 0)
