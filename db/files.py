"""The desk's file and not its name: a path may come to lead to another file, or to none, while one is open.

DuckDB goes on writing to a file that was removed or renamed, and makes a new one where there is none. Here
both are found out, before anybody is told that something was saved.
"""

import contextlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from db import duck, machine
from db.errors import DeskError, DeskReplaced, DeskVanished, LogWithoutDesk, NoDesk
from db.making import Making

LOCKS: Final = ("want", "hold")
"""What the lease leaves beside a desk that was ever opened."""
TRACES: Final = (*LOCKS, "scheduler", "schedules")
"""What says that a desk was here, and perhaps that somebody still runs it."""
SPILLED: Final = "duckdb_temp_*"


@dataclass(frozen=True, slots=True)
class FileId:
    """The file itself, whatever it is called: device and number (on Windows the volume and the file id)."""

    device: int
    number: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """The file that `path` leads to now; None when there is none. A sentence when nobody may look."""
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise machine.sentence(error, path) from error
        return cls(found.st_dev, found.st_ino)


class OneFile:
    """The file that a session has open, or is about to open."""

    def __init__(self, path: Path, making: Making) -> None:
        """`making` holds for the first opening only: a desk that vanishes later is not made again."""
        self._path = path
        self._making = making
        self._before: FileId | None = None
        self._open: FileId | None = None
        self._own_log: FileId | None = None
        self._is_new = False

    def was_here(self) -> bool:
        """Whether a desk is or was here, as seen before the lease leaves its own marks.

        Raises NoDesk or DeskVanished when there is none and none may be made.
        """
        if FileId.of(self._path):
            return True
        was_here = self._open is not None or any(self._beside(trace).exists() for trace in TRACES)
        if self._making is Making.NEVER and self._path.parent.is_dir():
            raise (DeskVanished if was_here else NoDesk)(path=self._path)
        return was_here

    def begin(self, *, was_here: bool) -> None:
        """What is there is about to be opened; refused when a new desk would take the place of another."""
        self._before = FileId.of(self._path)
        self._is_new = False
        if self._before is None:
            self._refuse_making(was_here)
            self._is_new = True
        self._remove_spilled()

    def opened(self) -> None:
        """It is open now: from here on the path must lead to it."""
        found = FileId.of(self._path)
        self._open = self._before or found
        self._own_log = FileId.of(self._log())
        self._compare(found)

    def keep(self) -> None:
        """It is a desk, and whole: if it vanishes, no other is made in its place."""
        self._is_new = False
        self._making = Making.NEVER

    def unmake(self) -> None:
        """Take away what an opening that failed has made, closed by now."""
        if self._is_new:
            self._is_new, self._open = False, None
            for file in (self._path, *duck.logs_of(self._path), *self._locks()):
                with contextlib.suppress(OSError):
                    file.unlink(missing_ok=True)

    def is_there(self) -> bool:
        """Whether the path still leads to the file that is open."""
        try:
            return FileId.of(self._path) == self._open
        except DeskError:
            return False

    def confirm(self) -> None:
        """Raise DeskVanished or DeskReplaced when the path leads to something else by now."""
        self._compare(FileId.of(self._path))

    def saved(self) -> None:
        """After a commit: the same; and nobody reads the log who may not read the desk."""
        self.confirm()
        with contextlib.suppress(OSError):
            log = self._log().stat()
            self._own_log = FileId(log.st_dev, log.st_ino)
            modes = stat.S_IMODE(self._path.stat().st_mode), stat.S_IMODE(log.st_mode)
            if modes[0] != modes[1]:
                self._log().chmod(modes[0])

    @contextlib.contextmanager
    def log_kept(self) -> Iterator[None]:
        """Keep the log of a file that took the place of ours: DuckDB removes by name what lies there."""
        log, aside = self._log(), self._path.with_name(f"{self._path.name}.wal.aside")
        foreign = not self.is_there() and FileId.of(log) not in {None, self._own_log}
        if foreign:
            log.replace(aside)
        try:
            yield
        finally:
            if foreign:
                aside.replace(log)

    def _compare(self, now: FileId | None) -> None:
        if now is None:
            raise DeskVanished(path=self._path)
        if now != self._open:
            raise DeskReplaced(path=self._path)

    def _refuse_making(self, was_here: bool) -> None:
        if self._making is Making.NEVER or (was_here and self._making is Making.WHERE_NONE_WAS):
            raise DeskVanished(path=self._path)
        if logs := duck.logs_of(self._path):  # DuckDB would throw it away
            raise LogWithoutDesk(path=self._path, log=logs[0])

    def _remove_spilled(self) -> None:
        """What a killed process left of work that was too large for memory; nobody has the desk open."""
        for file in self._path.with_name(f"{self._path.name}.tmp").glob(SPILLED):
            with contextlib.suppress(OSError):
                file.unlink()

    def _log(self) -> Path:
        return self._path.with_name(f"{self._path.name}{duck.LOGS[0]}")

    def _locks(self) -> list[Path]:
        return [self._beside(lock) for lock in LOCKS]

    def _beside(self, what: str) -> Path:
        return self._path.with_name(f"{self._path.name}.{what}")
