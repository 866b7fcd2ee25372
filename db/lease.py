"""Which process may have the file open: two lock files and a line of tickets beside the database.

DuckDB gives a file to one process at a time. `<db>.want` is a turnstile and `<db>.hold` is ownership: whoever
is first in the line (db.line) takes `want`, takes `hold`, lets `want` go. The owner looks at the line now and
then, and at `want` where it is not empty; somebody standing there wants the desk. The owner itself must line
up to come back, behind those who waited longer, which is what makes it fair. The system frees all locks when
a process dies, however it dies.

`<db>.holder` is a note for people (who has the desk); its time is renewed whenever a piece of work has ended
there, so that those who wait see that something moves. Nothing else is decided by it.
"""

import contextlib
import json
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from db.beside import beside
from db.errors import DeskBusy, DeskOutOfReach, LineBusy, LineStuck
from db.line import Ticket, TicketLine
from db.patience import Wait

POLL_SECONDS: Final = 0.005
"""How often the first in line looks whether the desk is free; not every platform can wait for a file lock."""
LINE_SECONDS: Final = 0.02
"""How often the others look whether they are first."""
CLOCKS_DIFFER: Final = 2.0
"""Seconds by which the start of a process may seem to be later than what it wrote down."""


class Lease:
    """This process's claim on one database file. One thread takes it; any thread may let it go."""

    def __init__(self, path: Path, name: str) -> None:
        """`name` is what a person would call this process: "the pages", "the scheduler"."""
        self._name = name
        self._path = path
        self._line = TicketLine(beside(path, "queue"), name)
        self._want = self._lock("want")
        self._hold = self._lock("hold")
        self._look = self._lock("want")  # the watcher's own handle, so that it never shares one with `take`
        self._probe = self._lock("hold")  # of those who ask whether anybody has the desk
        self._note = beside(path, "holder")

    def take(self, wait: Wait, since: int) -> bool:
        """Become the owner; False when nothing moved for too long, or who waits goes elsewhere.

        `since` is when somebody in this process began to wait, of time.monotonic_ns.
        """
        if not self._path.parent.is_dir():  # filelock would make the folder of a mistyped path
            raise DeskOutOfReach(path=self._path, detail="its folder does not exist")
        if self._path.is_dir():
            raise DeskOutOfReach(path=self._path, detail="it is a folder")
        try:
            with self._line.drawn(since) as ticket:
                return self._reach(ticket, wait)
        except OSError as error:
            raise DeskOutOfReach(path=self._path, detail=error.strerror or error) from error

    def let_go(self) -> None:
        """Give the desk up; harmless when it is not ours."""
        if self._hold.is_locked:
            self._tear_up()
            self._hold.release()

    def is_wanted(self) -> bool:
        """Whether another process stands at the turnstile; whoever does keeps a ticket meanwhile."""
        if self._line.is_empty():
            return False
        if not _try(self._look):
            return True
        self._look.release()
        return False

    def is_held(self) -> bool:
        """Whether some process has the desk, or is about to."""
        if not _try(self._probe):
            return True
        self._probe.release()
        return False

    def show_progress(self) -> None:
        """Let those who wait see that a piece of work has ended here."""
        if self._hold.is_locked:
            with contextlib.suppress(OSError):
                os.utime(self._note)

    def busy(self, seconds: float) -> DeskBusy:
        """What to tell somebody for whom nothing moved for so many seconds: who is in the way."""
        others = self._line.others()
        if others and not self.is_held():
            first = others[0]
            return LineStuck(holder=_person(first.name, first.pid), seconds=seconds)
        holder = self.holder()
        if others:
            waiting = "1 other waits" if len(others) == 1 else f"{len(others)} others wait"
            return LineBusy(holder=holder, seconds=seconds, waiting=waiting)
        return DeskBusy(holder=holder, seconds=seconds)

    def holder(self) -> str:
        """Who has the desk, as a person would say it; a note of one that is gone is not believed."""
        try:
            note = json.loads(self._note.read_text(encoding="utf-8"))
            if _is_running(note):
                return _person(str(note["name"]), int(note["pid"]))
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return "Another process"

    def _reach(self, ticket: Ticket, wait: Wait) -> bool:
        """Stand in line, then in the turnstile, then have the desk."""
        seen = self._last_move()
        try:
            while not (self._is_in_front(ticket) and _try(self._hold)):
                if wait.is_over() or wait.goes_elsewhere():
                    return False
                time.sleep(min(POLL_SECONDS if self._want.is_locked else LINE_SECONDS, wait.left()))
                if seen != (seen := self._last_move()):
                    wait.moves.note()
        finally:
            if self._want.is_locked:
                self._want.release()
        self._sign()
        return True

    def _is_in_front(self, ticket: Ticket) -> bool:
        """Whether the turnstile is ours; whoever is in it stays, though one who waited longer joins late."""
        return self._want.is_locked or (ticket.is_first() and _try(self._want))

    def _last_move(self) -> int:
        """A number that changes when the desk changes hands, or a piece of work ends where it is."""
        try:
            return self._note.stat().st_mtime_ns
        except OSError:
            return 0

    def _lock(self, what: str) -> FileLock:
        # Not thread-local: the thread that hands the desk over is rarely the one that took it.
        return FileLock(beside(self._path, what), thread_local=False)

    def _sign(self) -> None:
        note = {
            "pid": os.getpid(),
            "name": self._name,
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
        }
        try:
            self._note.write_text(json.dumps(note), encoding="utf-8")
        except OSError:  # the note is a courtesy: a full disk must not cost the desk
            self._tear_up()

    def _tear_up(self) -> None:
        with contextlib.suppress(OSError):
            self._note.unlink(missing_ok=True)


def _try(lock: FileLock) -> bool:
    try:
        lock.acquire(blocking=False)
    except Timeout:
        return False
    return True


def _is_running(note: dict[str, Any]) -> bool:
    """Whether the process that wrote a note runs still, and its number was not given to another since."""
    import psutil  # noqa: PLC0415 - only when somebody must be named

    try:
        process = psutil.Process(int(note["pid"]))
        since = datetime.fromisoformat(note["since"]).timestamp()
        is_the_same = bool(process.create_time() <= since + CLOCKS_DIFFER)
        return is_the_same and bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def _person(name: str, pid: int) -> str:
    where = "this process" if pid == os.getpid() else f"process {pid}"
    return f"{name[:1].upper()}{name[1:]} ({where})"
