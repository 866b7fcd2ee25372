"""The columns that lines and stock must have, each fault named."""

from __future__ import annotations

import pyarrow as pa
import pytest

from engine.plan import tables
from tests.engine.plan.lake import lines, stock

LINES = lines({}).to_arrow().schema
STOCK = stock(book=1).to_arrow().schema


def said(schema: pa.Schema, columns: tuple[tables.LakeColumn, ...] = tables.LINES) -> list[str]:
    return [str(fault) for fault in tables.faults("here", "lines", schema, columns)]


def test_tables_with_the_columns_that_are_needed_have_no_faults() -> None:
    assert said(LINES) == []
    assert said(STOCK, tables.STOCK) == []


@pytest.mark.parametrize("name", ["line_id", "lic", "priority", "entry_seq", "qty"])
def test_a_missing_column_is_named_with_what_it_means(name: str) -> None:
    [fault] = said(LINES.remove(LINES.get_field_index(name)))
    assert fault.startswith(f"here has no column {name} (")
    assert fault.endswith("); add it to the lines.")


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("line_id", pa.string(), "text"),
        ("qty", pa.string(), "text"),
        ("qty", pa.large_string(), "text"),
        ("qty", pa.decimal256(50, 4), "decimals of 50 digits"),
        ("qty", pa.float16(), "floats of 16 bits"),
        ("qty", pa.list_(pa.int64()), "lists or records"),
        ("lic", pa.float64(), "floats of 64 bits"),
        ("lic", pa.binary(), "binary"),
        ("priority", pa.bool_(), "yes or no"),
        ("entry_seq", pa.float64(), "floats of 64 bits"),
        ("whole", pa.int8(), "whole numbers"),
        ("state", pa.int64(), "whole numbers"),
        ("state", pa.timestamp("us"), "instants"),
        ("age_days", pa.date32(), "days"),
    ],
)
def test_a_column_of_another_type_is_named_with_both(name: str, kind: pa.DataType, shown: str) -> None:
    index = LINES.get_field_index(name)
    other = LINES.set(index, pa.field(name, kind)) if index >= 0 else LINES.append(pa.field(name, kind))
    [fault] = said(other)
    assert fault.startswith(f"The column {name} of here holds {shown} and must hold ")


def test_text_may_be_kept_in_any_way_parquet_has() -> None:
    for kind in (pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()), pa.null()):
        assert said(LINES.set(LINES.get_field_index("lic"), pa.field("lic", kind))) == []


def test_one_table_alone_with_warehouses_is_refused() -> None:
    with_it = STOCK.append(pa.field("warehouse", pa.string()))
    [fault] = tables.warehouse_fault(("lines", LINES), ("stock", with_it))
    assert str(fault).startswith("lines has no column warehouse and stock has one")
    assert list(tables.warehouse_fault(("lines", LINES), ("stock", STOCK))) == []
