"""The clocks: what a piece of work takes by the wall, in CPU time, and in statements."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, cast
from unittest import mock

from db import session
from db.duck import Connection
from db.transaction import Transaction

Act = Callable[[], object]
"""A piece of work that is ready to be done, and measured."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one piece of work took."""

    wall: float  # seconds
    cpu: float  # seconds of this process, all its threads, and of processes it waited for
    statements: int = 0  # inside transactions of the desk; without begin and commit


@dataclass(slots=True)
class Series:
    """What a piece of work took, several times."""

    taken: list[Taken] = field(default_factory=list)

    def add(self, taken: Taken) -> None:
        """One more."""
        self.taken.append(taken)

    def wall(self, percent: int = 50) -> float:
        """The seconds by the wall that so many percent of the times did not exceed."""
        return _percentile([one.wall for one in self.taken], percent)

    def cpu(self, percent: int = 50) -> float:
        """The seconds of CPU that so many percent of the times did not exceed."""
        return _percentile([one.cpu for one in self.taken], percent)

    def statements(self) -> int:
        """The median of the numbers of statements."""
        return int(_percentile([one.statements for one in self.taken], 50))


def _percentile(values: list[float], percent: int) -> float:
    """The smallest value that at least so many percent of the values do not exceed."""
    return sorted(values)[max(-(-len(values) * percent // 100) - 1, 0)]


def timed(act: Act) -> Taken:
    """What an act takes, done once."""
    statements, cpu, wall = _COUNT.statements, cpu_seconds(), time.perf_counter()
    act()
    wall_end, cpu_end = time.perf_counter(), cpu_seconds()
    return Taken(wall_end - wall, cpu_end - cpu, _COUNT.statements - statements)


def cpu_seconds() -> float:
    """CPU time of this process and of the processes it has waited for."""
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


@contextmanager
def counting() -> Iterator[None]:
    """Count the statements of every transaction of a desk that begins inside the block."""

    def counted(cursor: Connection, **given: Any) -> Transaction:
        return Transaction(cast("Connection", _Counted(cursor)), **given)

    with mock.patch.object(session, "Transaction", counted):
        yield


class _Count:
    statements = 0


_COUNT: Final = _Count()


class _Counted:
    """A cursor that counts what it is asked to run, and is else as it was."""

    def __init__(self, cursor: Connection) -> None:
        self._cursor = cursor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def execute(self, *given: Any, **named: Any) -> Any:
        _COUNT.statements += 1
        return self._cursor.execute(*given, **named)

    def sql(self, *given: Any, **named: Any) -> Any:
        _COUNT.statements += 1
        return self._cursor.sql(*given, **named)
