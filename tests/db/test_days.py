"""Python and SQL make the same day of an instant, in every zone and at every change of clocks."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from db import days
from db.session import Session
from db.values import naive_utc

ZONES = (
    "Pacific/Pago_Pago",  # -11, the last of all
    "Pacific/Kiritimati",  # +14, the first
    "America/New_York",
    "America/Havana",  # clocks change at midnight
    "Europe/Berlin",
    "Africa/Casablanca",  # four changes in some years
    "Asia/Kolkata",  # half an hour aside
    "Australia/Lord_Howe",  # a change of half an hour
    "Pacific/Apia",  # left out a whole day
    "UTC",
)


def instants(zone: ZoneInfo) -> list[datetime]:
    """Around midnight on every fifth day of years, around every change of clocks, and far away."""
    nights = [days.begins(date(2009, 12, 30) + timedelta(days=5 * n), zone) for n in range(1400)]
    changes = [at.replace(tzinfo=UTC) for at in days.clock(zone)["from_at"][1:]]
    around = (timedelta(), timedelta(seconds=-1), timedelta(minutes=30), timedelta(minutes=-30))
    far = [datetime(1995, 6, 1, 23, 30, tzinfo=UTC), datetime(2059, 6, 1, 0, 30, tzinfo=UTC)]
    return [at + aside for at in [*nights, *changes, *far] for aside in around]


@pytest.mark.parametrize("name", ZONES)
def test_sql_makes_the_day_of_an_instant_that_python_makes(desk: Session, name: str) -> None:
    zone = ZoneInfo(name)
    moments = instants(zone)
    with desk.snapshot() as tx:
        tx.load("moment", pl.DataFrame({"seen_at": [naive_utc(at) for at in moments]}))
        found = tx._cursor.execute(
            "select desk_day(seen_at, $clock) from moment", {"clock": days.clock(zone)}
        ).fetchall()
    assert [day for (day,) in found] == [days.day_of(at, zone) for at in moments]


@pytest.mark.parametrize("name", ZONES)
def test_a_day_begins_with_its_first_instant_and_the_one_before_it_ends(name: str) -> None:
    zone = ZoneInfo(name)
    for n in range(0, 6000, 3):
        day = date(2010, 1, 1) + timedelta(days=n)
        if name == "Pacific/Apia" and day == date(2011, 12, 30):
            continue  # there was none
        morning = days.begins(day, zone)
        assert days.day_of(morning, zone) == day
        assert days.day_of(morning - timedelta(microseconds=1), zone) < day
