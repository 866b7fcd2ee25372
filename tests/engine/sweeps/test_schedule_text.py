"""A schedule read from what was typed, and in words."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from db.session import Session
from engine.errors import Refused, Unknown
from engine.rules.calendar import Unit
from engine.sweeps import schedule_text
from tests.engine.sweeps.plans import change, half_hourly


def test_fields_may_be_given_as_people_write_them(desk: Session) -> None:
    """R26: the command line and an import have text."""
    schedule = change(
        desk,
        every_n="15",
        every_unit="Minute",
        weekdays="Mon-Thu, sat",
        window_start="6:00",
        window_end="20:00",
    )
    assert (schedule.every_n, schedule.every_unit) == (15, Unit.MINUTES)
    assert schedule.weekdays == {1, 2, 3, 4, 6}
    assert (schedule.window_start, schedule.window_end) == (time(6), time(20))
    assert change(desk, window_start="", window_end=None, weekdays="67").weekdays == {6, 7}
    assert change(desk, weekdays="Sat-Mon").weekdays == {6, 7, 1}
    assert change(desk, weekdays="").weekdays == frozenset()


def test_what_cannot_be_read_is_refused_with_an_example(desk: Session) -> None:
    """Section 10: each sentence names the sweep, the field and the remedy."""
    with pytest.raises(Refused) as refused:
        change(desk, every_n="often", at_times="25:00", weekdays="Monday, Blueday")
    assert [sentence.partition(";")[0] for sentence in refused.value.problems] == [
        "The schedule of the primary sweep has 'often' for the interval",
        "The schedule of the primary sweep has '25:00' for the times",
        "The schedule of the primary sweep has 'Monday, Blueday' for the weekdays",
    ]
    with pytest.raises(Unknown, match="no sweep tertiary"):
        change(desk, "tertiary", enabled=False)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "every 30 minutes, every day"),
        ({"weekdays": "Mon-Fri", "window_start": "06:00"}, "every 30 minutes, Mon–Fri, 06:00–00:00"),
        ({"every_n": 1, "every_unit": "hours", "window_end": "20:00"}, "every hour, every day, 00:00–20:00"),
        ({"at_times": "02:00, 14:30", "weekdays": "Mon, Tue, Thu"}, "at 02:00 and 14:30, Mon, Tue, Thu"),
        ({"every_n": 2, "every_unit": "days", "at_times": "05:00"}, "every 2 days, at 05:00, every day"),
        ({"weekdays": ""}, "every 30 minutes, never (no weekday is ticked)"),
        ({"weekdays": "Mon, Wed-Sun"}, "every 30 minutes, Mon, Wed–Sun"),
    ],
)
def test_a_schedule_reads_as_a_person_would_say_it(desk: Session, fields: dict[str, Any], words: str) -> None:
    """R26."""
    half_hourly(desk)
    assert schedule_text.describe(change(desk, **fields)) == words
