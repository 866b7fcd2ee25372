"""Measuring: figure by figure on one desk, each round beside its floor."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from tests.bench.figures import FIGURES, Figure
from tests.bench.measuring import Series, counting, timed
from tests.bench.settings import Setting
from tests.bench.world import World, opened

FEWEST = 3


@dataclass(slots=True)
class Measured:
    """One figure on one desk."""

    figure: Figure
    setting: Setting
    work: Series = field(default_factory=Series)
    floor: Series = field(default_factory=Series)


def named(names: Collection[str]) -> list[Figure]:
    """The figures of these names; all of them without names. ValueError for a name that no figure has."""
    if unknown := set(names) - {figure.name for figure in FIGURES}:
        raise ValueError(f"no figure is called {', '.join(sorted(unknown))}; --list names them")
    return [figure for figure in FIGURES if figure.name in names or not names]


def measure(setting: Setting, figures: list[Figure], share: float) -> Iterator[Measured]:
    """Measure figures on one desk; ``share``: of the rounds that each should have."""
    with opened(setting) as world, counting():
        for figure in figures:
            yield _measured(world, figure, max(round(figure.rounds * share), 1))


def _measured(world: World, figure: Figure, rounds: int) -> Measured:
    measured = Measured(figure, world.setting)
    end = time.monotonic() + figure.seconds
    for done in range(rounds):
        if done >= FEWEST and time.monotonic() > end:
            break
        if time.monotonic() > end + 2 * figure.seconds:
            break
        measured.floor.add(timed(world.floors.ready(figure.beside)))
        measured.work.add(timed(figure.ready(world)))
    return measured


def ratios(measured: Measured) -> tuple[float, float]:
    """How many times as long as its floor it took, by the wall and in CPU time; of the medians."""
    work, floor = measured.work, measured.floor
    return work.wall() / floor.wall(), work.cpu() / floor.cpu()


def verdict(measured: Measured) -> str:
    """Whether the goal is met: by the wall and in CPU time, by one of them, or not."""
    wall, cpu = (ratio <= measured.figure.most for ratio in ratios(measured))
    if wall and cpu:
        return "met"
    return "met by the wall" if wall else "met by CPU" if cpu else "missed"
