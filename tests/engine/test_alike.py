"""Rows that are alike are put into words once."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from engine import alike

PART = st.fixed_dictionaries({"qty": st.integers(1, 3), "po": st.sampled_from(["A", None])})
ROWS = st.lists(st.tuples(st.sampled_from([None, 1, 2]), st.none() | st.lists(PART, max_size=2)), max_size=9)
SCHEMA: dict[str, Any] = {"n": pl.Int64, "parts": pl.List(pl.Struct({"qty": pl.Int64, "po": pl.String}))}


def words(*row: Any) -> str:
    return json.dumps(row, sort_keys=True)


@given(ROWS)
def test_each_row_has_the_words_that_it_would_have_alone(rows: list[tuple[Any, ...]]) -> None:
    frame = pl.DataFrame(rows, SCHEMA, orient="row")
    assert alike.worded(frame, words).to_list() == [words(*row) for row in rows]


def test_rows_that_are_alike_are_asked_about_once() -> None:
    asked: list[Decimal] = []

    def say(qty: Decimal) -> str | None:
        asked.append(qty)
        return None if qty > 2 else f"{qty} units"

    frame = pl.DataFrame({"qty": [Decimal(2), Decimal(3), Decimal(2), Decimal(3)]})
    assert alike.worded(frame, say).to_list() == ["2 units", None, "2 units", None]
    assert asked == [2, 3]
