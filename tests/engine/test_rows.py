"""The rows that the finds answer with have the columns of their queries, on a desk with nothing in it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, Final, get_args, get_type_hints

import polars as pl
import pytest

from db.session import Session
from engine import rows

FOUND: Final[dict[type, tuple[str, dict[str, Any]]]] = {
    rows.Order: ("orders.find", {"number": "1001"}),
    rows.OrderLine: ("orders.find_line", {"order_id": 1, "line_no": 1}),
    rows.Item: ("catalogue.item", {"lic": "book"}),
    rows.Shipment: ("shipments.find", {"shipment_id": 1}),
    rows.PurchaseOrder: ("supply.find", {"number": "PO1"}),
    rows.LogRow: ("whole_desk.table_rows", {"table_name": "record_log"}),
}


@pytest.mark.parametrize("row", FOUND, ids=lambda row: row.__name__)
def test_a_row_has_the_columns_of_its_query_and_their_types(row: type, desk: Session) -> None:
    query, params = FOUND[row]
    with desk.snapshot() as tx:
        schema = tx.rows(query, **params).schema
    assert {name: _python(kind) for name, kind in schema.items()} == {
        name: _of_value(hint) for name, hint in get_type_hints(row).items()
    }


def _of_value(hint: Any) -> type:
    """The type of a value that is there."""
    kinds: list[type] = [kind for kind in get_args(hint) or (hint,) if kind is not NoneType]
    return kinds[0]


def _python(kind: pl.DataType) -> type:
    if kind.is_integer():
        return int
    if kind.is_decimal():
        return Decimal
    named: dict[Any, type] = {pl.Date: date, pl.String: str, pl.Boolean: bool}
    return datetime if isinstance(kind, pl.Datetime) else named[kind.base_type()]
