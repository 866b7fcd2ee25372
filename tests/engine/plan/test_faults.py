"""Rows of which no plan can be made: each kind of fault in a sentence, all of them at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from engine.errors import DeskError, Refused
from tests.engine.plan.lake import Lake, lines, stock


def refused(lake: Lake, rows: pl.DataFrame, shelves: pl.DataFrame, **wanted: Any) -> list[str]:
    """What is said of them; nothing is written."""
    lake.fill(rows, shelves)
    with pytest.raises(DeskError) as found:
        lake.plan(**wanted)
    assert lake.left_behind() == {"lines.parquet", "stock.parquet"}
    return found.value.problems if isinstance(found.value, Refused) else [str(found.value)]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("qty", Decimal(-1)),
        ("qty", Decimal(0)),
        ("qty", Decimal("1.00001")),
        ("qty", float("nan")),
        ("qty", 1e13),
        ("qty", None),
        ("priority", 10),
        ("priority", -1),
        ("line_id", None),
        ("lic", ""),
        ("lic", None),
        ("entry_seq", None),
        ("state", "sold"),
    ],
)
def test_a_cell_that_is_not_as_it_must_be_is_refused_with_how_many_and_the_first(
    lake: Lake, column: str, value: object
) -> None:
    good = {"state": "backordered", "ship_type": "partial"}
    [said] = refused(lake, lines(good, good | {column: value}, good | {column: value}), stock(book=5))
    first = "without a line_id" if column == "line_id" else "2"
    assert said.startswith(f"In 2 of the lines in {lake.wanted.lines} the {column} is not ")
    assert f"the first of them line {first};" in said


def test_a_ship_type_is_looked_at_by_a_policy_that_asks_about_orders(lake: Lake) -> None:
    [said] = refused(lake, lines({"order": "A", "ship_type": "all"}), stock(book=5), policy="skip")
    assert "the ship_type is not partial or complete, the first of them line 1;" in said


def test_a_line_that_stands_twice_is_refused(lake: Lake) -> None:
    [said] = refused(lake, lines({}, {"line_id": 1}), stock(book=5))
    assert said.startswith(f"{lake.wanted.lines} gives 1 of its line ids more than once, the first of them 1")


def test_stock_that_is_no_number_or_stands_twice_is_refused(lake: Lake) -> None:
    shelves = pl.DataFrame({"lic": ["book", "book", "pen", None], "on_hand": [1.0, 2.0, 0.00001, 3.0]})
    said = refused(lake, lines({}), shelves)
    assert [
        sentence.partition(f"{lake.wanted.stock} ")[2].partition(", the first")[0] for sentence in said
    ] == [
        "the lic is not filled in",
        "the on_hand is not a number with at most 4 decimals and below a million million millions",
        "gives 1 of its pools in several rows",
    ]


def test_tables_without_a_row_are_refused(lake: Lake) -> None:
    said = refused(lake, lines({"state": "shipped"}), stock(book=5).clear())
    assert [sentence.partition(" has ")[2] for sentence in said] == [
        "no open lines, so there is nothing to plan; name other files.",
        "no rows of stock, so there is nothing to plan; name other files.",
    ]


def test_a_policy_that_asks_about_orders_needs_them(lake: Lake) -> None:
    [said] = refused(lake, lines({}), stock(book=5), policy="skip")
    assert said.endswith("has no column order (the number of the order); add it to the lines.")
    [said] = refused(lake, lines({"order": "A"}, {"order": None}), stock(book=5), policy="complete-first")
    assert said.startswith(f"In 1 of the lines in {lake.wanted.lines} the order is not filled in")
