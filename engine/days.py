"""The desk's day, for the pages, which do not know `db`, and how days and instants are written for people."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from db.days import begins, day_of, local, zone_named
from db.transaction import Transaction

__all__ = [
    "Clock",
    "begins",
    "clock_of",
    "dated",
    "day_of",
    "day_typed",
    "in_text",
    "instant_typed",
    "local",
    "spelled",
    "zone_named",
]


_DAY_TYPED: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INSTANT_TYPED: Final = re.compile(
    rf"{_DAY_TYPED.pattern}(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{{1,6}})?)?(?:Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


def day_typed(text: str) -> date:
    """The day that a person writes as 2026-03-31; ValueError for anything else. Python alone would take
    20260331, and 2026-W14-2, too."""
    if not _DAY_TYPED.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text)


def instant_typed(text: str) -> datetime:
    """The instant that a person writes as 2026-03-31T14:30, with seconds and an offset if they are given;
    a day alone is its first instant. ValueError for anything else."""
    if not _INSTANT_TYPED.fullmatch(text):
        raise ValueError(text)
    return datetime.fromisoformat(text)


def spelled(on: date, today: date) -> str:
    """``5 Dec``; with its year where that is not this one."""
    return f"{on.day} {on:%b}" if on.year == today.year else dated(on)


def dated(on: date) -> str:
    """``5 Dec 2026``, where nobody says which year is this one."""
    return f"{on.day} {on:%b %Y}"


def in_text(text: str) -> str:
    """A text of the record log with its days as people write them: ``until 5 Dec 2026 by Ann``."""
    return _DAY_IN_LOG.sub(_day_in_words, text)


_DAY_IN_LOG: Final = re.compile(r"\b\d{4}-\d\d-\d\d\b")
"""A day as files and the record log keep it."""


def _day_in_words(found: re.Match[str]) -> str:
    try:
        return dated(date.fromisoformat(found[0]))
    except ValueError:  # a number that only looks like a day, in what somebody typed
        return found[0]


_INSTANT_IN_FILE: Final = re.compile(r"\b\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?(?!\d)")
"""An instant (UTC) as the database writes it."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What is needed to write an instant for people: the zone, and which day it is there."""

    zone: ZoneInfo
    today: date

    def spelled(self, instant: datetime) -> str:
        """``22 Nov, 09:15``; an instant without a zone is UTC, as the desk keeps it."""
        on = day_of(instant, self.zone)
        return f"{spelled(on, self.today)}, {local(instant, self.zone):%H:%M}"

    def day(self, on: date) -> str:
        """``22 Nov``, with its year where that is not this one."""
        return spelled(on, self.today)

    def in_text(self, text: str) -> str:
        """A text of the database with its instants (UTC) and days as people write them: ``5 Dec, 14:30``."""
        return in_text(_INSTANT_IN_FILE.sub(self._instant_in_words, text))

    def _instant_in_words(self, found: re.Match[str]) -> str:
        try:
            return self.spelled(datetime.fromisoformat(found[0]))
        except ValueError:
            return found[0]


def clock_of(tx: Transaction) -> Clock:
    """The desk's."""
    return Clock(tx.zone, tx.today)
