"""Files as they come: CSV, Excel and Parquet, every cell as text, every row with its number.

Nothing is parsed into numbers here, so that leading zeros, 2.5 and long numbers arrive exactly as they were
written; what is stored as a number becomes its shortest text. Whatever the bytes: there comes a ``Sheet``, or
a refusal that names the file or the row.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import polars as pl

from db.errors import NoSuchPath
from engine.interchange import columnar, decoding, excel, separated
from engine.interchange.gathering import Sheet, gather
from engine.interchange.limits import check_file
from engine.interchange.refusals import NoColumnNames, OtherWorkbook, Unreadable, WrongExtension
from engine.rules.texts import no_nul

__all__ = ["CSV_ENDINGS", "EXCEL_ENDINGS", "PARQUET_ENDINGS", "Sheet", "read"]

CSV_ENDINGS = (".csv", ".tsv", ".txt")
EXCEL_ENDINGS = (".xlsx", ".xlsm")
OTHER_WORKBOOKS = (".xls", ".xlsb", ".ods", ".numbers")
PARQUET_ENDINGS = (".parquet",)
FORMULA = r"^'('*[=+\-@\t\r])"
"""A cell that was neutralised when it was written: writing.py puts the apostrophe there."""


def read(file: Path, needed: Collection[str] = ()) -> Sheet:
    """The table in ``file``, by its extension. Blank rows are left out; the others keep their number.

    ``needed``: names without which the row of column names is not complete; it is looked for in the first
    rows, so that a title may stand above it.
    """
    no_nul(file, "name of the file")
    names = frozenset(name.strip().lower() for name in needed)
    ending = file.suffix.lower()
    try:
        check_file(file)
        if ending in CSV_ENDINGS:
            return _csv(file, names)
        if ending in EXCEL_ENDINGS:
            return excel.read(file, names)
        if ending in PARQUET_ENDINGS:
            return columnar.read(file)
    except FileNotFoundError as error:
        raise NoSuchPath(what="file", path=file) from error
    except OSError as error:
        raise Unreadable(file=file, detail=error.strerror or error) from error
    if ending in OTHER_WORKBOOKS:
        raise OtherWorkbook(file=file.name)
    raise WrongExtension(file=file.name)


def _csv(file: Path, needed: frozenset[str]) -> Sheet:
    text, assumed = decoding.decoded(file, file.read_bytes())
    text, separator = separated.without_sep_line(file, text)
    if not text.strip():
        raise NoColumnNames(file=file.name)
    separator = separator or separated.separator_of(text, needed)
    headers, cells, above = gather(file, separated.records(text, separator), needed)
    bare = pl.col(pl.String).str.replace(FORMULA, "${1}")
    plain = cells.with_columns(pl.when(bare.str.strip_chars() != "").then(bare))
    plain = plain.filter(pl.any_horizontal(pl.exclude("row").is_not_null()))
    return Sheet(file, headers, plain, comma_separated=separator == ",", assumed=[*assumed, *above])
