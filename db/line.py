"""Who waits for the desk, process by process, in the order they came: a folder of tickets beside it.

A ticket is an empty file that its process keeps locked. Its name says since when somebody there has waited,
which process it is and what a person would call it. The system frees the lock when a process dies, however it
dies: a ticket that anybody can lock is nobody's, and whoever meets it takes it away. The folder goes with the
last ticket.
"""

import contextlib
import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from filelock import FileLock, Timeout

TRIES = 100  # to draw a ticket; one fails only when somebody clears the folder away at that very moment


@dataclass(frozen=True, slots=True)
class Waiter:
    """A process in the line."""

    pid: int
    name: str  # what a person would call it


class Ticket:
    """A ticket of this process in the line."""

    def __init__(self, ticket: Path) -> None:
        """`ticket` is its file, which this process has locked."""
        self._ticket = ticket

    def is_first(self) -> bool:
        """Whether everybody who came before has gone; takes away the ticket of one that died."""
        ahead = [name for name in _names(self._ticket.parent) if name < self._ticket.name]
        if ahead and _is_nobodys(self._ticket.with_name(ahead[-1])):
            del ahead[-1]
        return not ahead


class TicketLine:
    """The line for one desk, as one process sees it."""

    def __init__(self, folder: Path, name: str) -> None:
        """`folder` is where the tickets lie, `name` what a person would call this process."""
        self._folder = folder
        self._name = quote(name, safe=" ")
        self._mine = ""

    @contextlib.contextmanager
    def drawn(self, since: int) -> Iterator[Ticket]:
        """A ticket among the others, by when somebody here began to wait (of time.monotonic_ns).

        Takes the tickets of the dead away, also those from before the machine was started.
        """
        for name in _names(self._folder):
            _is_nobodys(self._folder / name)
        self._mine = f"{since:020d}-{os.getpid()}-{uuid.uuid4().hex[:8]}-{self._name}"
        ticket = self._folder / self._mine
        lock = _drawn(ticket)
        try:
            yield Ticket(ticket)
        finally:
            self._mine = ""
            _take_away(ticket, lock)
            with contextlib.suppress(OSError):  # others stand in it
                self._folder.rmdir()

    def is_empty(self) -> bool:
        """Whether no process waits; a look into the folder costs a fortieth of what a lock tried does."""
        try:
            return not _names(self._folder)
        except OSError:  # whatever that is, somebody may wait
            return False

    def others(self) -> list[Waiter]:
        """The other processes that wait, the first of them first."""
        names = [name for name in _names(self._folder) if name != self._mine]
        return [_waiter(name) for name in names if not _is_nobodys(self._folder / name)]


def _names(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if name.count("-") >= 3)  # noqa: PTH208 - names only
    except FileNotFoundError:
        return []


def _waiter(ticket: str) -> Waiter:
    _, pid, _, name = ticket.split("-", 3)
    return Waiter(int(pid), unquote(name))


def _drawn(ticket: Path) -> FileLock:
    """The lock of a ticket that is there, and ours."""
    lock = FileLock(ticket, thread_local=False)
    refused = OSError(0, "the line for the desk cannot be joined")
    for _ in range(TRIES):
        try:
            ticket.parent.mkdir(exist_ok=True)
            lock.acquire(blocking=False)
        except Timeout:  # somebody looks at this moment whether it is a dead one's
            continue
        except OSError as error:  # the folder goes at this moment; which error that is, systems differ on
            refused = error
            continue
        if ticket.exists():  # nobody took it for a dead one's before it was locked
            return lock
        lock.release()
    raise refused


def _is_nobodys(ticket: Path) -> bool:
    """Whether whoever drew a ticket is gone; then it is taken away."""
    lock = FileLock(ticket, thread_local=False)
    try:
        if not ticket.exists():  # or the lock would make it
            return True
        lock.acquire(blocking=False)
    except Timeout:
        return False
    except OSError:  # it was taken away between two looks, or is not ours to touch
        return not ticket.exists()
    _take_away(ticket, lock)
    return True


def _take_away(ticket: Path, lock: FileLock) -> None:
    # While it is locked, where the system can do that: nobody then meets it unlocked.
    with contextlib.suppress(OSError):
        ticket.unlink()
    lock.release()
    with contextlib.suppress(OSError):
        ticket.unlink(missing_ok=True)
