"""A profile: how a kind of file that somebody else writes is read as one of the desk's own kinds.

It says where each column comes from, which rows are left out, which cells are filled down, how days, times
and numbers are written, and what else is made of the same rows. ``profile_text`` writes and reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

BLANK, OTHERWISE = "", "*"
"""In the words of a source: a cell that holds nothing, and one that holds any other word."""


class Days(StrEnum):
    """In which order a day is written in figures."""

    YEAR_FIRST = "year-month-day"
    DAY_FIRST = "day-month-year"
    MONTH_FIRST = "month-day-year"


class Decimals(StrEnum):
    """What stands before the decimals of a number; the other sign stands between its thousands."""

    POINT = "point"
    COMMA = "comma"


class Comparison(StrEnum):
    """What a rule asks of a cell; large and small letters are one."""

    IS = "is"
    IS_NOT = "is not"
    CONTAINS = "contains"


@dataclass(frozen=True, slots=True)
class CellSource:
    """Where the cells of one column come from."""

    headers: tuple[str, ...] = ()
    joined: str | None = None  # stands between the cells of all headers; None: the first that holds something
    constant: str = ""  # where none of the headers holds anything
    words: Mapping[str, str] = field(default_factory=dict)  # a cell, lower case -> the word that it means


@dataclass(frozen=True, slots=True)
class Rule:
    """Which rows are left out."""

    header: str
    test: Comparison
    values: tuple[str, ...]  # any of them; an empty one is a blank cell


@dataclass(frozen=True, slots=True)
class Profile:
    """A way to read a file; headers are compared without regard to case and surrounding spaces."""

    name: str
    kind: str
    columns: Mapping[str, CellSource]
    leave_out: tuple[Rule, ...] = ()
    fill_down: tuple[str, ...] = ()  # headers whose blank cells are as on the rows above, inside a record
    record: str = ""  # the header that tells records apart; a blank cell of it continues the record above
    made: Mapping[str, Mapping[str, CellSource]] = field(default_factory=dict)  # kind -> its columns
    days: Days | None = None
    time_zone: str = ""  # of times without an offset; empty: the desk's
    decimals: Decimals | None = None
    oldest_first: bool = False  # orders come in by when they were entered, whatever their order in the file
    known_by: tuple[str, ...] = ()  # headers that all such files have, and hardly any other
    title: str = ""  # what such a file is called

    def headers(self) -> list[str]:
        """Every header that it reads, each once."""
        sources = [*self.columns.values(), *(one for made in self.made.values() for one in made.values())]
        read = [header for source in sources for header in source.headers]
        others = [rule.header for rule in self.leave_out] + [*self.fill_down, self.record]
        return list(dict.fromkeys(filter(None, [*read, *others])))

    def fits(self, headers: Iterable[str]) -> bool:
        """Whether a file with these headers is one of those that it reads."""
        there = {header.strip().lower() for header in headers}
        return bool(self.known_by) and {header.lower() for header in self.known_by} <= there

    def mapped(self, mapping: Mapping[str, str]) -> Profile:
        """A profile that reads some columns under other headers."""
        return replace(
            self, columns={**self.columns, **{to: CellSource((one,)) for to, one in mapping.items()}}
        )
