"""Parquet: typed columns as the text that people would write."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from engine.interchange import numbers
from engine.interchange.gathering import Sheet
from engine.interchange.limits import check_table, check_text, check_unpacked
from engine.interchange.refusals import NoColumnNames, Unreadable, excerpt


def read(file: Path) -> Sheet:
    """The table in a Parquet file; its first row is row 2, as if the names stood above it."""
    typed = load(file)
    if not typed.width:
        raise NoColumnNames(file=file.name)
    texts = [_text(file, column) for column in typed]
    check_text(file, sum(int(text.str.len_bytes().sum()) for text in texts))
    cells = numbered(texts)
    exact = {i for i, column in enumerate(typed) if column.dtype.is_numeric()}
    return Sheet(file, [name.strip() for name in typed.columns], cells, exact_columns=frozenset(exact))


def load(file: Path) -> pl.DataFrame:
    """The typed rows of a stranger's file: what it claims to hold is asked before any of it is read."""
    return rows(file, _check_claims)


def rows(file: Path, check: Callable[[Path, Any], None] = lambda _file, _claimed: None) -> pl.DataFrame:
    """The typed rows of a Parquet file, or Unreadable; ``check`` is given what it says of itself."""
    from pyarrow import ArrowException, parquet  # noqa: PLC0415 - only Parquet files need it

    try:
        with parquet.ParquetFile(file) as source:
            check(file, source.metadata)
            table = source.read()
            table.validate(full=True)  # a text or a name that is no UTF-8 would make polars panic
            "".join(table.column_names)
            found = pl.from_arrow(table.replace_schema_metadata(None))
    except (
        ArrowException,
        pl.exceptions.PolarsError,
        pl.exceptions.PanicException,
        OSError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise Unreadable(file=file, detail=excerpt(str(error).partition("\n")[0])) from error
    return found if isinstance(found, pl.DataFrame) else found.to_frame()


def _check_claims(file: Path, claimed: Any) -> None:
    check_table(file, claimed.num_rows, claimed.num_columns)
    check_unpacked(file, sum(claimed.row_group(i).total_byte_size for i in range(claimed.num_row_groups)))


def numbered(texts: list[pl.Series]) -> pl.DataFrame:
    """Text columns by their place, with the numbers of their rows; blank cells null, blank rows left out."""
    frame = pl.DataFrame([text.alias(str(i)) for i, text in enumerate(texts)])
    text = frame.select(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))
    return text.with_row_index("row", 2).filter(pl.any_horizontal(pl.exclude("row").is_not_null()))


def _text(file: Path, column: pl.Series) -> pl.Series:
    """A typed column as people would write it; a type that they do not write is refused by name."""
    kind = column.dtype
    if isinstance(kind, pl.Datetime):
        zoned = column if kind.time_zone is None else column.dt.convert_time_zone("UTC")
        return zoned.dt.strftime("%Y-%m-%d %H:%M:%S%.f" + ("Z" if kind.time_zone else ""))
    if kind.is_float():
        return _float_text(column)
    if kind.is_decimal():
        return column.to_frame().select(numbers.plain(pl.first())).to_series()
    if kind.is_integer() or kind in (
        pl.String,
        pl.Boolean,
        pl.Date,
        pl.Time,
        pl.Categorical,
        pl.Enum,
        pl.Null,
    ):
        return column.cast(pl.String)
    detail = f"the column {excerpt(column.name)} holds no plain values but {str(kind).partition('(')[0]}"
    raise Unreadable(file=file.name, detail=detail)


def _float_text(column: pl.Series) -> pl.Series:
    """The shortest text that means this number: 25, 2.5, never 25.0 or 1e-05."""
    text = column.fill_nan(None).cast(pl.String).str.replace(r"\.0$", "")
    if not text.str.contains("e", literal=True).any():
        return text
    exact = [f"{Decimal(one):f}" if one and "e" in one else one for one in text]
    return pl.Series(column.name, exact, dtype=pl.String)
