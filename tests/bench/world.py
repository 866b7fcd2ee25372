"""What a piece of work finds: a desk of its own that is open, the floors beside it, chance from the seed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, TypeVar

from db.session import Transaction
from engine.store import Session, open_desk
from tests.bench import desks
from tests.bench.floors import Floors
from tests.bench.settings import SEED, Setting

T = TypeVar("T")


class CannotMeasure(Exception):
    """Something cannot be measured on this machine; its text says why."""


@dataclass(slots=True)
class World:
    """One setting, being measured."""

    setting: Setting
    place: Path  # a folder of its own
    desk: Session  # settled, and then whatever was done to it
    floors: Floors
    random: Random = field(default_factory=lambda: Random(SEED))
    numbers: Iterator[int] = field(default_factory=count)
    """Counts up, so that each round finds records of its own."""

    _kept: dict[str, Any] = field(default_factory=dict)
    _stack: ExitStack = field(default_factory=ExitStack)

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """What is made once for all rounds, by its name."""
        if name not in self._kept:
            self._kept[name] = make()
        found: T = self._kept[name]
        return found

    def keep(self, name: str, thing: T) -> T:
        """Keep something by a name, instead of what had it."""
        self._kept[name] = thing
        return thing

    def entered(self, name: str, make: Callable[[], AbstractContextManager[T]], *, anew: bool = False) -> T:
        """What is entered once for all rounds, or ``anew``, and left with this world at the latest."""
        if anew and name in self._kept:
            self._kept.pop(name)[1].close()
        if name not in self._kept:
            stack = self._stack.enter_context(ExitStack())
            self._kept[name] = stack.enter_context(make()), stack
        found: T = self._kept[name][0]
        return found

    def close(self) -> None:
        """Leave what was entered."""
        self._stack.close()

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do something in a transaction."""
        with self.desk.transaction(actor=desks.ACTOR) as tx:
            return work(tx)

    def read(self, question: Callable[[Transaction], T]) -> T:
        """Ask something in a snapshot."""
        with self.desk.snapshot() as tx:
            return question(tx)


@contextmanager
def opened(setting: Setting) -> Iterator[World]:
    """A world whose desk is settled, in a folder that goes afterwards."""
    with tempfile.TemporaryDirectory(dir=desks.cache()) as folder:
        place = Path(folder)
        with (
            closing(Floors(setting, place)) as floors,
            closing(open_desk(desks.settled(setting, place), name="the bench")) as desk,
            closing(World(setting, place, desk, floors)) as world,
        ):
            yield world
