"""When a sweep is due (R26), as pure functions of a schedule, an instant and a time zone.

A schedule's day begins and ends with its window: start in, end out. A window that crosses midnight belongs to
the weekday on which it starts; without a window the whole local day counts. Every N minutes or hours is
counted in absolute time from the start of the window, so that a change of the clocks neither drops nor
doubles a run. Every N days is counted from one fixed day. A local time that the clocks skip in spring moves
forward to the first one that exists; one that occurs twice in autumn is due the first time only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from engine.model import SweepName

FIRST_MONDAY = date(2001, 1, 1)  # every N days counts from the first ticked weekday on or after this day
LONGEST = {"minutes": 24 * 60, "hours": 24, "days": 366}  # a longer interval wants the next larger unit
MIDNIGHT = time()
ONE_DAY = timedelta(days=1)
ENOUGH_DAYS = 60  # days to look at: N days meet a ticked weekday within seven; the rest is for skipped hours


class Unit(StrEnum):
    """What an interval is counted in."""

    MINUTES = "minutes"  # absolute time from the start of the window
    HOURS = "hours"  # the same
    DAYS = "days"  # calendar days, at a local time


@dataclass(frozen=True, slots=True)
class Schedule:
    """When one sweep runs: every N units, or at local times; on weekdays; inside a window (R26)."""

    sweep: SweepName
    enabled: bool
    every_n: int | None
    every_unit: Unit | None
    at_times: tuple[time, ...]  # local; with an interval of days, the times of those days
    weekdays: frozenset[int]  # 1 is Monday
    window_start: time | None  # in; None: from midnight
    window_end: time | None  # out; None: to midnight
    changed_at: datetime  # UTC; what was due before is not caught up


def next_due(schedule: Schedule, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first due instant (UTC) strictly after ``after``; None if it never runs. Ignores ``enabled``."""
    day = after.astimezone(zone).date() - ONE_DAY  # yesterday's window may still be open
    slots = (due for on in _days(schedule, day, 1) for due in _slots(schedule, on, zone))
    return next((due for due in slots if due > after), None)


def last_due(schedule: Schedule, until: datetime, zone: ZoneInfo) -> datetime | None:
    """The latest due instant (UTC) not after ``until``; None if it never ran. Ignores ``enabled``."""
    day = until.astimezone(zone).date() + ONE_DAY  # clocks set back at midnight show yesterday's date twice
    slots = (due for on in _days(schedule, day, -1) for due in reversed(_slots(schedule, on, zone)))
    return next((due for due in slots if due <= until), None)


def problems(schedule: Schedule) -> list[str]:
    """Why the schedule is refused, one sentence each (R26, section 10); empty: it may be saved."""
    name = f"The schedule of the {schedule.sweep.full_name}"
    sentences = [*_interval_problems(schedule, name), *_window_problems(schedule, name)]
    strangers = sorted(schedule.weekdays - set(range(1, 8)))
    if strangers:
        sentences.append(f"{name} names weekday {strangers[0]}; weekdays are 1 (Monday) to 7 (Sunday).")
    return sentences


def warnings(schedule: Schedule) -> list[str]:
    """What the person who saves it should know, though it is not refused (R26)."""
    if schedule.weekdays:
        return []
    return [f"The {schedule.sweep.full_name} never runs: no weekday is ticked."]


def _interval_problems(schedule: Schedule, name: str) -> Iterator[str]:
    n, unit = schedule.every_n, schedule.every_unit
    if n is None and unit is None:
        if not schedule.at_times:
            yield f"{name} says neither an interval nor a time; give one of them."
    elif n is None or unit is None:
        yield f"{name} has half an interval; give a number and minutes, hours or days."
    else:
        if not 1 <= n <= LONGEST[unit]:
            yield f"{name} cannot run every {n} {unit}; give 1 to {LONGEST[unit]} {unit}."
        if unit is not Unit.DAYS and schedule.at_times:
            yield f"{name} has both an interval of {unit} and times; give one of them."


def _window_problems(schedule: Schedule, name: str) -> Iterator[str]:
    start, end = schedule.window_start, schedule.window_end
    if start is not None and start == end:
        yield f"{name} has a window that starts and ends at {start:%H:%M}; empty both for the whole day."
    elif outside := [f"{at:%H:%M}" for at in schedule.at_times if not _in_window(schedule, at)]:
        yield f"{name} has {', '.join(outside)} outside its window; move the time or the window."


def _days(schedule: Schedule, first: date, direction: int) -> Iterator[date]:
    """The days on whose weekday the schedule runs, from ``first`` on or back; ends if there is none."""
    step = (schedule.every_n or 1) if schedule.every_unit is Unit.DAYS else 1
    past_anchor = (first - _anchor(schedule)).days
    day = first + timedelta(days=-past_anchor % step if direction > 0 else -(past_anchor % step))
    for _ in range(ENOUGH_DAYS):
        if day.isoweekday() in schedule.weekdays:
            yield day
        day += timedelta(days=step * direction)


def _anchor(schedule: Schedule) -> date:
    """A ticked weekday, so that every 7 days on Mondays is every Monday."""
    return FIRST_MONDAY + timedelta(days=min(schedule.weekdays, default=1) - 1)


def _slots(schedule: Schedule, day: date, zone: ZoneInfo) -> list[datetime]:
    """The due instants (UTC) of the window that starts on ``day``, rising."""
    if schedule.every_n is None or schedule.every_unit is Unit.DAYS:
        return sorted(_local(_on(schedule, day, at), zone) for at in _times(schedule))
    start = _local(datetime.combine(day, schedule.window_start or MIDNIGHT), zone)
    end = _local(_on(schedule, day, schedule.window_end or MIDNIGHT, is_end=True), zone)
    step = timedelta(**{str(schedule.every_unit): schedule.every_n})
    return [start + k * step for k in range(-(-(end - start) // step))]


def _times(schedule: Schedule) -> list[time]:
    """The local times of a day on which it runs, those outside the window left out."""
    times = schedule.at_times or (schedule.window_start or MIDNIGHT,)
    return [at for at in times if _in_window(schedule, at)]


def _in_window(schedule: Schedule, at: time) -> bool:
    start, end = schedule.window_start or MIDNIGHT, schedule.window_end or MIDNIGHT
    if start < end:
        return start <= at < end
    return at >= start or at < end  # crosses midnight, or ends there


def _on(schedule: Schedule, day: date, at: time, *, is_end: bool = False) -> datetime:
    """A time of the window that starts on ``day``, as wall time; what lies past midnight is tomorrow's."""
    start = schedule.window_start or MIDNIGHT
    return datetime.combine(day + ONE_DAY if at < start or (is_end and at == start) else day, at)


def _local(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant (UTC) at which the clocks first show ``wall``, or first show a later time than it."""
    first = wall.replace(tzinfo=zone).astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == wall:
        return first
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)  # in a gap, this one lies before the change
    return _change_of_clocks(before, first, zone)


def _change_of_clocks(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The first second at which the offset of ``after`` holds."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after
