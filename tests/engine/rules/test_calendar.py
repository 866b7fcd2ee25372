"""When a sweep is due: R26, held against a clock that is read minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from engine.rules.calendar import Schedule, Unit, last_due, next_due, problems, warnings
from tests.engine.rules.clocks import (
    BERLIN,
    LORD_HOWE,
    MINUTE,
    NEW_YORK,
    WORKDAYS,
    due_from,
    local,
    plan,
    shown,
)

# --- intervals ----------------------------------------------------------------------------------------------


def test_every_30_minutes_runs_at_the_full_and_the_half_hour_of_the_whole_day() -> None:
    """R24, R26: without a window the local day counts from midnight."""
    due = due_from(plan(30, Unit.MINUTES), local("2026-11-23"), local("2026-11-24"), BERLIN)
    assert len(due) == 48
    assert shown(due[:3]) == ["Mon 00:00", "Mon 00:30", "Mon 01:00"]


def test_the_start_of_a_window_is_in_and_its_end_is_out() -> None:
    """R26."""
    schedule = plan(1, Unit.HOURS, window="06:00-09:00")
    due = due_from(schedule, local("2026-11-23"), local("2026-11-24"), BERLIN)
    assert shown(due) == ["Mon 06:00", "Mon 07:00", "Mon 08:00"]


def test_minutes_are_counted_from_the_start_of_the_window() -> None:
    """R26: every 40 minutes from 06:10 is 06:10, 06:50, 07:30."""
    schedule = plan(40, Unit.MINUTES, window="06:10-08:00")
    due = due_from(schedule, local("2026-11-23"), local("2026-11-24"), BERLIN)
    assert shown(due) == ["Mon 06:10", "Mon 06:50", "Mon 07:30"]


def test_an_interval_longer_than_the_window_runs_once_at_its_start() -> None:
    """R26."""
    schedule = plan(5, Unit.HOURS, window="22:00-01:00")
    assert shown(due_from(schedule, local("2026-11-23"), local("2026-11-24"), BERLIN)) == ["Mon 22:00"]


def test_a_window_across_midnight_belongs_to_the_weekday_on_which_it_starts() -> None:
    """R26: Friday's night shift ends on Saturday; Sunday's does not run into Monday."""
    schedule = plan(2, Unit.HOURS, weekdays=frozenset({5}), window="21:00-02:00")
    due = due_from(schedule, local("2026-11-23"), local("2026-11-30"), BERLIN)
    assert shown(due) == ["Fri 21:00", "Fri 23:00", "Sat 01:00"]


def test_a_window_may_end_at_midnight() -> None:
    """R26: 22:00 to 00:00 are two hours."""
    schedule = plan(1, Unit.HOURS, window="22:00-00:00")
    due = due_from(schedule, local("2026-11-23"), local("2026-11-24"), BERLIN)
    assert shown(due) == ["Mon 22:00", "Mon 23:00"]


# --- days and times -----------------------------------------------------------------------------------------


def test_local_times_are_due_on_ticked_weekdays_only() -> None:
    """R26."""
    schedule = plan(at="14:30,02:00", weekdays=frozenset({1, 3}))
    due = due_from(schedule, local("2026-11-23"), local("2026-11-30"), BERLIN)
    assert shown(due) == ["Mon 02:00", "Mon 14:30", "Wed 02:00", "Wed 14:30"]


def test_a_time_after_midnight_in_a_window_that_crosses_it_is_the_next_mornings() -> None:
    """R26: 02:00 in Monday's window of 22:00 to 06:00 is on Tuesday."""
    schedule = plan(at="02:00", weekdays=frozenset({1}), window="22:00-06:00")
    assert shown(due_from(schedule, local("2026-11-23"), local("2026-11-30"), BERLIN)) == ["Tue 02:00"]


def test_every_2_days_keeps_its_step_across_the_weekend() -> None:
    """R26: the step is counted from a fixed day; a day on an unticked weekday is left out, not moved."""
    schedule = plan(2, Unit.DAYS, at="05:00", weekdays=WORKDAYS)
    due = due_from(schedule, local("2026-11-23"), local("2026-12-07"), BERLIN)
    days = [one.astimezone(BERLIN).date().toordinal() for one in due]
    assert len(due) == 5
    assert {day % 2 for day in days} == {days[0] % 2}


def test_every_7_days_on_a_ticked_weekday_always_meets_it() -> None:
    """R26: the fixed day is a ticked one, so that no choice of weekday can make the step miss for ever."""
    for weekday in range(1, 8):
        schedule = plan(7, Unit.DAYS, weekdays=frozenset({weekday}))
        assert len(due_from(schedule, local("2026-11-23"), local("2026-12-21"), BERLIN)) == 4


def test_every_n_days_runs_at_the_start_of_the_window_if_no_time_is_given() -> None:
    """R26."""
    schedule = plan(1, Unit.DAYS, window="21:30-05:00")
    assert shown(due_from(schedule, local("2026-11-23"), local("2026-11-24"), BERLIN)) == ["Mon 21:30"]


