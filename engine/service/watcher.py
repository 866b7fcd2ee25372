"""A watched folder: what is dropped there is taken in once it is fully written, and what is bad comes back.

One watcher has a folder, which a lock in it holds; the desk itself sees to it that no content comes in twice.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from db.session import Session
from engine import machine
from engine.errors import DeskBusy, DeskError
from engine.interchange import inbox, taking
from engine.interchange.inbox import Inbox, Stamp
from engine.interchange.taking import Taken
from engine.panics import UNFORESEEN
from engine.quantities import counted
from engine.service.child_process import command, heard, leave, say
from engine.settings import settings
from engine.store import open_desk
from engine.unforeseen import write_down

NAME: Final = "the watched folder"
LOOK_SECONDS: Final = 1.0
SETTLED_SECONDS: Final = 3.0
"""How long a file must have stayed as it is before it counts as fully written."""
RETRY_SECONDS: Final = 60.0
"""After how long a file is tried again that could not be put away, though nobody touched it: reading it again
at each look would be in the way of others."""
LOCK: Final = ".backorder-watch.lock"

Say = Callable[[str], None]


class WatchedAlready(DeskError):
    """The folder {folder} is watched by another program already; stop that one, or name another folder."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a file could not be taken in."""

    stamp: Stamp
    since: float  # by the clock of the machine, in seconds
    why: str  # a sentence without its full stop
    unforeseen: str = ""  # the error, where nobody foresaw it


@dataclass(slots=True)
class FolderWatcher:
    """The watcher of one folder."""

    session: Session
    folder: Path
    actor: str
    say: Say  # what became of a file
    complain: Say  # what went wrong, in one line each, once as long as it is so
    settled_seconds: float = SETTLED_SECONDS
    waits: bool = field(default=False, init=False)
    """Whether the last look left a file of which it was not sure yet that it is fully written."""
    _seen: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)
    _trouble: dict[Path, Trouble] = field(default_factory=dict)
    _complaints: set[str] = field(default_factory=set)

    def look(self) -> list[Taken]:
        """Take in whatever stayed as it is for long enough, kind by kind; what became of each file."""
        boxes, odd = inbox.inboxes(self.folder)
        there: set[Path] = set()
        taken: list[Taken] = []
        self.waits = False
        for box in boxes:
            files, more = inbox.files(box)
            odd += more
            there |= {file for file, _ in files}
            settled = [(file, stamp) for file, stamp in files if self._is_settled(file, stamp)]
            self.waits |= len(settled) < len(files)
            for file, stamp in settled:
                if not self._is_in_trouble(file, stamp) and (one := self._tried(box, file, stamp)):
                    taken.append(one)
                else:
                    odd.append(
                        f"{file.relative_to(self.folder)} stays where it is ({self._trouble[file].why})."
                    )
        self._seen = {file: seen for file, seen in self._seen.items() if file in there}
        self._trouble = {file: trouble for file, trouble in self._trouble.items() if file in there}
        self._once(odd)
        return taken

    def _is_in_trouble(self, file: Path, stamp: Stamp) -> bool:
        """Whether a file is not tried at this look: it could not be taken in lately, and is as it was."""
        trouble = self._trouble.get(file)
        if trouble is None or trouble.stamp != stamp:
            return False
        return time.monotonic() - trouble.since < RETRY_SECONDS

    def _tried(self, box: Inbox, file: Path, stamp: Stamp) -> Taken | None:
        """Take a file in. What is in its way alone must not be in the way of others: it is remembered."""
        unforeseen = ""
        try:
            taken = self._take(box, file, stamp)
        except OSError as error:
            why = machine.reason(error)
        except DeskError as error:
            if taking.is_of_the_desk(error):
                raise
            why = str(error).rstrip(".")
        except UNFORESEEN as error:
            unforeseen, why = repr(error), self._written_down(error, file)
        else:
            self._trouble.pop(file, None)
            return taken
        self._trouble[file] = Trouble(stamp, time.monotonic(), why, unforeseen)
        return None

    def _written_down(self, error: BaseException, file: Path) -> str:
        """Where it says more of an error that nobody foresaw; of one file it is written down once."""
        trouble = self._trouble.get(file)
        if trouble and trouble.unforeseen == repr(error):
            return trouble.why
        return write_down(error, f"{NAME}, {file}", self.session.path).rstrip(".")

    def _take(self, box: Inbox, file: Path, stamp: Stamp) -> Taken:
        one = taking.take(self.session, box, file, stamp, actor=self.actor)
        self.say(in_words(one, self.folder))
        if one.put:
            self._seen.pop(file, None)
        else:
            self._seen[file] = (stamp, time.monotonic())
            self.waits = True
        return one

    def look_again(self) -> None:
        """A look at which nothing may end the watcher: a desk or a disk that is not ready is asked again."""
        try:
            with machine.in_a_sentence():
                self.look()
        except DeskBusy:
            return
        except DeskError as error:
            self._once([str(error)])

    def _is_settled(self, file: Path, stamp: Stamp) -> bool:
        now = time.monotonic()
        before, since = self._seen.get(file, (None, now))
        if before != stamp:
            since = now
        self._seen[file] = (stamp, since)
        return now - since >= self.settled_seconds

    def _once(self, sentences: list[str]) -> None:
        for sentence in sentences:
            if sentence not in self._complaints:
                self.complain(sentence)
        self._complaints = set(sentences)


def in_words(one: Taken, folder: Path) -> str:
    """What became of a file, in a line."""
    name = one.file.relative_to(folder)
    where = f"now {one.put.relative_to(folder)}" if one.put else "changed meanwhile and is looked at again"
    if one.report:
        report = one.report
        done = f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged"
        return f"{name}: {done} ({counted(report.rows, 'row')}); {where}."
    is_where = f"is {where}" if one.put else f"was {where}"
    number = len(one.sentences)
    first = f", and this is the first of {counted(number, 'reason')}" if number > 1 else ""
    return f"{name} {is_where}{first}: {one.sentences[0]}"


@contextlib.contextmanager
def having(folder: Path) -> Iterator[None]:
    """The folder, made if need be, for this watcher alone."""
    inbox.make(folder)
    lock = FileLock(folder / LOCK, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise WatchedAlready(folder=folder) from None
    except OSError as error:
        raise inbox.NoInbox(folder=folder, detail=machine.reason(error)) from error
    try:
        yield
    finally:
        lock.release()


def watch(watcher: FolderWatcher, *, once: bool = False) -> list[Taken]:
    """Watch until a signal ends it, after the file that is being taken in.

    ``once``: until all that lies there was looked at; what became of it is answered.
    """
    stopping, taken = list[int](), list[Taken]()
    with heard(lambda number, _: stopping.append(number)):
        while not stopping:
            if once:
                taken += watcher.look()
                if not watcher.waits:
                    break
            else:
                watcher.look_again()
            time.sleep(min(LOOK_SECONDS, watcher.settled_seconds))
    return taken


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line of the watcher inside ``backorder up``."""
    parser = command("engine.service.watcher", "Takes in what is dropped into a folder.")
    parser.add_argument("folder", type=Path)
    given, note = parser.parse_args(arguments), partial(say, "folder")
    try:
        chosen = settings(path=given.db)
        with having(given.folder):
            session = open_desk(chosen.path, name=NAME, wait_seconds=chosen.wait_seconds)
            with contextlib.closing(session):
                watch(FolderWatcher(session, given.folder, chosen.actor, note, note))
    except DeskError as error:
        note(str(error))
        return 1
    return 0


if __name__ == "__main__":
    leave(main())
