"""Days in figures, made plain in the order that somebody chose."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.interchange import written_days
from engine.rules.profile import Days
from tests.examples import examples


@pytest.mark.parametrize(
    ("cell", "days", "plain"),
    [
        ("03/04/2026", Days.DAY_FIRST, "2026-04-03"),
        ("03/04/2026", Days.MONTH_FIRST, "2026-03-04"),
        ("3.4.26", Days.DAY_FIRST, "2026-04-03"),
        ("2026/3/4", Days.YEAR_FIRST, "2026-03-04"),
        ("31.12.2026 9:05", Days.DAY_FIRST, "2026-12-31 09:05:00"),
        ("12/31/2026, 12:05 AM", Days.MONTH_FIRST, "2026-12-31 00:05:00"),
        ("12/31/2026 1:05:09 p.m.", Days.MONTH_FIRST, "2026-12-31 13:05:09"),
        ("31-12-2026T23:59:59.5 +0200", Days.DAY_FIRST, "2026-12-31 23:59:59.5+0200"),
        ("2026-03-31", Days.DAY_FIRST, "2026-03-31"),
        ("soon", Days.DAY_FIRST, "soon"),
        ("03/04/2026", None, "03/04/2026"),
        (None, Days.DAY_FIRST, None),
    ],
)
def test_a_day_is_read_in_the_order_that_was_chosen_and_anything_else_is_left(
    cell: str | None, days: Days | None, plain: str | None
) -> None:
    cells = pl.Series("day", [cell], dtype=pl.String)
    assert written_days.plain(cells, days).to_list() == [plain]


FORMS = {Days.YEAR_FIRST: "%Y.%m.%d", Days.DAY_FIRST: "%d/%m/%Y", Days.MONTH_FIRST: "%m-%d-%Y"}


@settings(max_examples=examples(20))
@given(st.lists(st.dates(date(1900, 1, 1), date(2999, 12, 31)), max_size=5), st.sampled_from(Days))
def test_any_day_comes_back_from_each_order(found: list[date], days: Days) -> None:
    cells = pl.Series("day", [day.strftime(FORMS[days]) for day in found], dtype=pl.String)
    assert written_days.plain(cells, days).to_list() == [day.isoformat() for day in found]
