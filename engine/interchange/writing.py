"""Tables as files: CSV, Excel or Parquet by the extension.

Text that a spreadsheet would take for a formula gets an apostrophe in front of it in CSV, and reading.py
takes it off again: every cell comes back as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import polars as pl
import polars.selectors as cs

from engine.interchange.refusals import TooManyRows, Unwritable, WrongExtension

EXCEL_ROWS = 1_048_575
"""What a sheet holds below its column names."""
PART_ROWS = 100_000
_FORMULA = r"^('*[=+\-@\t\r])"


def csv_text(frame: pl.DataFrame) -> str:
    """A table as CSV text: quantities 25 and 2.5, instants ISO UTC, formulas neutralised."""
    return _for_csv(frame).write_csv()


def write_csv(frame: pl.DataFrame, out: BinaryIO) -> None:
    """The same, written to ``out`` part by part: a record log may have millions of rows."""
    _for_csv(frame.clear()).write_csv(out)
    for part in frame.iter_slices(PART_ROWS):
        _for_csv(part).write_csv(out, include_header=False)


def _for_csv(frame: pl.DataFrame) -> pl.DataFrame:
    safe = frame.with_columns(cs.string().str.replace(_FORMULA, "'${1}"))
    return safe.with_columns(instant_text(cs.datetime()), plain_text(cs.decimal()))


def plain_text(column: pl.Expr) -> pl.Expr:
    """A decimal as 25 or 2.5."""
    return column.cast(pl.String).str.replace(r"(\.\d*?)0+$", "${1}").str.strip_suffix(".")


def instant_text(column: pl.Expr) -> pl.Expr:
    """An aware UTC instant as 2026-03-31T14:30:00Z."""
    return column.dt.strftime("%Y-%m-%dT%H:%M:%S%.fZ")


def check_ending(file: Path) -> None:
    """Refuse a file whose name does not say what it is, before any work is done for it."""
    if file.suffix.lower() not in _WRITERS:
        raise WrongExtension(file=file.name)


def write(frame: pl.DataFrame, file: Path) -> None:
    """Write a table to ``file``; it is there in full or not at all."""
    check_ending(file)
    if file.suffix.lower() == ".xlsx" and frame.height > EXCEL_ROWS:
        raise TooManyRows(rows=frame.height, most=EXCEL_ROWS, file=file.name)
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("wb") as out:
            _WRITERS[file.suffix.lower()](frame, out)
        part.replace(file)
    except OSError as error:
        raise Unwritable(file=file, detail=error.strerror or error) from error
    finally:
        part.unlink(missing_ok=True)


def _excel(frame: pl.DataFrame, out: BinaryIO) -> None:
    # A sheet knows no zones, so instants are text; and no more than 15 digits, so a column with longer ones
    # is text too.
    numbers = [_excel_number(column) for column in frame if column.dtype.is_decimal()]
    shown = frame.with_columns(instant_text(cs.datetime()), *numbers)
    shown.write_excel(
        out, dtype_formats={pl.Float64: "General", pl.Date: "yyyy-mm-dd"}, autofit=frame.height < 5000
    )


def _excel_number(column: pl.Series) -> pl.Series:
    number = column.cast(pl.Float64)
    if (number.cast(column.dtype) == column).all():
        return number
    return column.to_frame().select(plain_text(pl.first())).to_series()


_WRITERS: dict[str, Callable[[pl.DataFrame, BinaryIO], object]] = {
    ".csv": write_csv,
    ".parquet": lambda frame, out: frame.write_parquet(out),
    ".xlsx": _excel,
}
