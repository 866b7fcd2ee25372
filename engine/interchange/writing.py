"""Tables as files: CSV, Excel or Parquet by the extension.

Text that a spreadsheet would take for a formula gets an apostrophe in front of it in CSV, and reading.py
takes it off again: every cell comes back as it was.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

import polars as pl
import polars.selectors as cs
from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from db import machine, scratch
from engine.interchange.limits import LONGEST_CELL
from engine.interchange.refusals import NotForExcel, TooManyRows, Unwritable, WrongExtension, excerpt
from engine.quantities import plain_column
from engine.rules.texts import no_nul

EXCEL_ROWS = 1_048_575
"""What a sheet holds below its column names."""
PART_ROWS = 100_000
_EXCEL_DIGITS = 10**15
_EXCEL_DAYS = date(1900, 3, 1)
_NOT_IN_XML = "[\\x00\ufffe\uffff]"
_TWO_UNITS = "[\U00010000-\U0010ffff]"
"""Characters that count twice in Excel."""
_MARKUP = r"(?s)^<r>.*</r>$"
_ESCAPES = r"_x[0-9A-Fa-f]{4}_x[0-9A-Fa-f]{4}_"
"""Excel writes odd characters like that; two of them in a row, typed by hand, it would take for others."""
_HINTS = ["\x00", "\ufffe", "\uffff", "_x", "<r>"]
"""What a text has one of where it has any of these; to look for them all at once takes no time."""
_TEXT_STAYS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,  # links would be live, at most 65,530 and 2,079 characters long
}
_FORMULA = r"^('*[=+\-@\t\r])"


class NotToBeReplaced(Unwritable):
    """{file} is a folder, a pipe or a device and no plain file, so nothing is written there; name another
    file."""


class DatabaseThere(Unwritable):
    """{file} is a database, such as a desk or a backup, so nothing is written over it; name another file."""


def write_csv(frame: pl.DataFrame, out: BinaryIO) -> None:
    """Write a table as CSV to ``out``: quantities 25 and 2.5, instants ISO UTC, formulas neutralised.

    Part by part: a record log may have millions of rows.
    """
    _for_csv(frame.clear()).write_csv(out)
    for part in frame.iter_slices(PART_ROWS):
        _for_csv(part).write_csv(out, include_header=False)


def _for_csv(frame: pl.DataFrame) -> pl.DataFrame:
    safe = frame.with_columns(cs.string().str.replace(_FORMULA, "'${1}"))
    return safe.with_columns(instant_text(cs.datetime()), plain_column(cs.decimal()))


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
    if file.suffix.lower() == ".xlsx":
        check_excel(frame, file.name)
    _put(file, lambda part: _write(frame, part))


def write_parts(parts: Any, file: Path) -> int:
    """Write what an Arrow record batch reader brings to the Parquet ``file``, of which no more than a part is
    in memory. Returns how many rows it has. OSError when the disk refuses, and then a part of it is there.
    """
    from pyarrow import parquet  # noqa: PLC0415 - only whole desks need it

    rows = 0
    with file.open("wb") as out, parquet.ParquetWriter(out, parts.schema, compression="zstd") as writer:
        for part in parts:
            writer.write_batch(part)
            rows += part.num_rows
    return rows


def write_text(text: str, file: Path) -> None:
    """Write a text to ``file`` in UTF-8; it is there in full or not at all. Raises Unwritable."""
    _put(file, lambda part: part.write_text(text, encoding="utf-8"))


def _put(file: Path, make: Callable[[Path], object]) -> None:
    """Have a file made beside ``file``, with its ending, and give it its name when it is done.

    What is no plain file stays: a file put in its place would take a pipe from who reads it, and from the
    machine a device. So does a database: it may be the desk.
    """
    no_nul(file, "name of the file")
    try:
        if file.exists() and not file.is_file():
            raise NotToBeReplaced(file=file)
        if file.exists() and _is_database(file):
            raise DatabaseThere(file=file)
        with scratch.folder(file) as folder:
            part = folder / f"part{file.suffix.lower()}"
            make(part)
            if file.exists():
                scratch.like(part, file)
            scratch.put(part, file)
    except OSError as error:
        raise Unwritable(file=file, detail=machine.reason(error)) from error


def _is_database(file: Path) -> bool:
    """Whether a file is one of DuckDB: it says so behind its first checksum."""
    with file.open("rb") as there:
        return there.read(12)[8:] == b"DUCK"


def content(frame: pl.DataFrame, ending: str) -> bytes:
    """A table as the bytes of a file that is not on this disk; ``ending``: ".csv", ".xlsx" or ".parquet"."""
    if ending == ".xlsx":
        check_excel(frame)
    made = io.BytesIO()
    _WRITERS[ending](frame, made)
    return made.getvalue()


def _write(frame: pl.DataFrame, part: Path) -> None:
    """OSError when the disk refuses, whatever the library makes of it."""
    try:
        with part.open("wb") as out:
            _WRITERS[part.suffix](frame, out)
    except (pl.exceptions.ComputeError, XlsxWriterException) as error:
        raise OSError(machine.reason(error)) from error


def check_excel(frame: pl.DataFrame, name: str = "the table") -> None:
    """Refuse what an Excel sheet would drop, cut or change: too many rows, or a text that it cannot hold.

    ``name``: the file that is to be written.
    """
    if frame.height > EXCEL_ROWS:
        raise TooManyRows(rows=f"{frame.height:,}", most=f"{EXCEL_ROWS:,}", file=name)
    for column in frame.select(_suspects(frame)):
        for is_unfit, what in _UNFIT:
            unfit = is_unfit(column)
            if unfit.any():
                row = unfit.arg_max() or 0
                raise NotForExcel(
                    file=name, column=column.name, record=excerpt(frame.row(row)[0]), row=row + 2, what=what
                )


def _suspects(frame: pl.DataFrame) -> list[str]:
    """The columns that may say something an Excel sheet would drop, cut or change; of most tables, none.

    A list asks this whenever its page is drawn, so all columns are looked through at once.
    """
    texts = cs.string()
    # No text has more characters than bytes, as Excel counts either.
    odd = frame.select((texts.str.contains_any(_HINTS) | (texts.str.len_bytes() > LONGEST_CELL)).any())
    return [column.name for column in odd if column.item()]


def _is_long(texts: pl.Series) -> pl.Series:
    return texts.str.len_chars() + texts.str.count_matches(_TWO_UNITS) > LONGEST_CELL


_UNFIT: Final[tuple[tuple[Callable[[pl.Series], pl.Series], str], ...]] = (
    (_is_long, f"more than {LONGEST_CELL:,} characters"),
    (lambda texts: texts.str.contains(_NOT_IN_XML), "a character that it does not know"),
    (
        lambda texts: texts.str.contains(_ESCAPES),
        "what Excel takes for a character that is written by its number",
    ),
    (lambda texts: texts.str.contains(_MARKUP), "the marks of rich text around it"),
)
"""What Excel would drop, cut or change in a text, and what is said of it."""


def _excel(frame: pl.DataFrame, out: BinaryIO) -> None:
    made = io.BytesIO()  # a zip file that meets a full disk would say so again when it is thrown away
    _sheet(frame, made)
    out.write(made.getbuffer())


def _sheet(frame: pl.DataFrame, out: BinaryIO) -> None:
    # A sheet knows no zones, so instants are text; and no more than 15 digits, nor days before March 1900, so
    # a column with such ones is text too.
    exact = [_excel_number(column) for column in frame.select(cs.decimal() | cs.integer())]
    days = [_excel_day(column) for column in frame.select(cs.by_dtype(pl.Date))]
    floats = cs.float().fill_nan(None)
    shown = frame.with_columns(instant_text(cs.datetime()), floats, *exact, *days)
    with Workbook(out, _TEXT_STAYS_TEXT) as book:
        shown.write_excel(
            book, dtype_formats={pl.Float64: "General", pl.Date: "yyyy-mm-dd"}, autofit=frame.height < 5000
        )


def _excel_number(column: pl.Series) -> pl.Series:
    number = column.cast(pl.Float64)
    decimals = column.dtype.scale if isinstance(column.dtype, pl.Decimal) else 0
    most = pl.when(number == number.round()).then(_EXCEL_DIGITS).otherwise(_EXCEL_DIGITS / 10**decimals)
    if pl.select(number.abs() < most).to_series().all() and (number.cast(column.dtype) == column).all():
        return number if column.dtype.is_decimal() else column
    return column.to_frame().select(plain_column(pl.first())).to_series()


def _excel_day(column: pl.Series) -> pl.Series:
    return column if (column >= _EXCEL_DAYS).all() else column.cast(pl.String)


_WRITERS: dict[str, Callable[[pl.DataFrame, BinaryIO], object]] = {
    ".csv": write_csv,
    ".parquet": lambda frame, out: frame.write_parquet(out),
    ".xlsx": _excel,
}
