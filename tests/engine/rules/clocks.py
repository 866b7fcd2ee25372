"""Zones, plans and instants for tests of the calendar."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from engine.model import SweepName
from engine.rules.calendar import Schedule, Unit, next_due

BERLIN = ZoneInfo("Europe/Berlin")


NEW_YORK = ZoneInfo("America/New_York")


LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # half an hour of summer time


ST_JOHNS = ZoneInfo("America/St_Johns")  # until 2011 the clocks changed one minute past midnight


APIA = ZoneInfo("Pacific/Apia")  # 30 December 2011 never was


ALL_WEEK = frozenset(range(1, 8))


WORKDAYS = frozenset(range(1, 6))


MINUTE = timedelta(minutes=1)


def plan(
    every: int | None = None,
    unit: Unit | None = None,
    *,
    at: str = "",
    weekdays: frozenset[int] = ALL_WEEK,
    window: str = "",
) -> Schedule:
    """A schedule as one would say it: ``plan(30, Unit.MINUTES, window="06:00-20:00")``."""
    start, _, end = window.partition("-")
    return Schedule(
        sweep=SweepName.PRIMARY,
        enabled=True,
        every_n=every,
        every_unit=unit,
        at_times=tuple(time.fromisoformat(one) for one in at.split(",") if one),
        weekdays=weekdays,
        window_start=time.fromisoformat(start) if start else None,
        window_end=time.fromisoformat(end) if end else None,
        changed_at=datetime(2000, 1, 1, tzinfo=UTC),
    )


def local(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return wall(text).replace(tzinfo=zone)


def wall(text: str) -> datetime:
    """What a clock on the wall shows: no zone."""
    return datetime.fromisoformat(text)


def due_from(schedule: Schedule, start: datetime, end: datetime, zone: ZoneInfo) -> list[datetime]:
    """Every due instant in [start, end), by asking for the next one."""
    found = []
    due = next_due(schedule, start - MINUTE / 60, zone)
    while due is not None and due < end:
        found.append(due)
        due = next_due(schedule, due, zone)
    return found


def shown(instants: list[datetime], zone: ZoneInfo = BERLIN) -> list[str]:
    return [f"{one.astimezone(zone):%a %H:%M}" for one in instants]
