"""The desk's file and not its name: a path may come to lead to another file, or to none, while one is open.

DuckDB goes on writing to a file that was removed, renamed or written over, and makes a new one where there is
none. Here all of it is found out, before anybody is told that something was saved.
"""

import contextlib
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Self

from db import duck, machine
from db.beside import beside
from db.content import Content
from db.errors import (
    DeskDamaged,
    DeskError,
    DeskOverwritten,
    DeskReplaced,
    DeskVanished,
    LogWithoutDesk,
    NoDesk,
)
from db.log import Log
from db.making import Making
from db.shown import Shown

LOCKS: Final = ("want", "hold")
"""What the lease leaves beside a desk that was ever opened."""
TRACES: Final = (*LOCKS, "scheduler", "schedules")
"""What says that a desk was here, and perhaps that somebody still runs it."""
SPILLED: Final = "duckdb_temp_*"
NO_ACT: Final = "nothing was saved from here before"


@dataclass(frozen=True, slots=True)
class FileId:
    """The file itself, whatever it is called: device and number (on Windows the volume and the file id)."""

    device: int
    number: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """The file that `path` leads to now; None when there is none. A sentence when nobody may look."""
        try:
            return cls.of_status(path.stat())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise machine.sentence(error, path) from error

    @classmethod
    def of_status(cls, status: os.stat_result) -> Self:
        """The file that has this status."""
        return cls(status.st_dev, status.st_ino)


