"""Keeping a child alive: pauses that grow, a bound, and forgiveness after a healthy life."""

from __future__ import annotations

import time
from typing import Any

import pytest

from engine.service import keeper
from engine.service.keeper import DiesAgain, Keeper


class Mortal:
    """Stands in for a child: lives for as long as it is told to."""

    def __init__(self) -> None:
        self.alive = True
        self.starts = 0
        self.lived = 0.0

    def lives(self) -> bool:
        return self.alive

    def age(self) -> float:
        return self.lived

    def start(self) -> None:
        self.alive = True
        self.starts += 1


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A clock that the test moves."""

    class Clock:
        now = 1000.0

    moving = Clock()
    monkeypatch.setattr(time, "monotonic", lambda: moving.now)
    return moving


def test_each_death_is_told_and_holds_it_back_longer_until_it_died_too_often(clock: Any) -> None:
    said: list[str] = []
    child = Mortal()
    watcher = Keeper(child, "The pages", "ended by themselves; they are", said.append)  # type: ignore[arg-type]
    assert not watcher.look()
    for pause in (1, 2, 4, 8, 16):
        child.alive = False
        assert not watcher.look()
        assert said[-1] == f"The pages ended by themselves; they are started again in {pause} seconds."
        clock.now += pause - 0.1
        assert not watcher.look()
        clock.now += 0.2
        assert watcher.look()
    child.alive = False
    with pytest.raises(DiesAgain, match="The pages ended 6 times in a row"):
        watcher.look()
    assert (child.starts, len(said)) == (5, 5)


def test_one_that_lived_a_minute_starts_anew(clock: Any) -> None:
    said: list[str] = []
    child = Mortal()
    watcher = Keeper(child, "The scheduler", "ended by itself; it is", said.append)  # type: ignore[arg-type]
    child.lived = keeper.HEALTHY_SECONDS + 1
    for _ in range(3 * keeper.MOST_DEATHS):
        child.alive = False
        watcher.look()
        clock.now += keeper.SHORTEST_PAUSE
        assert watcher.look()
    assert set(said) == {"The scheduler ended by itself; it is started again in 1 seconds."}
