"""Due times are those a clock on the wall would show, in any zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from engine.model import SweepName
from engine.rules.calendar import Schedule, Unit, last_due, next_due, problems
from tests.engine.rules.clocks import (
    APIA,
    BERLIN,
    LORD_HOWE,
    MINUTE,
    NEW_YORK,
    ST_JOHNS,
    due_from,
    plan,
    wall,
)

TIMES = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 15, 29, 30, 45, 59]))


NIGHT_TIMES = st.builds(time, st.integers(0, 3), st.sampled_from([0, 1, 15, 30]))  # where the clocks change


CHANGES = st.sampled_from(
    [
        (BERLIN, wall("2026-03-29")),
        (BERLIN, wall("2026-10-25")),
        (BERLIN, wall("2026-07-01")),
        (NEW_YORK, wall("2026-03-08")),
        (NEW_YORK, wall("2026-11-01")),
        (LORD_HOWE, wall("2026-04-05")),
        (LORD_HOWE, wall("2026-10-04")),
        (ST_JOHNS, wall("2010-03-14")),
        (ST_JOHNS, wall("2010-11-07")),
        (APIA, wall("2011-12-30")),
    ]
)


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """Schedules that may be saved: intervals, times, windows of every kind."""
    unit = draw(st.sampled_from([None, *Unit]))
    at_times = draw(st.lists(TIMES | NIGHT_TIMES, min_size=unit is None, max_size=4))
    most = {Unit.MINUTES: 300, Unit.HOURS: 24, Unit.DAYS: 9}
    schedule = Schedule(
        sweep=SweepName.PRIMARY,
        enabled=True,
        every_n=None if unit is None else draw(st.integers(1, most[unit])),
        every_unit=unit,
        at_times=() if unit in (Unit.MINUTES, Unit.HOURS) else tuple(at_times),
        weekdays=draw(st.frozensets(st.integers(1, 7), min_size=1)),
        window_start=draw(st.none() | TIMES | NIGHT_TIMES),
        window_end=draw(st.none() | TIMES | NIGHT_TIMES),
        changed_at=datetime(2000, 1, 1, tzinfo=UTC),
    )
    assume(not problems(schedule))
    return schedule


def by_the_clock(schedule: Schedule, zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """The oracle: watch a clock on the wall, minute by minute, and note what it shows for the first time."""
    opens = schedule.window_start or time()
    closes = schedule.window_end or time()
    times = schedule.at_times or (opens,)
    counted = schedule.every_unit in (Unit.MINUTES, Unit.HOURS)
    step = MINUTE * (schedule.every_n or 1) * (60 if schedule.every_unit is Unit.HOURS else 1)
    day_step = (schedule.every_n or 1) if schedule.every_unit is Unit.DAYS else 1
    anchor = wall(f"2001-01-0{min(schedule.weekdays)}")
    opened: datetime | None = None  # since when the window is open
    now = start
    highest = (now - MINUTE).astimezone(zone).replace(tzinfo=None)
    while now < end:
        seen = now.astimezone(zone).replace(tzinfo=None)
        due = False
        while highest < seen:  # more than once where the clocks skip
            highest += MINUTE
            past_midnight = highest.time() < opens
            day = highest - timedelta(days=past_midnight)
            runs = day.isoweekday() in schedule.weekdays and (day - anchor).days % day_step == 0
            if highest.time() == closes:
                opened = None
            if highest.time() == opens and runs:
                opened = now
            due = due or (not counted and runs and highest.time() in times)
        if due or (counted and opened is not None and (now - opened) % step == timedelta(0)):
            yield now
        now += MINUTE


@settings(max_examples=100, deadline=None)
@given(schedule=schedules(), change=CHANGES)
@example(schedule=plan(30, Unit.MINUTES, window="02:15-02:45"), change=(BERLIN, wall("2026-03-29")))
@example(schedule=plan(30, Unit.MINUTES, window="02:15-02:45"), change=(BERLIN, wall("2026-10-25")))
@example(schedule=plan(30, Unit.MINUTES), change=(ST_JOHNS, wall("2010-11-07")))
@example(schedule=plan(at="02:00", window="22:00-04:00"), change=(APIA, wall("2011-12-30")))
def test_due_times_are_those_a_clock_on_the_wall_would_show(
    schedule: Schedule, change: tuple[ZoneInfo, datetime]
) -> None:
    """R26: asked forwards and backwards, around every kind of change of the clocks."""
    zone, day = change
    watch_from, start, end = (
        (day + timedelta(days=away)).replace(tzinfo=zone).astimezone(UTC) for away in (-2, -1, 2)
    )
    expected = [due for due in by_the_clock(schedule, zone, watch_from, end) if due >= start]
    assert due_from(schedule, start, end, zone) == expected
    backwards, until = [], end - MINUTE / 60
    while (due := last_due(schedule, until, zone)) is not None and due >= start:
        backwards.append(due)
        until = due - MINUTE / 60
    assert backwards[::-1] == expected


@settings(max_examples=150, deadline=None)
@given(
    schedule=schedules(),
    zone=st.sampled_from([BERLIN, NEW_YORK, LORD_HOWE]),
    after=st.datetimes(wall("2020-01-01"), wall("2040-01-01"), timezones=st.just(UTC)),
)
def test_next_due_and_last_due_agree_and_time_only_goes_forward(
    schedule: Schedule, zone: ZoneInfo, after: datetime
) -> None:
    """R26: nothing lies between, and a saved schedule with a weekday always has a next time."""
    due = next_due(schedule, after, zone)
    assert due is not None
    assert due > after
    assert last_due(schedule, due, zone) == due
    before = last_due(schedule, due - timedelta(microseconds=1), zone)
    assert before is not None
    assert before <= after
    assert next_due(schedule, before, zone) == due


@settings(max_examples=150, deadline=None)
@given(
    schedule=schedules(),
    zone=st.sampled_from([BERLIN, NEW_YORK, LORD_HOWE]),
    after=st.datetimes(wall("2025-01-01"), wall("2027-01-01"), timezones=st.just(UTC)),
)
def test_every_due_time_lies_on_a_ticked_weekday_inside_the_window(
    schedule: Schedule, zone: ZoneInfo, after: datetime
) -> None:
    """R26: but for a time that the clocks skip, which may move to the end of its window or past it."""
    opens, closes = schedule.window_start or time(), schedule.window_end or time()
    for _ in range(12):
        due = next_due(schedule, after, zone)
        assert due is not None
        assert due > after
        after = due
        seen = due.astimezone(zone).replace(tzinfo=None)
        shifted = (due - MINUTE).astimezone(zone).utcoffset() != due.astimezone(zone).utcoffset()
        day = seen - timedelta(days=1) if seen.time() < opens else seen
        inside = opens <= seen.time() < closes if opens < closes else not closes <= seen.time() < opens
        assert shifted or day.isoweekday() in schedule.weekdays
        assert shifted or inside
