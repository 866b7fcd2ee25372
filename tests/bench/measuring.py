"""The clocks: what a piece of work takes by the wall, in CPU time, in statements and in memory."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any, Final, Self, cast
from unittest import mock

import psutil

from db import session
from db.duck import Connection
from db.transaction import Transaction

Act = Callable[[], object]
"""A piece of work that is ready to be done, and measured. A number that it returns says how much it did, an
``Elsewhere`` what it took of another process."""
LOOK_SECONDS: Final = 0.1
"""How often the memory is looked at."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What a server took to do what a browser asked of it."""

    cpu: float  # seconds of its process
    sent: int  # bytes to the browser over the connection of its page


@dataclass(frozen=True, slots=True)
class Taken:
    """What one piece of work took."""

    wall: float  # seconds
    cpu: float  # seconds of this process, all its threads, and of processes it waited for; or of the server
    statements: int  # inside transactions of the desk; without begin and commit
    bytes: (
        int  # of memory at most: this process's or its children's, whoever worked; zero where nobody looked
    )
    units: int  # how much it did; zero where it does not say
    sent: int = 0  # bytes to a browser; zero where there is none


@dataclass(slots=True)
class Series:
    """What a piece of work took, several times."""

    taken: list[Taken] = field(default_factory=list)

    def wall(self, percent: int = 50) -> float:
        """The seconds by the wall that so many percent of the times did not exceed."""
        return _percentile([one.wall for one in self.taken], percent)

    def cpu(self, percent: int = 50) -> float:
        """The CPU seconds that so many percent of the times did not exceed."""
        return _percentile([one.cpu for one in self.taken], percent)

    def statements(self) -> int:
        """The median of the numbers of statements."""
        return int(_percentile([one.statements for one in self.taken], 50))

    def gib(self) -> float:
        """The most memory of all times, in GiB."""
        return max(one.bytes for one in self.taken) / 2**30

    def sent(self) -> int:
        """The median of the bytes that went to a browser."""
        return int(_percentile([one.sent for one in self.taken], 50))

    def per_second(self) -> float:
        """How much it did in a second by the wall; zero where it does not say."""
        return _percentile([one.units / one.wall for one in self.taken], 50)


def _percentile(values: list[float], percent: int) -> float:
    """The smallest value that at least so many percent of the values do not exceed."""
    return sorted(values)[max(-(-len(values) * percent // 100) - 1, 0)]


def timed(act: Act, *, with_memory: bool = False) -> Taken:
    """What an act takes, done once; ``with_memory``: its memory, too, which costs some CPU time itself."""
    with _Watch() if with_memory else nullcontext(_Unwatched) as watch:
        statements, cpu, wall = _COUNT.statements, cpu_seconds(), time.perf_counter()
        done = act()
        wall_end, cpu_end = time.perf_counter(), cpu_seconds()
    units = done if isinstance(done, int) else 0
    by_server = done if isinstance(done, Elsewhere) else Elsewhere(cpu_end - cpu, 0)
    asked = _COUNT.statements - statements
    return Taken(wall_end - wall, by_server.cpu, asked, watch.most, units, by_server.sent)


def cpu_seconds() -> float:
    """CPU time of this process and of the processes it has waited for."""
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


class _Unwatched:
    most = 0


class _Watch:
    """Looks at the memory now and then, beside the work.

    Work is done here or by a child: what the bench keeps while a command works is none of the command's.
    """

    def __init__(self) -> None:
        self.most = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _look(self) -> None:
        me = psutil.Process()
        while True:
            self.most = max(self.most, _memory(me), sum(_memory(child) for child in me.children()))
            if self._done.wait(LOOK_SECONDS):
                return


def _memory(process: psutil.Process) -> int:
    try:
        used: int = process.memory_info().rss
    except psutil.Error:  # it has just ended
        return 0
    return used


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
