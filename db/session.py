"""Opening the desk: transactions and snapshots over a file that processes lend each other.

DuckDB gives a file to one process at a time, and opening it costs tens of milliseconds. So a process keeps
the file open between pieces of work and hands it over when another asks (db.lease says how they ask, db.gate
who may work meanwhile). Nobody who uses a Session sees any of this, except that a wait in which nothing moves
ends in DeskBusy.
"""

import atexit
import contextlib
import time
import weakref
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from db import closed, duck
from db.errors import DeskBusy, DeskClosed, DeskError
from db.files import OneFile
from db.gate import Gate, OneInThread, State
from db.lease import Lease
from db.making import Making
from db.memory import Memory
from db.migrate import MigrationReport, migrate
from db.patience import ReadableElsewhere, Wait
from db.shown import Beside
from db.transaction import Transaction
from db.watching import DeskWatch

MIGRATIONS: Final = Path(__file__).with_name("migrations")
CLOSING_SECONDS: Final = 3.0
"""How long running work may delay the end of the program before it is interrupted."""

__all__ = ["MIGRATIONS", "Session", "Transaction"]


class Session:
    """One process's way to one desk. Threads may share it; a piece of work stays in its thread."""

    def __init__(
        self,
        path: Path | None,
        *,
        name: str,
        wait_seconds: float = 30.0,
        on_open: Callable[[Transaction], None] | None = None,
        migrations: Path = MIGRATIONS,
        around: Callable[[Transaction], contextlib.AbstractContextManager[object]] = contextlib.nullcontext,
        making: Making = Making.WHERE_NONE_WAS,
    ) -> None:
        """A session on the file `path`, or in memory without it; the first piece of work opens it.

        `name` is what a person would call this process. `on_open` runs in a transaction of its own each time
        the process has taken the file. `around` is entered by every transaction, and may refuse at its end
        what would be kept. Only the first opening may make a file, as `making` says.
        """
        self.migration: MigrationReport | None = None
        self.path: Final = path  # the file of the desk; None for one in memory
        self._name = name
        self._seconds = wait_seconds
        self._on_open = on_open
        self._migrations = migrations
        self._around = around
        self._lease = Lease(path, name) if path else None
        self._file = OneFile(path, making) if path else None
        self._gate = Gate(take=self._take, busy=self._busy, seconds=wait_seconds)
        self._alone = OneInThread()
        self._memory = Memory()
        self._database: duck.Connection | None = None
        self._cursors: set[duck.Connection] = set()
        shown = self._file.shown if self._file else None
        self._watcher = DeskWatch(self._gate, close=self._part, is_lost=self._is_lost, shown=shown)
        self._beside = Beside(path, self._lease, migrations) if path and self._lease else None
        self._is_broken = False
        _sessions.add(self)

    @contextlib.contextmanager
    def transaction(
        self, *, actor: str, now: datetime | None = None, dry_run: bool = False
    ) -> Iterator[Transaction]:
        """Read and write as `actor`; commits when the block ends and rolls back when it raises.

        A `dry_run` is refused whatever would be, and then taken back. One at a time in this process.
        `now` is the instant of everything it writes. Not to be nested in another transaction of the same
        thread, whose uncommitted rows it could not see.
        """
        end = "rollback" if dry_run else "commit"
        with (
            self._alone.entered(),
            self._writing(),
            self._begun("read write", end, actor, now) as tx,
            self._around(tx),
        ):
            yield tx

    @contextlib.contextmanager
    def snapshot(self, *, now: datetime | None = None) -> Iterator[Transaction]:
        """Read one consistent state, beside other readers and a writer; temporary tables may be written."""
        with self._gate.work(writes=False), self._begun("read only", "rollback", "", now) as tx:
            yield tx

    @contextlib.contextmanager
    def reading(self, *, now: datetime | None = None) -> Iterator[Transaction]:
        """As `snapshot`, but without a wait for long work of another process: meanwhile that shows a copy of
        what was saved last (db.shown), which is what a snapshot beside it would see."""
        beside = self._beside.instead_of(self._gate, now) if self._beside else contextlib.nullcontext()
        with beside as copy, contextlib.nullcontext(copy) if copy else self.snapshot(now=now) as tx:
            yield tx

    @contextlib.contextmanager
    def holding(self) -> Iterator[None]:
        """Keep the file, and other writers out, across several transactions of this thread."""
        with self._writing():
            yield

    @contextlib.contextmanager
    def exclusive_file(self, last_look: Callable[[Transaction], None] | None = None) -> Iterator[Path]:
        """The file itself, closed; nobody opens it meanwhile, and the block may replace it.

        Its log is folded in if that can be. Where it cannot (no room, damage), it stays beside the file, and
        whoever copies takes `db.whole.files`. `last_look` reads the desk in its last state; with it, a desk
        that cannot be opened is refused. Waits like any other work.
        """
        if self.path is None or self._lease is None:
            raise RuntimeError("a desk in memory has no file")
        with self._gate.emptied(then=State.AWAY):
            try:
                if last_look:
                    self._show(last_look)
                elif self._database is None:
                    self._claim(self._lease, Wait(self._seconds, self._gate.moves), time.monotonic_ns())
                    closed.fold(self.path, self._seconds)
                self._shut()
                yield self.path
            finally:
                self._part()

    def _show(self, look: Callable[[Transaction], None]) -> None:
        """The desk as it is, to somebody who has it alone."""
        if self._database is None:
            self._take(Wait(self._seconds, self._gate.moves), time.monotonic_ns())
        with self._begun("read only", "rollback", "", None) as tx:
            look(tx)
        if self._file:
            self._file.confirm()

    def close(self) -> None:
        """Give the file up for good, interrupting work that does not end soon. Twice is harmless."""
        with contextlib.suppress(DeskError):
            if not self._closed_within(CLOSING_SECONDS):
                for cursor in list(self._cursors):
                    cursor.interrupt()
                self._closed_within(CLOSING_SECONDS)
        if self._beside:
            self._beside.close()
        self._watcher.join(CLOSING_SECONDS)

    @property
    def _connection(self) -> duck.Connection:
        if self._database is None:  # the gate lets nobody in before it is open
            raise DeskClosed
        return self._database

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """A piece of work that writes; its end is seen by the other processes that wait."""
        with self._gate.work(writes=True):
            try:
                yield
            finally:
                if self._lease:
                    self._lease.show_progress()

    def _take(self, wait: Wait, since: int) -> None:
        """Open the desk; the gate calls this in one thread at a time."""
        if self.path is None or self._lease is None or self._file is None:
            self._database = duck.open_memory()
            self._prepare()
            return
        was_here = self._file.was_here()
        self._claim(self._lease, wait, since)
        begun = time.monotonic()
        try:
            self._file.begin(was_here=was_here)
            self._database = duck.open_file(self.path, begun + wait.left(), self._seconds)
            self._file.opened(duck.own(self._database, self.path))
            self._prepare()
            self._file.keep()
            self._watcher.start(self._lease, time.monotonic() - begun)
        except BaseException:
            self._shut()
            self._file.unmake()
            self._lease.let_go()
            raise

    def _claim(self, lease: Lease, wait: Wait, since: int) -> None:
        if not lease.take(wait, since):
            raise ReadableElsewhere if wait.goes_elsewhere() else self._busy(False)

    def _prepare(self) -> None:
        self._is_broken = False
        with duck.in_a_sentence(self.path):
            self.migration = migrate(self._connection, self._migrations, self.path)
            duck.close_off(self._connection)
        if self._file:
            self._file.ready()
        if self._on_open:
            with self._begun("read write", "commit", "desk", None) as tx:
                self._on_open(tx)

    def _is_lost(self) -> bool:
        """Whether what is open is of no more use: DuckDB gave up on it, or it is not our file any more."""
        return self._is_broken or (self._file is not None and self._file.is_lost())

    def _part(self) -> None:
        self._shut()
        if self._lease:
            self._lease.let_go()

    def _shut(self) -> None:
        """Close DuckDB, with its log folded into the file where that can be."""
        self._watcher.end()
        self._memory.clear()
        database, self._database = self._database, None
        if database and self._file:
            self._file.shut(database)
        elif database:
            database.close()

    def _closed_within(self, seconds: float) -> bool:
        try:
            with self._gate.emptied(then=State.CLOSED, seconds=seconds):
                self._part()
        except DeskBusy:
            return False
        return True

    @contextlib.contextmanager
    def _begun(self, mode: str, end: str, actor: str, now: datetime | None) -> Iterator[Transaction]:
        """A transaction on a cursor of its own, so that its temporary tables go with it."""
        memory = None if mode == "read only" else self._memory
        with self._cursor() as cursor:
            try:
                with duck.in_a_sentence(self.path):
                    cursor.execute(f"begin transaction {mode}")
                now = now or datetime.now(UTC)
                tx = Transaction(cursor, now=now, actor=actor, path=self.path, memory=memory)
                yield tx
                tx.insert_kept_back()
                self._end(cursor, end, actor)
            except BaseException as error:
                with contextlib.suppress(duck.DatabaseError):
                    cursor.rollback()
                cause = self._cause(error)
                self._is_broken = self._is_broken or duck.is_broken(cause)
                if cause is not error:
                    raise cause from error
                raise

    def _end(self, cursor: duck.Connection, end: str, actor: str) -> None:
        """End a transaction; nothing is written into a file that is the desk no more, or called saved."""
        if self._file and end == "commit":
            self._file.commit(cursor, actor)
            return
        with duck.in_a_sentence(self.path):
            cursor.execute(end)
        if self._file:
            self._file.refuse_overwritten()

    def _cause(self, error: BaseException) -> BaseException:
        """Why work failed: what was read from a file that was written over can have gone wrong in any way."""
        return (self._file and isinstance(error, Exception) and self._file.overwritten()) or error

    @contextlib.contextmanager
    def _cursor(self) -> Iterator[duck.Connection]:
        cursor = self._connection.cursor()
        self._cursors.add(cursor)
        try:
            yield cursor
        finally:
            self._cursors.discard(cursor)
            cursor.close()

    def _busy(self, works_here: bool) -> DeskBusy:
        """The sentence for somebody for whom nothing moved: who is in the way, here or elsewhere."""
        if self._lease and not works_here:
            return self._lease.busy(self._seconds)
        holder = f"{self._name[:1].upper()}{self._name[1:]} (this process)"
        return DeskBusy(holder=holder, seconds=self._seconds)


_sessions: weakref.WeakSet[Session] = weakref.WeakSet()


@atexit.register
def _close_all() -> None:
    # DuckDB must be closed before the interpreter takes its objects apart.
    for session in list(_sessions):
        session.close()
