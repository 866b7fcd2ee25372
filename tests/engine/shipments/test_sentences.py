"""What becomes of lines and shipments, in the record log's words and order (section 9)."""

from __future__ import annotations

import polars as pl

from engine import log
from engine.shipments import sentences

LINES = pl.DataFrame(
    {
        "shipment_id": [8, 7, 7],
        "order_id": [2, 1, 1],
        "number": ["1002", "1001", "1001"],
        "line_id": [3, 2, 1],
        "line_no": [1, 2, 1],
        "root_line_id": [3, 2, 1],
        "item_id": 1,
        "warehouse_id": 1,
        "qty": 5,
        "aboard_qty": [4, 5, 6],
        "is_new": [False, True, True],
        "host_id": [9, None, None],
        "host_number": ["1009", None, None],
    }
)


def test_lines_come_off_by_shipment_order_and_number_with_what_was_aboard() -> None:
    rows = sentences.withdrawn(LINES, "a {reason}")
    assert rows.select("sentence", "qty").rows() == [
        ("Line 1 of order 1001 came off shipment 7 (a {reason}).", 6),
        ("Line 2 of order 1001 came off shipment 7 (a {reason}).", 5),
        ("Line 1 of order 1002 came off shipment 8 (a {reason}).", 4),
    ]


def test_shipments_that_were_made_come_first_then_who_went_on_then_who_was_joined() -> None:
    rows = sentences.boarded(LINES, "it was")
    assert rows.select("order_id", "other_order_id", "new_value", "sentence").rows() == [
        (None, None, "pending", "Shipment 7 was made (it was)."),
        (1, None, "aboard", "Line 1 of order 1001 went on shipment 7 (it was)."),
        (1, None, "aboard", "Line 2 of order 1001 went on shipment 7 (it was)."),
        (2, 9, "aboard", "Line 1 of order 1002 was appended to shipment 8 beside order 1009 (it was)."),
        (9, 2, "joined", "Order 1002 was appended to shipment 8 of this order (it was)."),
    ]


def test_every_row_has_columns_of_the_record_log_alone() -> None:
    made = (sentences.withdrawn(LINES, "x"), sentences.emptied(LINES, "x"), sentences.boarded(LINES, "x"))
    assert [set(rows.columns) - set(log.ROW) for rows in made] == [set()] * 3
