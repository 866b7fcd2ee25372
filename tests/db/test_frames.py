"""Rows as frames: few and many come the same, whatever their kind."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from db import duck, frames

COLUMNS = {
    "flag": "n % 2 = 0",
    "tiny": "(n % 100)::tinyint",
    "number": "n::integer",
    "large": "n * 1000000000000",
    "ratio": "n / 3",
    "text": "'Müller ' || n",
    "day": "date '2026-02-28' + n::integer",
    "instant": "timestamp '2026-02-28 12:34:56.789012' + to_days(n::integer)",
    "qty": "(n / 7)::decimal(18, 4)",
    "total": "(n * 1e9)::decimal(38, 4)",
    "several": "[n, n + 1]",
    "nested": "{'qty': (n / 7)::decimal(18, 4), 'day': date '2026-02-28'}",
    "nothing": "null::integer",
}
AS_FETCHED = [name for name in COLUMNS if name not in {"several", "nested"}]


def query(names: list[str], rows: int) -> str:
    """Every third value is missing."""
    columns = ", ".join(f"if(n % 3 = 1, null, {COLUMNS[name]}) as {name}" for name in names)
    return f"select {columns} from range({rows}) numbers(n)"


@pytest.mark.parametrize("rows", [0, 1, frames.FEW - 1, frames.FEW, frames.FEW + 1, 3000])
@pytest.mark.parametrize("names", [AS_FETCHED, list(COLUMNS)], ids=["plain", "nested"])
def test_the_frame_is_that_of_the_relation_api(names: list[str], rows: int) -> None:
    connection = duck.open_memory()
    sql = query(names, rows)
    expected: pl.DataFrame = connection.sql(sql).pl()
    assert_frame_equal(frames.read(connection.execute(sql)), expected)
    assert connection.execute("select 1").fetchall() == [(1,)]  # nothing of it is left


@pytest.mark.parametrize("name", AS_FETCHED)
def test_each_plain_kind_is_fetched_and_not_brought_by_arrow(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: duck.Connection) -> pl.DataFrame:
        raise AssertionError(f"{name} came by Arrow")

    monkeypatch.setattr(frames, "_by_arrow", refuse)
    read = frames.read(duck.open_memory().execute(query([name], 2)))
    assert read.height == 2
