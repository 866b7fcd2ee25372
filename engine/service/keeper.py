"""Keeps a child alive: one that dies is started again after a pause that grows, until it died too often."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import DeskError
from engine.service.child_process import Child

HEALTHY_SECONDS = 60.0  # a child that lived so long is not held back when it dies
SHORTEST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # doubled each time it does not live so long
MOST_DEATHS = 6  # in a row, each before it was healthy: half a minute of pauses in all


class DiesAgain(DeskError):
    """{who} ended {times} times in a row, so the whole desk was ended; what stands above says why."""


@dataclass(slots=True)
class Keeper:
    """A child that runs already, and is to run on."""

    child: Child
    who: str  # "The scheduler"
    ended: str  # "ended by itself; it is", which the pause follows
    say: Callable[[str], None]  # gets a sentence for each death
    _deaths: int = 0
    _back_at: float = 0.0  # of time.monotonic(); 0: it runs

    def look(self) -> bool:
        """Start the child again if that is due; whether it was started by this look. Raises DiesAgain."""
        if self.child.lives():
            return False
        if not self._back_at:
            self._note_death()
            return False
        if time.monotonic() < self._back_at:
            return False
        self._back_at = 0.0
        self.child.start()
        return True

    def _note_death(self) -> None:
        self._deaths = 1 if self.child.age() > HEALTHY_SECONDS else self._deaths + 1
        if self._deaths >= MOST_DEATHS:
            raise DiesAgain(who=self.who, times=self._deaths)
        pause = min(SHORTEST_PAUSE * 2 ** (self._deaths - 1), LONGEST_PAUSE)
        self._back_at = time.monotonic() + pause
        self.say(f"{self.who} {self.ended} started again in {pause:g} seconds.")
