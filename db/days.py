"""The desk's day: the one place where an instant becomes a day, and a day an instant.

A day belongs to the desk's time zone, and never to UTC. Python asks `day_of`; SQL has the macro `desk_day`,
which is given the desk's clock as the parameter `$clock`. Both go by the same rules of zones, Python's.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from tzlocal import get_localzone_name

_STEP: Final = timedelta(days=7)
_FIRST: Final = datetime(1990, 1, 1, tzinfo=UTC)
_LAST: Final = datetime(2060, 1, 1, tzinfo=UTC)
"""Clocks that change outside these years are not followed: no order is so old."""


def zone_named(name: str) -> ZoneInfo:
    """The time zone of that name; without a name it is the machine's."""
    return ZoneInfo(name or get_localzone_name() or "UTC")


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The day an instant falls on in a zone; an instant without a zone is UTC, as the desk keeps it."""
    return local(instant, zone).date()


def local(instant: datetime, zone: ZoneInfo) -> datetime:
    """What the clocks of a zone show at an instant; one without a zone is UTC, as the desk keeps it."""
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(zone)


def begins(day: date, zone: ZoneInfo, hour: time = time()) -> datetime:
    """The first instant (aware UTC) of a day in a zone, or of an hour of it, also if its clocks skip that."""
    return datetime.combine(day, hour, zone).astimezone(UTC)


@lru_cache(maxsize=8)
def clock(zone: ZoneInfo) -> dict[str, list[Any]]:
    """How far a zone is from UTC (`seconds`), and from which instants on (`from_at`, naive UTC, rising).

    The first pair holds for all that was before.
    """
    ever = datetime.min.replace(tzinfo=UTC)
    offsets: dict[str, list[Any]] = {
        "from_at": [ever.replace(tzinfo=None)],
        "seconds": [_seconds(_FIRST, zone)],
    }
    at = _FIRST
    while at < _LAST:
        if _seconds(at + _STEP, zone) != offsets["seconds"][-1]:
            change = _change(at, at + _STEP, zone)
            offsets["from_at"].append(change.replace(tzinfo=None))
            offsets["seconds"].append(_seconds(change, zone))
        at += _STEP
    return offsets


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The second between two instants at which the clocks change."""
    old = _seconds(before, zone)
    while (gap := (after - before) // timedelta(seconds=2)) and after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=gap)
        before, after = (middle, after) if _seconds(middle, zone) == old else (before, middle)
    return after


def _seconds(instant: datetime, zone: ZoneInfo) -> int:
    away = instant.astimezone(zone).utcoffset() or timedelta()
    return int(away.total_seconds())
