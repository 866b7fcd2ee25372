"""Rows as frames: few and many come the same, whatever their kind."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from db import duck, frames

PLAIN = """
    select if(n % 3 = 1, null, n % 2 = 0) as flag,
        if(n % 3 = 1, null, (n % 100)::tinyint) as tiny,
        if(n % 3 = 1, null, n::integer) as number,
        if(n % 3 = 1, null, n * 1000000000000) as large,
        if(n % 3 = 1, null, n / 3) as ratio,
        if(n % 3 = 1, null, 'Müller ' || n) as text,
        if(n % 3 = 1, null, date '2026-02-28' + n::integer) as day,
        if(n % 3 = 1, null, timestamp '2026-02-28 12:34:56.789012' + to_days(n::integer)) as instant,
        if(n % 3 = 1, null, (n / 7)::decimal(18, 4)) as qty,
        if(n % 3 = 1, null, (n * 1e9)::decimal(38, 4)) as total,
        if(n % 3 = 1, null, (n * 1e9 / 7)::decimal(38, 8)) as worth,
        null::integer as nothing
    from range($rows) numbers(n)
"""
"""A column of every kind that is fetched as it is; every third value is missing."""
NESTED = """
    select n::integer as number, if(n % 3 = 1, null, [n, n + 1]) as several,
        {'qty': (n / 7)::decimal(18, 4), 'day': date '2026-02-28'} as nested
    from range($rows) numbers(n)
"""


@pytest.mark.parametrize("rows", [0, 1, frames.FEW - 1, frames.FEW, frames.FEW + 1, 3000])
@pytest.mark.parametrize("sql", [PLAIN, NESTED], ids=["plain", "nested"])
def test_the_frame_is_that_of_the_relation_api(sql: str, rows: int) -> None:
    connection = duck.open_memory()
    expected: pl.DataFrame = connection.sql(sql, params={"rows": rows}).pl()
    assert_frame_equal(frames.read(connection.execute(sql, {"rows": rows})), expected)
    assert connection.execute("select 1").fetchall() == [(1,)]  # nothing of it is left


def test_every_plain_kind_is_fetched_and_not_brought_by_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: duck.Connection) -> pl.DataFrame:
        raise AssertionError("it came by Arrow")

    monkeypatch.setattr(frames, "_by_arrow", refuse)
    read = frames.read(duck.open_memory().execute(PLAIN, {"rows": 2}))
    assert set(read.dtypes) == set(frames.KINDS.values())
