"""A desk that nobody has open, as it is: it is read and not brought up to date, whatever its version."""

import contextlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from db import duck
from db.beside import beside
from db.errors import DeskDamaged
from db.files import LOCKS
from db.transaction import Transaction


def fold(path: Path, seconds: float) -> None:
    """Fold the log of the desk at `path` in, for one who holds its lease; a wait is over after `seconds`.

    A desk too damaged to open is still a file to put aside and replace, with its log.
    """
    with contextlib.suppress(DeskDamaged):
        if path.exists():
            duck.open_file(path, time.monotonic() + seconds, seconds).close()


def remove(path: Path) -> None:
    """Remove the desk at `path` with what says that it was here, for one who has the file alone; first its
    locks, which a system that keeps open files refuses."""
    for file in (*(beside(path, lock) for lock in LOCKS), path):
        file.unlink()


@contextlib.contextmanager
def reading(path: Path) -> Iterator[Transaction]:
    """The desk at `path`, for one who holds its lease or has the file alone; its log is folded in afterwards.

    Raises what opening raises, and DuckDB's own error when a table that is asked for is not there.
    """
    opened = contextlib.closing(duck.open_file(path, time.monotonic(), 0.0))
    with opened as connection, begun(connection, path) as tx:
        yield tx


@contextlib.contextmanager
def begun(connection: duck.Connection, path: Path, now: datetime | None = None) -> Iterator[Transaction]:
    """A transaction that reads what a connection has open, which is the desk at `path` or a copy of it."""
    with duck.in_a_sentence(path):
        connection.execute("begin transaction read only")
        yield Transaction(connection, now=now or datetime.now(UTC), actor="", path=path)
        connection.execute("rollback")
