"""The log beside a file that is open: DuckDB's alone, which writes into it in commits only.

Everything in it is in DuckDB's memory too. So a log that somebody removed or wrote into costs nothing, as
long as the file itself is brought up to date before anything else is called saved.
"""

import contextlib
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from db import duck
from db.beside import beside

_KNOWS_TIMES: Final = sys.platform != "win32"  # there, the time of a file that is open lags behind


@dataclass(frozen=True, slots=True)
class LogStamp:
    """What a log is recognised by; one of no length is none."""

    device: int
    number: int
    size: int
    touched: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """The log that lies at `path`."""
        try:
            status = path.stat()
        except OSError:
            return None
        touched = status.st_mtime_ns if _KNOWS_TIMES else 0
        return cls(status.st_dev, status.st_ino, status.st_size, touched) if status.st_size else None


class Log:
    """The log of the desk at a path."""

    def __init__(self, path: Path) -> None:
        self._desk = path
        self._path = duck.log_of(path)
        self._noted: LogStamp | None = None

    def note(self) -> None:
        """Take the log as it is now, since DuckDB may just have written into it."""
        self._noted = LogStamp.of(self._path)

    def is_ours(self) -> bool:
        """Whether what lies there, perhaps nothing, is what DuckDB last left."""
        return LogStamp.of(self._path) == self._noted

    def has_grown(self) -> bool:
        """Whether what a commit wrote just now can be there."""
        now = LogStamp.of(self._path)
        if now is None or self._noted is None:
            return self._noted is None
        is_the_one = (now.device, now.number) == (self._noted.device, self._noted.number)
        return is_the_one and now.size >= self._noted.size

    def is_empty(self) -> bool:
        """Whether nothing in it is missing in the file."""
        return self._noted is None

    def guard(self) -> None:
        """See that nobody reads the log who may not read the desk."""
        with contextlib.suppress(OSError):
            modes = stat.S_IMODE(self._desk.stat().st_mode), stat.S_IMODE(self._path.stat().st_mode)
            if modes[0] != modes[1]:
                self._path.chmod(modes[0])

    def move_aside(self) -> Path | None:
        """Take our log away from a file that it does not belong to; where it is now, or None."""
        with contextlib.suppress(OSError):
            if self._noted and self.is_ours():
                return self._path.replace(self._aside("overwritten"))
        return None

    def copy_aside(self) -> None:
        """Keep what somebody else has put there, before DuckDB writes over it."""
        with contextlib.suppress(OSError):
            if LogStamp.of(self._path):
                shutil.copy2(self._path, self._aside("foreign"))

    @contextlib.contextmanager
    def foreign_aside(self) -> Iterator[None]:
        """Keep the log of a file that took the place of ours: DuckDB removes by name what lies there."""
        aside = beside(self._path, "aside")
        is_foreign = self._path.exists() and not self.is_ours()
        if is_foreign:  # a copy, for it may have been written into our own log
            shutil.copy2(self._path, aside)
        try:
            yield
        finally:
            if is_foreign:
                aside.replace(self._path)

    def _aside(self, why: str) -> Path:
        """A name by which it is the log of a desk that is called the same."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        name = f"{self._desk.stem}.{why}-{stamp}{self._desk.suffix}"
        return duck.log_of(self._desk.with_name(name))
