"""Who in this process may work now: readers together, one writer, nobody new while the desk is handed over.

Everything is decided under one lock, so that the line of those who wait and a hand-over can never wait for
each other. A thread that is already working may always begin a nested piece of work: the hand-over waits for
it anyway. Whoever came before the desk was asked for from outside is *due*: served before it is handed over.
"""

import contextlib
import enum
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from db.errors import DeskClosed
from db.patience import LOOK_SECONDS, Moves, ReadableElsewhere, Wait


class State(enum.Enum):
    """Where the database file is, seen from this process."""

    AWAY = "away"  # not here; the next piece of work takes it
    OPENING = "opening"  # a thread is taking it
    OPEN = "open"  # here, work may begin
    DRAINING = "draining"  # here, running work may end, new work waits
    CLOSED = "closed"  # never again


def _rest(_waited: float) -> None:
    """Nothing is to be done while a hand-over waits."""


class _Mine(threading.local):
    """What the current thread has begun and not ended."""

    works: int = 0
    writes: int = 0


@dataclass(eq=False, slots=True)
class _Ticket:
    """A place in the line of this process."""

    writes: bool
    since: int = field(default_factory=time.monotonic_ns)


class Gate:
    """Admits pieces of work and empties the room for a hand-over."""

    def __init__(
        self, *, take: Callable[[Wait, int], None], busy: Callable[[bool], Exception], seconds: float
    ) -> None:
        """`take` opens the desk, given how long to wait and since when somebody here does (monotonic_ns).

        `busy` makes the error after `seconds` in which nothing moved, given whether work here is in the way.
        """
        self._take = take
        self._busy = busy
        self._seconds = seconds
        self._changed = threading.Condition()
        self._state = State.AWAY
        self._working = 0
        self._writing = False
        self._line: list[_Ticket] = []  # those who wait to begin, in the order they came
        self._due: set[_Ticket] | None = None  # of them, who goes before a hand-over; None: none is due
        self._begun = 0
        self.moves = Moves()  # of the line that everybody here stands in
        self._mine = _Mine()

    @contextlib.contextmanager
    def work(self, *, writes: bool, elsewhere: Callable[[], bool] | None = None) -> Iterator[None]:
        """A piece of work: opens the desk if it is away, waits its turn, and ends with the block.

        Raises Elsewhere, and begins nothing, once the desk is away and `elsewhere` says so.
        """
        self._enter(writes, elsewhere)
        try:
            yield
        finally:
            self._leave(writes)

    @contextlib.contextmanager
    def emptied(self, *, then: State, seconds: float | None = None) -> Iterator[None]:
        """Nobody works inside the block; afterwards the desk is AWAY or CLOSED, as `then` says.

        Entered from AWAY or OPEN, when it has waited for the running work at most `seconds`.
        """
        if self._mine.works:
            raise RuntimeError("the desk cannot be put away from inside a piece of work")
        # The end of a program does not wait for a line that moves.
        self._drain(Wait(self._seconds, self.moves) if seconds is None else Wait(seconds, Moves()))
        try:
            yield
        finally:
            self.moves.note()
            self._become(then)

    def asked_for(self, waits: bool) -> None:
        """Whether the desk is asked for from outside: then those who wait here already go first, and nobody
        who comes later."""
        with self._changed:
            if not waits:
                self._due = None
            elif self._due is None:
                self._due = set(self._line)

    def hand_over(
        self, close: Callable[[], None], *, at_once: bool = False, meanwhile: Callable[[float], None] = _rest
    ) -> bool:
        """Let running work and those who are due finish, however long it takes, and close.

        False if it is not open. `at_once`: only the running work may finish. `meanwhile` is called now and
        then, with the seconds that it has taken so far.
        """
        begun = time.monotonic()
        self.asked_for(True)
        with self._changed:
            if self._state is not State.OPEN:
                return False
            self._state = State.DRAINING
            if at_once:
                self._due = None
            self._changed.notify_all()
            while not self._changed.wait_for(lambda: not (self._working or self._due), LOOK_SECONDS):
                self._changed.release()
                try:
                    meanwhile(time.monotonic() - begun)
                finally:
                    self._changed.acquire()
        try:
            close()
        finally:
            self.moves.note()
            self._become(State.AWAY)
        return True

    @property
    def waiting(self) -> int:
        """How many threads of this process wait to begin."""
        return len(self._line)

    @property
    def writes(self) -> bool:
        """Whether a piece of work that writes runs here."""
        return self._writing

    @property
    def begun(self) -> int | None:
        """How many pieces of work began so far; None while one runs or waits to begin."""
        with self._changed:
            return None if self._working or self._line else self._begun

    def _enter(self, writes: bool, elsewhere: Callable[[], bool] | None) -> None:
        wait = Wait(self._seconds, self.moves, elsewhere)
        with self._changed, self._in_line(writes) as ticket:
            while not self._may_begin(ticket):
                if self._state in _NOT_HERE and wait.goes_elsewhere():
                    raise ReadableElsewhere
                self._step(wait)
            self._begun += 1
            self._working += 1
            self._writing = self._writing or writes
            self._mine.works += 1
            self._mine.writes += writes

    def _leave(self, writes: bool) -> None:
        with self._changed:
            self._working -= 1
            self._mine.works -= 1
            self._mine.writes -= writes
            if writes and not self._mine.writes:
                self._writing = False
            if writes:  # readers come and go while a writer hangs: that is no progress
                self.moves.note()
            self._changed.notify_all()

    @contextlib.contextmanager
    def _in_line(self, writes: bool) -> Iterator[_Ticket | None]:
        """A place in the line, for a thread that needs one."""
        if self._mine.writes or (self._mine.works and not writes):
            yield None
            return
        ticket = _Ticket(writes)
        # A thread that already works goes first: the others may wait for a hand-over that waits for it.
        self._line.insert(0 if self._mine.works else len(self._line), ticket)
        try:
            yield ticket
        finally:
            self._line.remove(ticket)
            if self._due:
                self._due.discard(ticket)
            self._changed.notify_all()

    def _may_begin(self, ticket: _Ticket | None) -> bool:
        if self._state is State.CLOSED:
            raise DeskClosed
        if ticket is None:
            return True
        if ticket.writes and (self._writing or self._first_writer() is not ticket):
            return False
        return self._state is State.OPEN or self._mine.works > 0 or self._may_still(ticket)

    def _first_writer(self) -> _Ticket:
        return next(ticket for ticket in self._line if ticket.writes)

    def _may_still(self, ticket: _Ticket) -> bool:
        """Whether one may begin although the desk is to be handed over."""
        if self._state is not State.DRAINING:
            return False
        # A hand-over has to wait for the writer anyway; until then readers cost it nothing.
        return ticket in (self._due or ()) or (self._writing and not ticket.writes)

    def _step(self, wait: Wait) -> None:
        """Do the one thing that helps: open the desk if nobody does, else wait for a change."""
        if self._state is State.AWAY:
            self._open(wait)
        elif not self._changed.wait(min(wait.left(), wait.until_next_look)) and wait.is_over():
            raise self._busy(self._working > 0)

    def _open(self, wait: Wait) -> None:
        self._state = State.OPENING
        self._due = None
        reached = State.AWAY
        since = min(ticket.since for ticket in self._line)
        self._changed.release()
        try:
            self._take(wait, since)
            reached = State.OPEN
            self.moves.note()
        finally:
            self._changed.acquire()
            self._become(reached)

    def _drain(self, wait: Wait) -> None:
        with self._changed:
            self._wait(lambda: self._state in _SETTLED, wait)
            if self._state is State.CLOSED:
                raise DeskClosed
            before, self._state = self._state, State.DRAINING
            self._due = None  # nobody begins any more
            try:
                self._wait(lambda: self._working == 0, wait)
            except BaseException:
                self._become(before)
                raise

    def _wait(self, condition: Callable[[], bool], wait: Wait) -> None:
        while not self._changed.wait_for(condition, wait.left()):
            if wait.is_over():
                raise self._busy(self._working > 0)

    def _become(self, state: State) -> None:
        with self._changed:
            self._state = state
            self._changed.notify_all()


_NOT_HERE: Final = frozenset({State.AWAY, State.OPENING})
_SETTLED: Final = frozenset({State.AWAY, State.OPEN, State.CLOSED})


class OneInThread(threading.local):
    """Sees to it that a thread has one transaction at a time: another could not see what the first wrote."""

    _has_one: bool = False

    @contextlib.contextmanager
    def entered(self) -> Iterator[None]:
        """Inside the block the thread has its transaction; RuntimeError when it has one already."""
        if self._has_one:
            raise RuntimeError("this thread has a transaction already; pass it on instead of opening another")
        self._has_one = True
        try:
            yield
        finally:
            self._has_one = False
