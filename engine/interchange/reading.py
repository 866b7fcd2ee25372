"""Files as they come: CSV, Excel and Parquet, every cell as text.

CSV and Excel are never parsed into numbers here, so that leading zeros, 2.5 and long numbers arrive exactly
as they were written. Parquet is typed already; its numbers become their shortest text.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from engine.interchange.refusals import (
    BadRow,
    NoColumnNames,
    TooManyCells,
    Unreadable,
    WrongExtension,
    refuse_rows,
)

CSV_ENDINGS = (".csv", ".tsv", ".txt")
EXCEL_ENDINGS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
PARQUET_ENDINGS = (".parquet",)
FORMULA = r"^'('*[=+\-@\t\r])"
"""A cell that was neutralised when it was written: writing.py puts the apostrophe there."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of text as it stands in a file."""

    file: Path
    headers: list[str]  # trimmed, in the order of the columns; a nameless one is empty
    cells: (
        pl.DataFrame
    )  # row (as a spreadsheet counts), then columns "0", "1", … of text; blank cells are null


def read(file: Path) -> Sheet:
    """The table in ``file``, by its extension. Blank rows are left out; the others keep their number."""
    ending = file.suffix.lower()
    if not file.is_file():
        raise Unreadable(file=file, detail="there is no such file")
    if ending in CSV_ENDINGS:
        return _sheet(file, *_csv(file))
    if ending in EXCEL_ENDINGS:
        return _sheet(file, _excel(file), 1)
    if ending in PARQUET_ENDINGS:
        return _parquet(file)
    raise WrongExtension(file=file.name)


def _sheet(file: Path, raw: pl.DataFrame, first_row: int) -> Sheet:
    """A sheet out of rows of text, the first one that is not blank being the headers."""
    filled = _numbered(raw, first_row)
    if not filled.height:
        raise NoColumnNames(file=file.name)
    headers = [(name or "").strip() for name in filled.row(0)[1:]]
    cells = filled.slice(1)
    for i, header in enumerate(headers):
        if not header and cells[str(i)].is_not_null().any():
            raise Unreadable(file=file.name, detail=f"column {i + 1} has no name")
    return Sheet(file, headers, cells)


def _numbered(raw: pl.DataFrame, first_row: int) -> pl.DataFrame:
    """Text rows with their numbers; cells without anything but spaces are null, rows of such cells left
    out."""
    plain = raw.rename(dict(zip(raw.columns, map(str, range(raw.width)), strict=True)))
    text = plain.select(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))
    return text.with_row_index("row", first_row).filter(pl.any_horizontal(pl.exclude("row").is_not_null()))


def _csv(file: Path) -> tuple[pl.DataFrame, int]:
    """The rows of a CSV file with the headers among them, and the number of the first of these rows."""
    text = _decoded(file.read_bytes())
    body = text.lstrip("\r\n")
    skipped = text[: len(text) - len(body)].count("\n")
    if not body.strip():
        raise NoColumnNames(file=file.name)
    separator = _separator(body)
    try:
        raw = _polars_csv(body, separator, ragged=False)
    except pl.exceptions.ComputeError as error:
        _refuse_long_rows(file, body, separator, skipped, error)
        raw = _polars_csv(body, separator, ragged=True)
    return raw.with_columns(pl.all().str.replace(FORMULA, "${1}")), skipped + 1


def _polars_csv(body: str, separator: str, *, ragged: bool) -> pl.DataFrame:
    return pl.read_csv(
        io.BytesIO(body.encode()),
        has_header=False,
        infer_schema=False,
        separator=separator,
        truncate_ragged_lines=ragged,
    )


def _decoded(content: bytes) -> str:
    """The text of a CSV file: UTF-8 with or without its mark, else as Windows writes it."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _separator(body: str) -> str:
    """The most frequent of the usual separators in the row of column names, outside quotes."""
    outside = "".join(body.partition("\n")[0].split('"')[::2])
    return max(",;\t", key=outside.count)


def _refuse_long_rows(file: Path, body: str, separator: str, skipped: int, error: Exception) -> None:
    """Name the rows with more cells than there are columns; cells that are blank do not count."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=separator)
    try:
        lengths = [_length(cells) for cells in reader]
    except csv.Error as broken:
        raise Unreadable(file=file.name, detail=str(broken)) from error
    expected = lengths[0]
    long = [(n, length) for n, length in enumerate(lengths) if length > expected]
    if not long and max(lengths) <= expected and '"' in str(error):
        raise Unreadable(file=file.name, detail="a quote is opened and not closed") from error
    refuse_rows(BadRow(skipped + n + 1, TooManyCells(found=found, expected=expected)) for n, found in long)


def _length(cells: list[str]) -> int:
    """How many cells a row has up to the last that is not blank."""
    return max((i + 1 for i, cell in enumerate(cells) if cell.strip()), default=0)


def _excel(file: Path) -> pl.DataFrame:
    """The rows of the first sheet with the headers among them, each cell as the text it would show
    unformatted."""
    import fastexcel  # noqa: PLC0415 - only Excel files need it, and it takes its time

    try:
        sheet = fastexcel.read_excel(file).load_sheet(0, header_row=None, skip_rows=0, dtypes="string")
        return sheet.to_polars()
    except fastexcel.FastExcelError as error:
        detail = str(error).partition("\n")[0]
        raise Unreadable(file=file.name, detail=detail) from error


def _parquet(file: Path) -> Sheet:
    try:
        typed = pl.read_parquet(file)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise Unreadable(file=file.name, detail=str(error).partition("\n")[0]) from error
    as_text = pl.DataFrame([_text(file, column) for column in typed])
    return Sheet(file, [name.strip() for name in typed.columns], _numbered(as_text, 2))


def _text(file: Path, column: pl.Series) -> pl.Series:
    """A typed column as people would write it."""
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        zoned = column if kind.time_zone is None else column.dt.convert_time_zone("UTC")
        return zoned.dt.strftime("%Y-%m-%d %H:%M:%S%.f" + ("Z" if kind.time_zone else ""))
    if kind.is_float():
        return _float_text(column)
    if kind.is_decimal():
        return column.cast(pl.String).str.replace(r"(\.\d*?)0+$", "${1}").str.strip_suffix(".")
    if kind.is_nested() or kind in (pl.Binary, pl.Object):
        raise Unreadable(file=file.name, detail=f"column {column.name} holds no plain values")
    return column.cast(pl.String)


def _float_text(column: pl.Series) -> pl.Series:
    """The shortest text that means this number: 25, 2.5, never 25.0 or 1e-05."""
    text = column.fill_nan(None).cast(pl.String).str.replace(r"\.0$", "")
    if not text.str.contains("e", literal=True).any():
        return text
    exact = [f"{Decimal(one):f}" if one and "e" in one else one for one in text]
    return pl.Series(column.name, exact, dtype=pl.String)
