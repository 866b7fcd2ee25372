"""Parquet: texts as they are packed, counted as often as they stand there."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from engine.errors import DeskError
from engine.interchange import reading
from tests.engine.interchange.sheets import cells


def test_a_text_that_is_packed_once_is_counted_as_often_as_it_stands_there(tmp_path: Path) -> None:
    file = tmp_path / "items.parquet"
    text = pl.Series("lic", ["x" * 5_000]).cast(pl.Categorical).new_from_index(0, 1_000_000)
    pl.DataFrame([text]).write_parquet(file)
    assert file.stat().st_size < 1_000_000
    with pytest.raises(DeskError, match="more characters than its size says"):
        reading.read(file)


def test_parquet_is_read_typed_and_floats_become_their_shortest_text(tmp_path: Path) -> None:
    file = tmp_path / "orders.parquet"
    pl.DataFrame(
        {
            "customer": [17850.0, float("nan")],
            "qty": [0.1, 1e-05],
            "price": [Decimal("2.5000"), Decimal(3)],
            "at": [datetime(2026, 3, 31, 12, tzinfo=UTC), None],
            "on": [date(2026, 3, 31), None],
            "flag": [True, None],
        },
        schema_overrides={"price": pl.Decimal(18, 4)},
    ).write_parquet(file)
    assert cells(file) == [
        (2, "17850", "0.1", "2.5", "2026-03-31 12:00:00Z", "2026-03-31", "true"),
        (3, None, "0.00001", "3", None, None, None),
    ]


def test_a_parquet_column_of_lists_is_refused(tmp_path: Path) -> None:
    pl.DataFrame({"lic": [["A"]]}).write_parquet(tmp_path / "x.parquet")
    with pytest.raises(DeskError, match="column lic holds no plain values"):
        reading.read(tmp_path / "x.parquet")
