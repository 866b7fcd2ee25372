"""Measuring: figure by figure on one desk, each round beside its floor."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from engine.errors import DeskError
from tests.bench.figures import FIGURES, Figure, Where
from tests.bench.measuring import Series, counting, timed
from tests.bench.settings import Setting
from tests.bench.world import CannotMeasure, World, opened

FEWEST = 3
VERY_SLOW = 2
"""Once so many times its seconds are over, not even the fewest rounds are made."""


@dataclass(slots=True)
class Measured:
    """One figure on one desk; ``left_out``: why it is not measured, if it is not."""

    figure: Figure
    setting: Setting
    work: Series = field(default_factory=Series)
    floor: Series = field(default_factory=Series)
    left_out: str = ""

    @property
    def by_wall(self) -> float | None:
        """How many times as long as its floor it took by the wall; of the medians. None without a floor."""
        return self.work.wall() / self.floor.wall() if self.floor.taken else None

    @property
    def by_cpu(self) -> float | None:
        """How many times the CPU time of its floor it took; of the medians. None without a floor."""
        return self.work.cpu() / self.floor.cpu() if self.floor.taken else None

    @property
    def verdict(self) -> str:
        """Whether its goal is met; empty where it has none."""
        goal = self.figure.goal
        return goal.verdict(self.work, self.floor) if goal and self.work.taken else ""


def named(names: Collection[str]) -> list[Figure]:
    """The figures of these names; all of them without names. ValueError for a name that no figure has."""
    if unknown := set(names) - {figure.name for figure in FIGURES}:
        raise ValueError(f"no figure is called {', '.join(sorted(unknown))}; --list names them")
    return [figure for figure in FIGURES if figure.name in names or not names]


def on(setting: Setting, figures: list[Figure], *, first: bool) -> list[Figure]:
    """The figures that are to be measured on a desk; ``first``: it is the first of all."""
    wanted = {
        Where.EVERY: True,
        Where.SIZED: setting.is_plain,
        Where.PLAIN: setting.is_plain and not setting.closed,
        Where.OLD: setting.is_plain and setting.closed > 0,
        Where.ONCE: first,
    }
    return [figure for figure in figures if wanted[figure.where]]


def measure(setting: Setting, figures: list[Figure], share: float, deadline: float) -> Iterator[Measured]:
    """Measure figures on one desk; ``share``: of the rounds; nothing is begun after the ``deadline``."""
    if time.monotonic() > deadline:
        yield from (Measured(figure, setting, left_out=_NO_TIME) for figure in figures)
        return
    with opened(setting) as world, counting():
        for figure in figures:
            yield _measured(world, figure, max(round(figure.rounds * share), 1), deadline)


_NO_TIME = "the time was over"


def _measured(world: World, figure: Figure, rounds: int, deadline: float) -> Measured:
    measured = Measured(figure, world.setting)
    begun = time.monotonic()
    try:
        for done in range(rounds):
            if not _goes_on(done, begun, figure.seconds, deadline):
                break
            if figure.floor:
                measured.floor.taken.append(timed(figure.floor.ready(world)))
            measured.work.taken.append(timed(figure.ready(world), with_memory=figure.with_memory))
    except (CannotMeasure, DeskError) as why:  # one figure must not cost the others
        measured.left_out = str(why)
    if not measured.work.taken:
        measured.left_out = measured.left_out or _NO_TIME
    return measured


def _goes_on(done: int, begun: float, seconds: float, deadline: float) -> bool:
    """Whether another round is made."""
    now = time.monotonic()
    if now > deadline:
        return False
    return now < begun + seconds * (1 if done >= FEWEST else 1 + VERY_SLOW) or done == 0
