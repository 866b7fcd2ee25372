"""The columns that lines and stock have in the files of a lake, and what a table of such files lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow import types

from engine.errors import DeskError
from engine.plan.refusals import ColumnMissing, ColumnOfOtherType, WarehouseMissing
from engine.plan.unread import in_words, is_text

Fits = Callable[[pa.DataType], bool]


@dataclass(frozen=True, slots=True)
class LakeColumn:
    """A column of lines or stock; a lake's other columns are left alone."""

    name: str
    holds: str  # in words
    fits: Fits
    meaning: str
    required: bool = True


def _is_code(kind: pa.DataType) -> bool:
    return is_text(kind) or types.is_integer(kind)


def _is_number(kind: pa.DataType) -> bool:
    """Whether it is a number that DuckDB has, too; it has no floats of 16 bits and no more than 38 digits."""
    if types.is_float16(kind) or types.is_decimal256(kind):
        return False
    return bool(types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind))


_NUMBERS: Final = "whole numbers, decimals of at most 38 digits or floats of 32 or 64 bits"
_LIC: Final = LakeColumn("lic", "text or whole numbers", _is_code, "the LIC")
_WAREHOUSE: Final = LakeColumn(
    "warehouse", "text or whole numbers", _is_code, "the warehouse", required=False
)
ORDER: Final = LakeColumn(
    "order", "text or whole numbers", _is_code, "the number of the order", required=False
)
_AGE: Final = LakeColumn(
    "age_days", "whole numbers", types.is_integer, "days since its order was opened", required=False
)
_SHIP_TYPE: Final = LakeColumn("ship_type", "text", is_text, "partial or complete", required=False)
OF_ORDERS: Final = (ORDER, _SHIP_TYPE, _AGE)
"""What is known of a line's order."""
LINES: Final = (
    LakeColumn("line_id", "whole numbers", types.is_integer, "a number that no other line has"),
    ORDER,
    _LIC,
    _WAREHOUSE,
    LakeColumn("priority", "whole numbers", types.is_integer, "0 to 9, higher first"),
    LakeColumn("entry_seq", "whole numbers", types.is_integer, "the smaller, the earlier it was entered"),
    LakeColumn("qty", _NUMBERS, _is_number, "the units of the line"),
    LakeColumn("state", "text", is_text, "allotted, backordered or picking", required=False),
    LakeColumn("firm", "yes or no", types.is_boolean, "whether nobody may take its stock", required=False),
    LakeColumn("whole", "yes or no", types.is_boolean, "whether it ships only in one piece", required=False),
    _SHIP_TYPE,
    _AGE,
)
"""The columns of lines."""
LINES_ALONE: Final = tuple(column for column in LINES if column not in OF_ORDERS)
"""The columns of lines that a policy reads which asks nothing about orders."""
STOCK: Final = (_LIC, _WAREHOUSE, LakeColumn("on_hand", _NUMBERS, _is_number, "the units that lie there"))
"""The columns of stock."""


def of_lines(*, looks_at_orders: bool) -> tuple[LakeColumn, ...]:
    """The columns of lines that a policy reads."""
    return LINES if looks_at_orders else LINES_ALONE


def faults(
    address: str, table: str, schema: pa.Schema, columns: tuple[LakeColumn, ...]
) -> Iterator[DeskError]:
    """Which columns are missing or of another type."""
    for column in columns:
        if column.name in schema.names:
            found = _plain(schema.field(column.name).type)
            if not (column.fits(found) or types.is_null(found)):
                yield ColumnOfOtherType(
                    column=column.name, address=address, found=in_words(found), expected=column.holds
                )
        elif column.required:
            yield ColumnMissing(table=table, address=address, column=column.name, meaning=column.meaning)


def order_fault(address: str, schema: pa.Schema) -> Iterator[DeskError]:
    """The lines have no orders, and the policy asks about orders."""
    if ORDER.name not in schema.names:
        yield ColumnMissing(table="lines", address=address, column=ORDER.name, meaning=ORDER.meaning)


def warehouse_fault(lines: tuple[str, pa.Schema], stock: tuple[str, pa.Schema]) -> Iterator[DeskError]:
    """Lines or stock alone say which warehouse they mean."""
    for (address, schema), (other, other_schema) in ((lines, stock), (stock, lines)):
        if _WAREHOUSE.name in other_schema.names and _WAREHOUSE.name not in schema.names:
            yield WarehouseMissing(address=address, other=other)


def scanner(dataset: ds.Dataset, columns: tuple[LakeColumn, ...]) -> ds.Scanner:
    """The rows of a table part by part, in all columns of lines or stock; only those in ``columns`` are read,
    if the table has them, and the others are empty."""
    empty = pc.scalar(pa.scalar(None, pa.string()))
    read = {column.name for column in columns} & set(dataset.schema.names)
    names = [column.name for column in (STOCK if columns == STOCK else LINES)]
    return dataset.scanner(columns={name: pc.field(name) if name in read else empty for name in names})


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if types.is_dictionary(kind) else kind
