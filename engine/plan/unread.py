"""Why files cannot be read as one table, in words of people: which file it is, and what is wrong with it.

Arrow says that at length, and not always of which file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyarrow as pa
from pyarrow import fs, parquet, types

from db import machine

_MARKS: Final = frozenset({b"PAR1", b"PARE"})
"""What a Parquet file begins and ends with; the second where it is encrypted."""
_MARK: Final = 4
"""How long they are, in bytes."""
_TYPES: Final = (
    (types.is_integer, "whole numbers"),
    (types.is_boolean, "yes or no"),
    (types.is_date, "days"),
    (types.is_timestamp, "instants"),
    (types.is_null, "nothing"),
    (types.is_nested, "lists or records"),
)


def in_words(kind: pa.DataType) -> str:
    """What a column of this type holds."""
    if is_text(kind):
        return "text"
    if types.is_floating(kind):
        return f"floats of {kind.bit_width} bits"
    if types.is_decimal(kind):
        return f"decimals of {kind.precision} digits"
    return next((words for is_of, words in _TYPES if is_of(kind)), str(kind))


def is_text(kind: pa.DataType) -> bool:
    """Whether a type is text, in one of the ways that Arrow keeps it."""
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def broken(filesystem: fs.FileSystem, base: str, files: Sequence[str], error: Exception) -> str:
    """Why reading the columns of files below ``base`` failed: the first that is none of Parquet, else the
    error."""
    faults = (_fault_of(filesystem, file, file.removeprefix(f"{base}/")) for file in files)
    return next((words for words in faults if words), machine.reason(error))


def _fault_of(filesystem: fs.FileSystem, file: str, name: str) -> str:
    """What is wrong with the ends and the columns of a file; "" if nothing that can be seen."""
    try:
        with filesystem.open_input_file(file) as stream:
            if not (size := stream.size()):
                return f"{name} is empty"
            if stream.read_at(_MARK, 0) not in _MARKS:
                return f"{name} is no Parquet file"
            if size < 3 * _MARK or stream.read_at(_MARK, size - _MARK) not in _MARKS:
                return f"{name} ends too early"
            return _twice(name, parquet.read_schema(stream))
    except (OSError, pa.ArrowException):
        return ""


def _twice(name: str, schema: pa.Schema) -> str:
    """Which column a file has more than once; "" if none."""
    twice = next((column for column in schema.names if schema.names.count(column) > 1), None)
    return f"{name} has several columns {twice}" if twice else ""


def disagreement(named: Iterable[tuple[str, pa.Schema]]) -> str:
    """The first column that does not come to one table, and what it is where; "" if all do.

    ``named``: where columns are found, in words.
    """
    return next(_odd_columns(named), "")


def _odd_columns(named: Iterable[tuple[str, pa.Schema]]) -> Iterator[str]:
    first: dict[str, tuple[str, pa.DataType]] = {}
    for file, schema in named:
        for column in schema:
            other, kind = first.setdefault(column.name, (file, column.type))
            if not _go_together(kind, column.type):
                there, here = in_words(kind), in_words(column.type)
                yield f"{column.name} is {there} in {other} and {here} in {file}"


def _go_together(one: pa.DataType, other: pa.DataType) -> bool:
    schemas = [pa.schema([("column", kind)]) for kind in (one, other)]
    try:
        pa.unify_schemas(schemas, promote_options="permissive")
    except pa.ArrowException:
        return False
    return True
