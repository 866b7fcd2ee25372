"""Goals: what a figure may come to, and whether it does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tests.bench.measuring import Series


class Goal(Protocol):
    """What a figure should come to."""

    def __str__(self) -> str:
        """In a few words."""

    def verdict(self, work: Series, floor: Series | None) -> str:
        """``met`` or ``missed``; where wall and CPU time disagree, by which it is met."""


@dataclass(frozen=True, slots=True)
class Times:
    """At most so many times its floor, by the medians."""

    most: float

    def __str__(self) -> str:
        """In a few words."""
        return f"≤ {self.most:g} ×"

    def verdict(self, work: Series, floor: Series | None) -> str:
        """Whether it is met by the wall and in CPU time."""
        assert floor is not None
        wall = work.wall() <= self.most * floor.wall()
        cpu = work.cpu() <= self.most * floor.cpu()
        if wall == cpu:
            return "met" if wall else "missed"
        return "met by the wall" if wall else "met by CPU"


@dataclass(frozen=True, slots=True)
class Within:
    """At most so many seconds by the wall, in so many percent of the times."""

    seconds: float
    percent: int = 50

    def __str__(self) -> str:
        """In a few words."""
        return f"≤ {self.seconds:g} s" + (f" (p{self.percent})" if self.percent != 50 else "")

    def verdict(self, work: Series, floor: Series | None) -> str:
        """Whether it is met."""
        return "met" if work.wall(self.percent) <= self.seconds else "missed"


@dataclass(frozen=True, slots=True)
class PerSecond:
    """At least so many lines or rows a second by the wall, with so many GiB of memory at most."""

    least: float
    gib: float

    def __str__(self) -> str:
        """In a few words."""
        return f"≥ {self.least:,.0f}/s, < {self.gib:g} GiB"

    def verdict(self, work: Series, floor: Series | None) -> str:
        """Whether it is met."""
        return "met" if work.per_second() >= self.least and work.gib() < self.gib else "missed"
