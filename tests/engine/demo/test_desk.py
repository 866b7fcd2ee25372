"""The demo's desk: its clock on the wall, and what is short to write."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from engine.demo.desk import Desk, units
from engine.store import Session

MONDAY = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


@pytest.fixture
def auckland(desk: Session) -> Desk:
    return Desk(desk, ZoneInfo("Pacific/Auckland"), MONDAY, {})


def test_today_is_the_day_on_the_wall(auckland: Desk) -> None:
    assert (auckland.today, auckland.days_ago(1)) == (date(2026, 3, 3), date(2026, 3, 2))
    assert auckland.at(auckland.today, 10) == datetime(2026, 3, 2, 21, tzinfo=UTC)


def test_weekends_are_no_working_days(auckland: Desk) -> None:
    assert [auckland.workday(back) for back in (1, 2, 3)] == [
        date(2026, 3, 2),
        date(2026, 2, 27),
        date(2026, 2, 26),
    ]


def test_units_are_short_to_write() -> None:
    assert units(ATLAS_7=25, PAPER_KRAFT="2.5") == [("ATLAS-7", Decimal(25)), ("PAPER-KRAFT", Decimal("2.5"))]
