"""Which process may have the file open: two lock files beside the database.

DuckDB gives a file to one process at a time. `<db>.want` is a turnstile and `<db>.hold` is ownership: to take
the desk, take `want`, take `hold`, let `want` go. The owner looks at `want` now and then; somebody standing
there wants the desk. One waiter at a time stands in the turnstile, and the owner itself must go through it to
come back, which is what makes it fair. The system frees both locks when a process dies, however it dies.

`<db>.holder` is a note for people (who has the desk); nothing is decided by it.
"""

import contextlib
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from db.errors import DeskOutOfReach

POLL_SECONDS: Final = 0.005
"""How often a waiter looks whether the lock is free; not every platform can wait for a file lock."""


class Lease:
    """This process's claim on one database file. One thread takes it; any thread may let it go."""

    def __init__(self, path: Path, name: str) -> None:
        """`name` is what a person would call this process: "the pages", "the scheduler"."""
        self._name = name
        self._path = path
        self._want = self._lock("want")
        self._hold = self._lock("hold")
        self._look = self._lock("want")  # the watcher's own handle, so that it never shares one with `take`
        self._note = _beside(path, "holder")

    def take(self, deadline: float) -> bool:
        """Become the owner before `deadline` (of time.monotonic); False when somebody kept it too long."""
        if not self._path.parent.is_dir():  # filelock would make the folder of a mistyped path
            raise DeskOutOfReach(path=self._path, detail="its folder does not exist")
        try:
            with self._want.acquire(timeout=_left(deadline), poll_interval=POLL_SECONDS):
                self._hold.acquire(timeout=_left(deadline), poll_interval=POLL_SECONDS)
        except Timeout:
            return False
        except OSError as error:
            raise DeskOutOfReach(path=self._path, detail=error.strerror or error) from error
        self._sign()
        return True

    def let_go(self) -> None:
        """Give the desk up; harmless when it is not ours."""
        if self._hold.is_locked:
            with contextlib.suppress(OSError):
                self._note.unlink(missing_ok=True)
            self._hold.release()

    def wanted(self) -> bool:
        """Whether another process stands at the turnstile."""
        try:
            self._look.acquire(blocking=False)
        except Timeout:
            return True
        self._look.release()
        return False

    def holder(self) -> str:
        """Who has the desk, as a person would say it."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            who, pid = str(note["name"]), int(note["pid"])
        except (OSError, ValueError, KeyError, TypeError):
            return "Another process"
        where = "this process" if pid == os.getpid() else f"process {pid}"
        return f"{who[:1].upper()}{who[1:]} ({where})"

    def _lock(self, what: str) -> FileLock:
        # Not thread-local: the thread that hands the desk over is rarely the one that took it.
        return FileLock(_beside(self._path, what), thread_local=False)

    def _sign(self) -> None:
        note = {
            "pid": os.getpid(),
            "name": self._name,
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        # The note is a courtesy: a full disk must not cost the desk.
        with contextlib.suppress(OSError):
            self._note.write_text(json.dumps(note), encoding="utf-8")


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f"{path.name}.{what}")


def _left(deadline: float) -> float:
    # Never negative: to filelock that would mean "wait for ever".
    return max(deadline - time.monotonic(), 0.0)