# --- the clocks change --------------------------------------------------------------------------------------


def test_a_time_that_does_not_exist_moves_forward_to_the_first_that_does() -> None:
    """R26: Berlin has no 02:30 on 29 March 2026; New York none on 8 March; Lord Howe skips 02:00 to 02:30."""
    schedule = plan(at="02:15")
    spring = due_from(schedule, local("2026-03-29"), local("2026-03-30"), BERLIN)
    assert shown(spring) == ["Sun 03:00"]
    spring = due_from(schedule, local("2026-03-08", NEW_YORK), local("2026-03-09", NEW_YORK), NEW_YORK)
    assert shown(spring, NEW_YORK) == ["Sun 03:00"]
    spring = due_from(schedule, local("2026-10-04", LORD_HOWE), local("2026-10-05", LORD_HOWE), LORD_HOWE)
    assert shown(spring, LORD_HOWE) == ["Sun 02:30"]


def test_a_time_that_moves_out_of_its_window_still_runs() -> None:
    """R26: the nightly run of 02:30 in a window that ends at 03:00 is not lost in spring."""
    schedule = plan(at="02:30", window="02:00-03:00")
    assert shown(due_from(schedule, local("2026-03-29"), local("2026-03-30"), BERLIN)) == ["Sun 03:00"]


def test_a_time_that_occurs_twice_runs_once_the_first_time() -> None:
    """R26: on 25 October 2026 Berlin shows 02:30 twice."""
    due = due_from(plan(at="02:30"), local("2026-10-25"), local("2026-10-26"), BERLIN)
    assert due == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


@pytest.mark.parametrize(("day", "runs"), [("2026-03-29", 46), ("2026-10-25", 50), ("2026-11-22", 48)])
def test_every_30_minutes_is_half_an_hour_apart_on_every_day_of_the_year(day: str, runs: int) -> None:
    """R26: a day of 23 hours has 46 runs and one of 25 hours 50: none is dropped, none is doubled."""
    start = local(day)
    due = due_from(plan(30, Unit.MINUTES), start, local(str(start.date() + timedelta(days=1))), BERLIN)
    assert len(due) == runs
    assert {later - sooner for sooner, later in pairwise(due)} == {30 * MINUTE}


def test_two_times_that_the_clocks_skip_are_one_run() -> None:
    """R26: 02:15 and 02:45 both move to 03:00, and one instant is due once."""
    due = due_from(plan(at="02:15,02:45,03:00"), local("2026-03-29"), local("2026-03-30"), BERLIN)
    assert shown(due) == ["Sun 03:00"]


# --- never --------------------------------------------------------------------------------------------------


def test_without_a_weekday_a_schedule_never_runs_and_warns() -> None:
    """R26."""
    schedule = plan(30, Unit.MINUTES, weekdays=frozenset())
    now = local("2026-11-23")
    assert next_due(schedule, now, BERLIN) is None
    assert last_due(schedule, now, BERLIN) is None
    assert problems(schedule) == []
    assert warnings(schedule) == ["The primary sweep never runs: no weekday is ticked."]


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (plan(), "neither an interval nor a time"),
        (plan(5), "half an interval"),
        (plan(None, Unit.HOURS), "half an interval"),
        (plan(0, Unit.MINUTES), "cannot run every 0 minutes; give 1 to 1440"),
        (plan(-3, Unit.DAYS), "cannot run every -3 days; give 1 to 366"),
        (plan(25, Unit.HOURS), "cannot run every 25 hours; give 1 to 24"),
        (plan(5, Unit.MINUTES, at="02:00"), "both an interval of minutes and times"),
        (plan(30, Unit.MINUTES, window="06:00-06:00"), "starts and ends at 06:00"),
        (plan(at="05:00,07:00", window="06:00-20:00"), "has 05:00 outside its window"),
        (plan(at="20:00", window="06:00-20:00"), "has 20:00 outside its window"),
        (plan(2, Unit.DAYS, at="05:00", window="06:00-20:00"), "has 05:00 outside its window"),
        (plan(at="05:00", weekdays=frozenset({0, 1})), "weekday 0"),
    ],
)
def test_a_schedule_that_cannot_be_meant_is_refused_in_a_sentence(schedule: Schedule, words: str) -> None:
    """R26, section 10: each refusal names the sweep and the remedy."""
    [sentence] = problems(schedule)
    assert sentence.startswith("The schedule of the primary sweep ")
    assert sentence.endswith(".")
    assert words in sentence


def test_all_problems_of_a_schedule_are_reported_together() -> None:
    """Section 10."""
    schedule = plan(0, Unit.MINUTES, at="05:00", window="06:00-06:00", weekdays=frozenset({9}))
    assert len(problems(schedule)) == 4


# --- properties ---------------------------------------------------------------------------------------------