class OneFile:
    """The file that a session has open, or is about to open."""

    def __init__(self, path: Path, making: Making) -> None:
        """`making` holds for the first opening only: a desk that vanishes later is not made again."""
        self._path = path
        self._making = making
        self.shown: Final = Shown(path)
        self._before: FileId | None = None
        self._open: FileId | None = None
        self._is_new = False
        self._had_locks = True
        self._log = Log(path)
        self._content: Content | None = None  # while it is open, and where the system lets us look
        self._is_ready = False
        self._looking = threading.RLock()  # held while a commit or a closing changes what there is to see
        self._last_act = NO_ACT
        self._overwritten: DeskOverwritten | None = None
        self._unreported: DeskReplaced | None = None
        self._is_reported = False

    def was_here(self) -> bool:
        """Whether a desk is or was here, as seen before the lease leaves its own marks.

        Raises NoDesk or DeskVanished when there is none and none may be made; and once what was found out
        while nobody was at work.
        """
        fault, self._unreported = self._unreported, None
        if fault:
            raise fault
        self._had_locks = any(map(FileId.of, self._locks()))
        if FileId.of(self._path):
            return True
        was_here = self._open is not None or any(beside(self._path, trace).exists() for trace in TRACES)
        if self._making is Making.NEVER and self._path.parent.is_dir():
            raise (DeskVanished if was_here else NoDesk)(path=self._path)
        return was_here

    def begin(self, *, was_here: bool) -> None:
        """What is there is about to be opened; refused when a new desk would take the place of another."""
        self._before = FileId.of(self._path)
        self._is_new = self._is_ready = False
        if self._before is None:
            self._refuse_making(was_here)
            self._is_new = True
        self._remove_spilled()
        self.shown.begin()

    def opened(self, used: int) -> None:
        """DuckDB has it open now, with `used` bytes that hold something: the path must go on to lead to it,
        and nobody else may write into it."""
        opened_id = FileId.of(self._path)
        self._open = self._before or opened_id
        self._overwritten, self._is_reported = None, False
        with contextlib.suppress(PermissionError):  # Windows: then nobody else can write into it either
            self._content = Content(self._path)
            opened_id = FileId.of_status(self._content.status)
        self._compare(opened_id)
        if self._content and not self._content.has(used):
            raise DeskDamaged(path=self._path, detail="it ends too early, as while it is being copied")
        self.shown.open()

    def ready(self) -> None:
        """The file is a desk and up to date; whatever is written from here on is an act."""
        self._note(half=True)
        self._is_ready = True
        self.refuse_overwritten()

    def keep(self) -> None:
        """The file is a desk, and whole: if it vanishes, no other is made in its place."""
        self._is_new, self._last_act = False, NO_ACT
        self._making = Making.NEVER

    def unmake(self) -> None:
        """Take away what an opening that failed has made; nothing of ours stays beside what is no desk."""
        made = self._locks() if self._is_new or not self._had_locks else []
        if self._is_new:
            self._is_new, self._open = False, None
            made += [self._path, *duck.logs_of(self._path)]
        for file in made:
            with contextlib.suppress(OSError):
                file.unlink(missing_ok=True)

    def is_lost(self) -> bool:
        """Whether it has to be opened anew, as the owner sees who looks now and then.

        What somebody must hear waits for the next who comes.
        """
        fault = self._fault()
        if isinstance(fault, DeskReplaced) and not self._is_reported:
            self._unreported = fault
        return fault is not None or not self._look(self._log.is_ours)

    def confirm(self) -> None:
        """Raise DeskVanished, DeskReplaced or DeskOverwritten when it is not the desk any more."""
        self._tell(self._fault())

    def refuse_overwritten(self) -> None:
        """Raise DeskOverwritten when what is in it is not ours: nothing that was read from it counts then."""
        self._tell(self.overwritten())

    def overwritten(self) -> DeskOverwritten | None:
        """What there is to say when somebody else has written into it."""
        self._look(self._is_ours)
        return self._overwritten

    def commit(self, cursor: duck.Connection, actor: str) -> None:
        """Commit an act of `actor` into our own file and no other, or raise what `confirm` raises.

        Where the log is not ours any more, the file is folded up to date before the act counts as saved.
        """
        with self._looking, self.shown.away():
            self.confirm()
            is_logged, is_saved = self._log_is_ours(), False
            try:
                with duck.in_a_sentence(self._path):
                    cursor.execute("commit")
                    if not (is_logged and self._log.has_grown()):
                        cursor.execute("checkpoint")
                is_saved = True
            finally:
                self._note(half=not is_saved)
            self._tell(self._fault(looked=True))
            self._log.guard()
            now = datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "seconds")
            self._last_act = f"the last act saved before is {actor}'s of {now} UTC"

    def shut(self, database: duck.Connection) -> None:
        """Close DuckDB. What only the log has is folded into the file first, if the file is still ours.

        A log that cannot be folded in stays beside the file, mostly without a word: the next one reads it.
        """
        # The owner's look must not meet what is written and not yet noted.
        with self._looking, self.shown.away():
            try:
                self._put_away(database)
            finally:
                if self._overwritten and not self._is_reported:
                    self._unreported = self._overwritten
                content, self._content = self._content, None
                if content:
                    content.close()
                self.shown.close()

    def _put_away(self, database: duck.Connection) -> None:
        with contextlib.suppress(duck.DatabaseError, OSError, DeskError), contextlib.closing(database):
            if not self.overwritten():
                self._fold(database)
                self._note()

    def _fold(self, database: duck.Connection) -> None:
        if not self._is_ready:
            self._log.note()
        if not self._leads_to_ours():
            with self._log.foreign_aside():
                database.execute("checkpoint")
        elif not self._log_is_ours() or not self._log.is_empty():
            database.execute("checkpoint")

    def _log_is_ours(self) -> bool:
        """Whether it is, before DuckDB writes there; one that is another's is kept."""
        is_ours = self._log.is_ours()
        if not is_ours:
            self._log.copy_aside()
        return is_ours

    def _fault(self, *, looked: bool = False) -> DeskError | None:
        """Why it is not the desk any more; `looked`: into it just now."""
        try:
            self._compare(FileId.of(self._path))
        except DeskError as error:
            return error
        return self._overwritten if looked else self.overwritten()

    def _tell(self, fault: DeskError | None) -> None:
        if fault:
            self._is_reported, self._unreported = True, None
            raise fault

    def _look(self, ask: Callable[[], bool]) -> bool:
        """The answer; True while another thread commits, which asks for itself."""
        if not self._looking.acquire(blocking=False):
            return True
        try:
            return ask()
        finally:
            self._looking.release()

    def _is_ours(self) -> bool:
        """Whether what is in it is ours; while it is brought up to date, whatever follows from that."""
        if self._overwritten or not self._content:
            return not self._overwritten
        with contextlib.suppress(OSError):  # what cannot be read is unknown, and no reason to stop
            if not (self._content.is_same() if self._is_ready else self._content.note(half=True)):
                self._give_up()
        return not self._overwritten

    def _note(self, *, half: bool = False) -> None:
        """What is there now was written by us, perhaps only in half."""
        self._log.note()
        with machine.in_a_sentence(self._path):
            if self._content and not self._overwritten and not self._content.note(half=half):
                self._give_up()

    def _give_up(self) -> None:
        """Our log belongs to what was there, and must not meet what is there now."""
        aside = self._log.move_aside()
        log = f"its log is kept in {aside.name}" if aside else "no log of it is left"
        self._overwritten = DeskOverwritten(path=self._path, last=self._last_act, log=log)

    def _compare(self, now: FileId | None) -> None:
        if now is None:
            raise DeskVanished(path=self._path)
        if now != self._open:
            raise DeskReplaced(path=self._path)

    def _leads_to_ours(self) -> bool:
        try:
            return FileId.of(self._path) == self._open
        except DeskError:
            return False

    def _refuse_making(self, was_here: bool) -> None:
        if self._making is Making.NEVER or (was_here and self._making is Making.WHERE_NONE_WAS):
            raise DeskVanished(path=self._path)
        if logs := duck.logs_of(self._path):  # DuckDB would throw it away
            raise LogWithoutDesk(path=self._path, log=logs[0])

    def _remove_spilled(self) -> None:
        """What a killed process left of work that was too large for memory; nobody has the desk open."""
        for file in beside(self._path, "tmp").glob(SPILLED):
            with contextlib.suppress(OSError):
                file.unlink()

    def _locks(self) -> list[Path]:
        return [beside(self._path, lock) for lock in LOCKS]
