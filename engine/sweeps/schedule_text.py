"""A schedule in words: as people type it, as the desk keeps it, as a sentence says it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, time
from itertools import groupby
from typing import Any

from engine.model import SweepName
from engine.rules import texts
from engine.rules.calendar import Schedule, Unit

FIELDS = {
    "enabled": "on or off",
    "every_n": "the interval",
    "every_unit": "the unit of the interval",
    "at_times": "the times",
    "weekdays": "the weekdays",
    "window_start": "the start of the window",
    "window_end": "the end of the window",
}
"""What of a schedule may be changed, and what a sentence calls it."""

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NUMBER_OF = {
    text: number for number, name in enumerate(DAYS, start=1) for text in (name.lower(), str(number))
}
_FLAGS = {"on": True, "yes": True, "true": True, "off": False, "no": False, "false": False}


def read(sweep: SweepName, fields: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Fields as typed (text, or values already), and a sentence for each that cannot be read.

    Text: ``on``; ``30``; ``minutes``; ``02:00, 14:30``; ``Mon-Fri``, ``Mon, Wed`` or ``12345``; ``06:00``;
    nothing at all for no interval, no times, no weekday, no window.
    """
    values: dict[str, Any] = {}
    unreadable: list[str] = []
    for field, given in fields.items():
        reader, takes = _READERS[field]
        try:
            values[field] = reader(given)
        except (ValueError, KeyError):
            unreadable.append(
                f"The schedule of the {sweep.full_name} has {_quoted(given)} for {FIELDS[field]}; "
                f"give {takes}."
            )
    return values, unreadable


def _quoted(given: object) -> str:
    """What was given, of which no text runs on for pages."""
    return f"'{texts.shown(given)}'" if isinstance(given, str) else repr(given)


def columns(schedule: Schedule) -> dict[str, Any]:
    """The fields of a schedule as the columns of its row."""
    return {
        "enabled": schedule.enabled,
        "every_n": schedule.every_n,
        "every_unit": schedule.every_unit and str(schedule.every_unit),
        "at_times": ",".join(map(_clock, sorted(schedule.at_times))) or None,
        "weekdays": "".join(map(str, sorted(schedule.weekdays))),
        "window_start": schedule.window_start and _clock(schedule.window_start),
        "window_end": schedule.window_end and _clock(schedule.window_end),
    }


def describe(schedule: Schedule) -> str:
    """When it runs, in plain words: ``every 30 minutes, Mon–Fri, 06:00–20:00``."""
    window = schedule.window_start or schedule.window_end
    parts = [
        _interval(schedule),
        " and ".join(f"at {_clock(at)}" for at in sorted(schedule.at_times)).replace(" and at", " and"),
        _weekdays(schedule.weekdays),
        f"{_clock(schedule.window_start or time())}–{_clock(schedule.window_end or time())}"
        if window
        else "",
    ]
    return ", ".join(part for part in parts if part)


def _interval(schedule: Schedule) -> str:
    if schedule.every_n is None:
        return ""
    unit = str(schedule.every_unit)
    return f"every {unit.removesuffix('s')}" if schedule.every_n == 1 else f"every {schedule.every_n} {unit}"


def _weekdays(weekdays: Iterable[int]) -> str:
    numbers = sorted(weekdays)
    if len(numbers) in (0, 7):
        return "every day" if numbers else "never (no weekday is ticked)"
    # Days in a row share the difference between their number and their place.
    rows = (list(row) for _, row in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0]))
    return ", ".join(_row_of_days([number for _, number in row]) for row in rows)


def _row_of_days(numbers: list[int]) -> str:
    names = [DAYS[number - 1] for number in numbers]
    return f"{names[0]}–{names[-1]}" if len(names) > 2 else ", ".join(names)


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _flag(given: object) -> bool:
    return given if isinstance(given, bool) else _FLAGS[str(given).strip().lower()]


def _number(given: object) -> int | None:
    return int(str(given)) if _is_given(given) else None


def _unit(given: object) -> Unit | None:
    return Unit(str(given).strip().lower().removesuffix("s") + "s") if _is_given(given) else None


def _time(given: object) -> time | None:
    if isinstance(given, time) or not _is_given(given):
        return given if isinstance(given, time) else None
    return datetime.strptime(str(given).strip(), "%H:%M").time()  # noqa: DTZ007 - a local time has no zone


def _times(given: object) -> tuple[time, ...]:
    times = {_time(one) for one in _listed(given)}
    return tuple(sorted(one for one in times if one is not None))


def _weekday_set(given: object) -> frozenset[int]:
    if isinstance(given, str) and re.fullmatch("[1-7]*", given.strip()):
        return frozenset(map(int, given.strip()))
    return frozenset(number for one in _listed(given) for number in _days_of(one))


def _days_of(given: object) -> Iterable[int]:
    """``3``, ``Wed``, ``Mon-Fri`` or, over the weekend, ``Sat-Mon``."""
    if isinstance(given, int):
        return [given]
    first, _, last = str(given).strip().lower().replace("–", "-").partition("-")
    start, end = (_NUMBER_OF[name.strip()[:3]] for name in (first, last or first))
    return [(number - 1) % 7 + 1 for number in range(start, end + 1 + 7 * (end < start))]


def _listed(given: object) -> list[object]:
    if isinstance(given, str):
        return [one for one in given.split(",") if one.strip()]
    return list(given) if isinstance(given, Iterable) else []


def _is_given(given: object) -> bool:
    return given is not None and bool(str(given).strip())


_READERS: dict[str, tuple[Callable[[object], Any], str]] = {
    "enabled": (_flag, "on or off"),
    "every_n": (_number, "a whole number"),
    "every_unit": (_unit, "minutes, hours or days"),
    "at_times": (_times, "local times such as 02:00, 14:30"),
    "weekdays": (_weekday_set, "weekdays such as Mon-Fri"),
    "window_start": (_time, "a local time such as 06:00"),
    "window_end": (_time, "a local time such as 20:00"),
}
