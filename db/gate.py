"""Who in this process may work now: readers together, one writer, nobody new while the desk is handed over.

Everything is decided under one lock, so that the queue of writers and a hand-over can never wait for each
other. A thread that is already working may always begin a nested piece of work: the hand-over waits for it
anyway.
"""

import contextlib
import enum
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Final

from db.errors import DeskClosed


class State(enum.Enum):
    """Where the database file is, seen from this process."""

    AWAY = "away"  # not here; the next piece of work takes it
    OPENING = "opening"  # a thread is taking it
    OPEN = "open"  # here, work may begin
    DRAINING = "draining"  # here, running work may end, new work waits
    CLOSED = "closed"  # never again


class _Mine(threading.local):
    """What the current thread has begun and not ended."""

    works: int = 0
    writes: int = 0


_Ticket = object


class Gate:
    """Admits pieces of work and empties the room for a hand-over."""

    def __init__(
        self, *, take: Callable[[float], None], busy: Callable[[], Exception], seconds: float
    ) -> None:
        """`take` opens the desk before a deadline; `busy` is the error after a wait of `seconds`."""
        self._take = take
        self._busy = busy
        self._seconds = seconds
        self._changed = threading.Condition()
        self._state = State.AWAY
        self._working = 0
        self._writing = False
        self._writers: deque[_Ticket] = deque()
        self._mine = _Mine()

    @contextlib.contextmanager
    def work(self, *, writes: bool) -> Iterator[None]:
        """A piece of work: opens the desk if it is away, waits its turn, and ends with the block."""
        self._enter(writes)
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
        self._drain(time.monotonic() + (self._seconds if seconds is None else seconds))
        try:
            yield
        finally:
            self._become(then)

    def hand_over(self, close: Callable[[], None]) -> bool:
        """Let the running work finish, however long it takes, and close; False if it is not open."""
        with self._changed:
            if self._state is not State.OPEN:
                return False
            self._state = State.DRAINING
            self._changed.wait_for(lambda: self._working == 0)
        try:
            close()
        finally:
            self._become(State.AWAY)
        return True

    @property
    def is_writing_here(self) -> bool:
        """Whether the current thread is inside a piece of work that writes."""
        return self._mine.writes > 0

    def _enter(self, writes: bool) -> None:
        deadline = time.monotonic() + self._seconds
        with self._changed, self._in_line(writes) as ticket:
            while not self._may_begin(ticket):
                self._step(deadline)
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
            self._changed.notify_all()

    @contextlib.contextmanager
    def _in_line(self, writes: bool) -> Iterator[_Ticket | None]:
        """A place in the queue of writers, for a thread that needs one."""
        if not writes or self._mine.writes:
            yield None
            return
        ticket = object()
        # A thread that already works goes first: the others may wait for a hand-over that waits for it.
        if self._mine.works:
            self._writers.appendleft(ticket)
        else:
            self._writers.append(ticket)
        try:
            yield ticket
        finally:
            self._writers.remove(ticket)
            self._changed.notify_all()

    def _may_begin(self, ticket: _Ticket | None) -> bool:
        if self._state is State.CLOSED:
            raise DeskClosed
        if ticket is not None and (self._writing or self._writers[0] is not ticket):
            return False
        return self._state is State.OPEN or self._mine.works > 0 or self._may_read_along(ticket)

    def _may_read_along(self, ticket: _Ticket | None) -> bool:
        # A hand-over has to wait for the writer anyway; until then readers cost it nothing.
        return self._state is State.DRAINING and self._writing and ticket is None

    def _step(self, deadline: float) -> None:
        """Do the one thing that helps: open the desk if nobody does, else wait for a change."""
        if self._state is State.AWAY:
            self._open(deadline)
        elif not self._changed.wait(deadline - time.monotonic()):
            raise self._busy()

    def _open(self, deadline: float) -> None:
        self._state = State.OPENING
        reached = State.AWAY
        self._changed.release()
        try:
            self._take(deadline)
            reached = State.OPEN
        finally:
            self._changed.acquire()
            self._state = reached
            self._changed.notify_all()

    def _drain(self, deadline: float) -> None:
        with self._changed:
            self._wait(lambda: self._state in _SETTLED, deadline)
            if self._state is State.CLOSED:
                raise DeskClosed
            before, self._state = self._state, State.DRAINING
            try:
                self._wait(lambda: self._working == 0, deadline)
            except BaseException:
                self._become(before)
                raise

    def _wait(self, condition: Callable[[], bool], deadline: float) -> None:
        if not self._changed.wait_for(condition, max(deadline - time.monotonic(), 0.0)):
            raise self._busy()

    def _become(self, state: State) -> None:
        with self._changed:
            self._state = state
            self._changed.notify_all()


_SETTLED: Final = frozenset({State.AWAY, State.OPEN, State.CLOSED})
