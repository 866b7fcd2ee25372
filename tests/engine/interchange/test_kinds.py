"""The columns of each kind of file, under their own names or a mapping."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import DeskError
from engine.interchange import kinds, reading
from tests.engine.interchange.sheets import COLUMNS, parsed, written


def test_headers_are_compared_without_case_and_spaces(tmp_path: Path) -> None:
    assert parsed(tmp_path, " Order ,CUSTOMER,Lic,qty\n1,C,A,1\n").row(0)[:3] == (2, "1", "C")


def test_unknown_columns_are_an_error_that_lists_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        parsed(tmp_path, f"{COLUMNS},colour,size\n1,C,A,1,red,L\n")
    assert "unknown in orders: colour, size; known are order, customer, location, ship_type" in str(
        caught.value
    )


def test_missing_columns_are_named_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"lacks columns that orders need: customer, qty"):
        parsed(tmp_path, "order,lic\n1,A\n")


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="several columns called qty"):
        parsed(tmp_path, f"{COLUMNS},qty\n1,C,A,1,2\n")


def test_a_column_without_a_name_is_refused_if_it_holds_something(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="column 5 has no name"):
        parsed(tmp_path, f"{COLUMNS},\n1,C,A,1,x\n")
    assert parsed(tmp_path, f"{COLUMNS},\n1,C,A,1,\n").height == 1


def test_a_mapping_reads_a_users_own_spreadsheet_and_leaves_its_other_columns_out(tmp_path: Path) -> None:
    sheet = reading.read(
        written(tmp_path, "InvoiceNo,CustomerID,StockCode,Quantity,qty,Country\n1,C,A,6,9,UK\n")
    )
    mapping = {"order": "InvoiceNo", "customer": "customerid", "lic": "StockCode", "qty": "Quantity"}
    table, left_out = kinds.named(sheet, "orders", mapping)
    assert table.select("row", "order", "customer", "lic", "qty").rows() == [(2, "1", "C", "A", "6")]
    assert left_out == ["qty", "Country"]


@pytest.mark.parametrize(
    ("mapping", "detail"),
    [
        ({"colour": "lic"}, "there is no column colour"),
        ({"qty": "Quantity"}, "the file has no header Quantity"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(tmp_path: Path, mapping: dict[str, str], detail: str) -> None:
    with pytest.raises(DeskError, match=detail):
        kinds.named(reading.read(written(tmp_path, f"{COLUMNS}\n1,C,A,1\n")), "orders", mapping)
