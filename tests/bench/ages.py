"""How figures grow: with the age of a desk, with its size, and from the middle to the slowest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from tests.bench.running import Measured
from tests.bench.settings import Setting

OLDER: Final = 1.2
"""How many times as much an act, or a sweep of what happened, may cost with a year behind the desk."""
AGELESS: Final = frozenset(
    {"order", "priority", "receipt", "adjustment", "ship", "cancel", "undo", "explain", "whatif", "receipts"}
)
LARGER, SLOWEST = 3, 3
"""An order at a million lines against ten thousand; its p99 against its p50."""
ENOUGH = 20
"""How often something must have been measured before its slowest times mean anything."""
SMALL, LARGE = Setting(10_000), Setting(1_000_000)


@dataclass(frozen=True, slots=True)
class Growth:
    """One comparison of two figures of a run."""

    what: str
    by: tuple[float, float]  # how many times, by the wall and in CPU time
    most: float

    @property
    def verdict(self) -> str:
        """Whether it is within its bound by both."""
        return "met" if max(self.by) <= self.most else "missed"


def growth(measured: Iterable[Measured]) -> Iterator[Growth]:
    """Every comparison that these figures allow."""
    found = {(one.figure.name, one.setting): one for one in measured if one.work.taken}
    for (name, setting), one in found.items():
        young = found.get((name, replace(setting, closed=0)))
        if setting.closed and name in AGELESS and young:
            words = f"{one.figure.words}: {setting} against none closed"
            yield Growth(words, _times(one, young), OLDER)
        if name == "order" and len(one.work.taken) >= ENOUGH:
            middle, slowest = one.work.wall(), one.work.wall(99)
            cpu = one.work.cpu(99) / one.work.cpu()
            yield Growth(f"{one.figure.words}: {setting}, p99 against p50", (slowest / middle, cpu), SLOWEST)
    small, large = found.get(("order", SMALL)), found.get(("order", LARGE))
    if small and large:
        words = f"{small.figure.words}: {LARGE} against {SMALL}"
        yield Growth(words, _times(large, small), LARGER)


def _times(one: Measured, other: Measured) -> tuple[float, float]:
    return one.work.wall() / other.work.wall(), one.work.cpu() / other.work.cpu()
