"""Parquet: typed columns as the text that people would write."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import polars as pl

from engine.interchange.gathering import Sheet
from engine.interchange.limits import A_FILE, Bounds, check_table, check_text, check_unpacked
from engine.interchange.refusals import NoColumnNames, Unreadable, excerpt
from engine.quantities import plain_column

_FIRST, _LAST = (day.toordinal() - date(1970, 1, 1).toordinal() for day in (date.min, date.max))
"""The days between which a day is one, as Parquet counts days."""
_MARK: Final = b"PAR1"
"""How a Parquet file begins that is not encrypted."""
_A_DAY: Final = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


def read(file: Path) -> Sheet:
    """The table in a Parquet file; its first row is row 2, as if the names stood above it."""
    typed = rows(file)
    if not typed.width:
        raise NoColumnNames(file=file.name)
    texts = [_text(file, column) for column in typed]
    check_text(file, sum(int(text.str.len_bytes().sum()) for text in texts))
    cells = numbered(texts)
    exact = {i for i, column in enumerate(typed) if column.dtype.is_numeric()}
    return Sheet(file, [name.strip() for name in typed.columns], cells, exact_columns=frozenset(exact))


def rows(file: Path) -> pl.DataFrame:
    """The typed rows of a Parquet file; Unreadable, or refused for what it comes to."""
    with _opened(file, A_FILE) as source:
        table = source.read()
        return _typed(file, table, _characters(table), A_FILE)


def parts(file: Path, bounds: Bounds) -> Iterator[pl.DataFrame]:
    """As ``rows``, a frame for each group of rows that the file has; of a file without any, an empty one."""
    characters = 0
    with _opened(file, bounds) as source:
        if not source.num_row_groups:
            yield _typed(file, source.schema_arrow.empty_table(), 0, bounds)
        for group in range(source.num_row_groups):
            table = source.read_row_group(group)
            characters += _characters(table)
            yield _typed(file, table, characters, bounds)


@contextmanager
def _opened(file: Path, bounds: Bounds) -> Iterator[Any]:
    """A Parquet file to read from; what it claims to hold is asked before any of it is read.

    A text that is repeated a million times costs a file nothing, so texts are read as they are packed, once
    each, and counted before they are written out. Whatever goes wrong in the block is said of the file.
    """
    from pyarrow import ArrowException, OSFile, parquet  # noqa: PLC0415 - only Parquet files need it

    try:
        with OSFile(str(file)) as stream:
            if stream.read(len(_MARK)) != _MARK:
                raise Unreadable(file=file, detail="it is no Parquet file")
            with parquet.ParquetFile(stream) as source:
                packed = _claimed(file, source, bounds)
            with parquet.ParquetFile(stream, read_dictionary=packed) as source:
                yield source
    except (
        ArrowException,
        pl.exceptions.PolarsError,
        pl.exceptions.PanicException,
        OSError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise Unreadable(file=file, detail=excerpt(str(error).partition("\n")[0])) from error


def _typed(file: Path, table: Any, characters: int, bounds: Bounds) -> pl.DataFrame:
    """A table that was read; ``characters``: how many its file had until its end."""
    check_text(file, characters, bounds)
    frame = pl.from_arrow(_written_out(table))
    typed = frame if isinstance(frame, pl.DataFrame) else frame.to_frame()
    typed.columns = table.column_names  # polars calls a nameless one something
    return typed


def _claimed(file: Path, source: Any, bounds: Bounds) -> list[str]:
    """Refuse a file for what it says of itself; the names of its columns of text."""
    claims = source.metadata
    check_table(file, claims.num_rows, claims.num_columns, bounds)
    size = sum(claims.row_group(i).total_byte_size for i in range(claims.num_row_groups))
    check_unpacked(file, size, bounds)
    empty = pl.DataFrame(_bare(source.schema_arrow).empty_table())
    kinds = dict(zip(source.schema_arrow.names, empty.dtypes, strict=True))
    for name, kind in kinds.items():
        if not bounds.lists and (kind.is_nested() or kind == pl.Binary):
            raise _no_values(file, name, kind)
    return [name for name, kind in kinds.items() if kind in (pl.String, pl.Categorical)]


def _characters(table: Any) -> int:
    """How long the texts of a table are when they are written out; a text that is no UTF-8 is refused here,
    since polars would panic."""
    table.validate(full=True)
    return sum(map(_of_column, table.columns))


def _of_column(column: Any) -> int:
    from pyarrow import compute, types  # noqa: PLC0415

    if not types.is_dictionary(column.type) or not _holds_text(column.type):
        return 0
    lengths = (compute.binary_length(part.dictionary).take(part.indices) for part in column.chunks)
    return sum(compute.sum(part).as_py() or 0 for part in lengths)


def _written_out(table: Any) -> Any:
    """The table with its texts one after the other."""
    from pyarrow import large_string, types  # noqa: PLC0415

    for at, column in enumerate(table.columns):
        if types.is_dictionary(column.type) and _holds_text(column.type):
            table = table.set_column(at, table.field(at).name, column.cast(large_string()))
    return table.cast(_bare(table.schema))


def _bare(found: Any) -> Any:
    """A schema without what makes polars panic: what other programs note beside it, if that is no UTF-8, time
    zones that it does not know, and decimals of more than 38 digits.

    So would names, and these are a ValueError here. An instant is the same in every zone.
    """
    "".join(found.names)
    for at, field in enumerate(found):
        found = found.set(at, field.remove_metadata().with_type(_known_type(field.type)))
    return found.remove_metadata()


def _known_type(kind: Any) -> Any:
    from pyarrow import decimal128, timestamp, types  # noqa: PLC0415

    if types.is_timestamp(kind) and kind.tz:
        return timestamp(kind.unit, "UTC")
    return decimal128(38, kind.scale) if types.is_decimal256(kind) else kind


def _holds_text(kind: Any) -> bool:
    from pyarrow import types  # noqa: PLC0415

    return bool(types.is_string(kind.value_type) or types.is_large_string(kind.value_type))


def numbered(texts: list[pl.Series]) -> pl.DataFrame:
    """Text columns by their place, with the numbers of their rows; blank cells null, blank rows left out."""
    frame = pl.DataFrame([text.alias(str(i)) for i, text in enumerate(texts)])
    text = frame.select(pl.when(pl.all().str.strip_chars() != "").then(pl.all()))
    return text.with_row_index("row", 2).filter(pl.any_horizontal(pl.exclude("row").is_not_null()))


def _text(file: Path, column: pl.Series) -> pl.Series:
    """A typed column as people would write it; a type that they do not write is refused by name."""
    kind = column.dtype
    if kind in (pl.Date, pl.Datetime):
        return _moment_text(column)
    if kind.is_float():
        return _float_text(column)
    if kind.is_decimal():
        return column.to_frame().select(plain_column(pl.first())).to_series()
    if kind.is_integer() or kind in (
        pl.String,
        pl.Boolean,
        pl.Time,
        pl.Categorical,
        pl.Enum,
        pl.Null,
    ):
        return column.cast(pl.String)
    raise _no_values(file, column.name, kind)


def _no_values(file: Path, name: str, kind: pl.DataType) -> Unreadable:
    detail = f"the column {excerpt(name)} holds no plain values but {str(kind).partition('(')[0]}"
    return Unreadable(file=file.name, detail=detail)


def _moment_text(column: pl.Series) -> pl.Series:
    """A day as 2026-03-31, an instant as 2026-03-31 14:30:00, with Z if it has a zone; the number of one that
    no calendar has, over which polars would panic."""
    moment, form, day = pl.first(), "%Y-%m-%d", 1
    if isinstance(column.dtype, pl.Datetime):
        form, day = f"{form} %H:%M:%S%.f", _A_DAY[column.dtype.time_unit]
        if column.dtype.time_zone:
            moment, form = moment.dt.convert_time_zone("UTC").dt.replace_time_zone(None), f"{form}Z"
    number = moment.to_physical()
    fit = pl.when((number // day).is_between(_FIRST, _LAST)).then(moment).dt.strftime(form)
    return column.to_frame().select(pl.coalesce(fit, number.cast(pl.String))).to_series()


def _float_text(column: pl.Series) -> pl.Series:
    """The shortest text that means this number: 25, 2.5, never 25.0 or 1e-05."""
    text = column.fill_nan(None).cast(pl.String).str.replace(r"\.0$", "")
    if not text.str.contains("e", literal=True).any():
        return text
    exact = [f"{Decimal(one):f}" if one and "e" in one else one for one in text]
    return pl.Series(column.name, exact, dtype=pl.String)
