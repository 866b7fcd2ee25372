"""What other processes may read while one works long: a copy of the desk as it was saved last.

A reader beside a writer sees what was committed last; DuckDB sees to that inside a process, but lets no other
process open the file. So once somebody has waited for a while, the owner puts a copy of the file and its log
beside the desk (``<db>.shown-…``) and names it in ``<db>.shown``. It is taken away before anything else
is committed or written into the file: while it is there, it is what was saved last.
"""

import contextlib
import glob
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from db import closed, duck, migrate, scratch
from db.beside import beside
from db.gate import Gate
from db.lease import Lease
from db.patience import ReadableElsewhere
from db.transaction import Transaction

CHUNK: Final = 1 << 22
"""Bytes that are copied between two looks whether the copy is still of use."""


class Shown:
    """The owner's side: one copy at most, made by one thread and taken away by any."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sign = sign_of(path)
        self._file: BinaryIO | None = None  # our own, since DuckDB loses its locks when one of ours is closed
        self._copied = threading.Lock()  # held while the copy is made, and while there must be none
        self._is_due = threading.Event()  # somebody wants it away
        self._is_shown = False

    def begin(self) -> None:
        """Nobody has the desk open; what a killed owner left goes."""
        self._remove()

    def open(self) -> None:
        """DuckDB has the desk open now. Nothing is shown where nobody else may read such a file."""
        with contextlib.suppress(OSError):
            self._file = self._path.open("rb", buffering=0)

    def close(self) -> None:
        """DuckDB has closed the desk."""
        file, self._file = self._file, None
        if file:
            file.close()

    def show(self, goes_on: Callable[[], bool]) -> None:
        """Make the copy, if there is none, as long as ``goes_on`` says that it is of use.

        A copy is a courtesy: nothing is said where there is no room for one.
        """
        if not self._copied.acquire(blocking=False):
            return
        try:
            if self._file and not self._is_shown:
                self._copy(self._file, lambda: goes_on() and not self._is_due.is_set())
        except OSError:
            self._remove()
        finally:
            self._copied.release()

    @contextlib.contextmanager
    def away(self) -> Iterator[None]:
        """There is no copy inside the block, in which the desk is changed."""
        self._is_due.set()
        with self._copied:
            self._is_due.clear()
            if self._is_shown:
                self._remove()
            yield

    def _copy(self, file: BinaryIO, goes_on: Callable[[], bool]) -> None:
        """Made out of sight, so that what is interrupted leaves nothing; the sign is put up last."""
        copy = self._path.with_name(f"{self._sign.name}-{uuid.uuid4().hex[:8]}")
        log = duck.log_of(self._path)
        with scratch.folder(self._path) as folder:
            parts = {folder / "desk": copy}
            file.seek(0)
            is_whole = _copied(file, folder / "desk", goes_on)
            if is_whole and log.exists():
                parts[folder / "log"] = duck.log_of(copy)
                with log.open("rb") as reader:
                    is_whole = _copied(reader, folder / "log", goes_on)
            if is_whole:
                for part, name in parts.items():
                    scratch.like(part, self._path)
                    part.replace(name)
                sign = folder / "sign"
                sign.write_text(copy.name, encoding="utf-8")
                sign.replace(self._sign)
                self._is_shown = True

    def _remove(self) -> None:
        """The sign goes first: nobody is led to a copy that is going."""
        with contextlib.suppress(OSError):
            self._sign.unlink(missing_ok=True)
        for file in self._path.parent.glob(f"{glob.escape(self._sign.name)}*"):
            with contextlib.suppress(OSError):
                file.unlink()
        self._is_shown = False


class Beside:
    """A reader's side: the copy that the owner shows, open as long as it is the one that is shown."""

    def __init__(self, path: Path, lease: Lease, migrations: Path) -> None:
        """Only a copy that is as new as the `migrations` is read."""
        self._path = path
        self._sign = sign_of(path)
        self._lease = lease
        self._migrations = migrations
        self._opening = threading.Lock()
        self._copy: _Copy | None = None  # that is open
        self._useless = ""  # the name of one that could not be read

    @contextlib.contextmanager
    def instead_of(self, gate: Gate, now: datetime | None) -> Iterator[Transaction | None]:
        """Inside the block the copy can be read, or with None the desk itself: whichever could be first."""
        with contextlib.ExitStack() as stack:
            cursor = self._first_of(gate, stack)
            yield stack.enter_context(closed.begun(cursor, self._path, now)) if cursor else None

    def close(self) -> None:
        """Let the copy go; who still reads it may end."""
        if self._copy:
            with self._opening:
                self._put_away()

    def _first_of(self, gate: Gate, stack: contextlib.ExitStack) -> duck.Connection | None:
        """A cursor on the copy, until `stack` ends; or None, and the desk is there until then."""
        while True:
            try:
                stack.enter_context(gate.work(writes=False, elsewhere=self._is_there))
            except ReadableElsewhere:
                if cursor := self._cursor(stack):
                    return cursor
            else:
                self.close()  # as old as it is by now
                return None

    def _is_there(self) -> bool:
        """Whether a copy can be read; one that a killed owner left is not looked at."""
        name = self._named()
        return bool(name) and name != self._useless and self._lease.is_held()

    def _cursor(self, stack: contextlib.ExitStack) -> duck.Connection | None:
        """A cursor on the copy, until `stack` ends; None when it has just gone, or is of another version of
        the program."""
        with self._opening:
            name = self._named()
            if not (self._copy and self._copy.name == name):
                self._put_away()
                self._copy = self._opened(name) if name else None
            if not self._copy:
                return None
            cursor = self._copy.database.cursor()
            self._copy.readers.append(cursor)
            stack.callback(self._end, self._copy, cursor)
            return cursor

    def _opened(self, name: str) -> "_Copy | None":
        with contextlib.suppress(duck.DatabaseError):
            database = duck.open_to_read(self._path.with_name(name))
            if migrate.is_up_to_date(database, self._migrations):
                duck.close_off(database)
                return _Copy(name, database)
            database.close()
        self._useless = name
        return None

    def _put_away(self) -> None:
        copy, self._copy = self._copy, None
        if copy and not copy.readers:  # closing it would close all that is read of it
            copy.database.close()

    def _end(self, copy: "_Copy", cursor: duck.Connection) -> None:
        """Somebody has read; the last reader of a copy that was put away closes it."""
        with self._opening:
            cursor.close()
            copy.readers.remove(cursor)
            if copy is not self._copy and not copy.readers:
                copy.database.close()

    def _named(self) -> str:
        try:
            return self._sign.read_text(encoding="utf-8")
        except OSError:
            return ""


@dataclass(eq=False)
class _Copy:
    """A copy of the desk that is open, and the cursors on which somebody reads it."""

    name: str
    database: duck.Connection
    readers: list[duck.Connection] = field(default_factory=list)


def sign_of(path: Path) -> Path:
    """The file that names the copy of the desk at ``path``, while one is shown."""
    return beside(path, "shown")


def _copied(reader: BinaryIO, copy: Path, goes_on: Callable[[], bool]) -> bool:
    """Copy a file; whether all of it is there."""
    with copy.open("wb", buffering=0) as writer:
        while goes_on():
            chunk = reader.read(CHUNK)
            if not chunk:
                return True
            writer.write(chunk)
    return False
