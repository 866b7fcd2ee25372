"""Looking after a desk that is open: it is handed over when another process waits, and put away when lost."""

import threading
import time
from collections.abc import Callable
from typing import Final

from db.gate import Gate
from db.lease import Lease
from db.shown import Shown

WATCH_SECONDS: Final = 0.025
"""How often the owner looks whether somebody waits: at the line, some 6 microseconds while nobody does."""
LONGEST_SHARE_SECONDS: Final = 0.5
"""How long a process that has just opened the desk may keep it although another waits already, for each who
waits here; less where opening took less."""
MOST_SHARES: Final = 3
"""How many of those who wait are counted at most, for how long a process may keep the desk."""
SHOW_AFTER_SECONDS: Final = 0.25
"""How long somebody waits for the end of work that writes before there is something to read meanwhile."""
LAST_SECONDS: Final = 3.0
"""How long a new watch waits for the end of the one before, which has closed the desk by then."""


class DeskWatch:
    """A thread beside the desk for as long as this process has it open."""

    def __init__(
        self,
        gate: Gate,
        *,
        close: Callable[[], None],
        is_lost: Callable[[], bool],
        shown: Shown | None,
    ) -> None:
        """`close` puts the desk away; `is_lost`: DuckDB gave up on it, or its path leads elsewhere by now.

        `shown` makes what others can read while somebody here writes for long.
        """
        self._gate = gate
        self._close = close
        self._is_lost = is_lost
        self._shown = shown
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, lease: Lease, cost: float) -> None:
        """The desk is open; `cost` is how many seconds that took."""
        self.join(LAST_SECONDS)
        self._over = over = threading.Event()
        share = min(max(cost, WATCH_SECONDS), LONGEST_SHARE_SECONDS)
        tenure = share * min(self._gate.waiting, MOST_SHARES)
        self._gate.asked_for(lease.is_wanted())
        self._thread = threading.Thread(
            target=self._watch, args=(lease, over, tenure, share / 2), name="desk lease", daemon=True
        )
        self._thread.start()

    def end(self) -> None:
        """The desk is closed, or about to be."""
        self._over.set()

    def join(self, seconds: float | None) -> None:
        """Wait for the end of the thread."""
        # One still running when the interpreter ends would keep DuckDB's objects from being taken apart.
        if self._thread:
            self._thread.join(seconds)

    def _watch(self, lease: Lease, over: threading.Event, tenure: float, rest: float) -> None:
        """Hand the desk over when another process waits, or reopen it when it is lost.

        First it works for its tenure, or until nobody here has had anything to do for `rest` seconds: on a
        slow machine, two busy processes would otherwise do little but open and close.
        """
        begun, idle_since = None, time.monotonic()
        until = idle_since + tenure
        while not over.wait(WATCH_SECONDS):
            waits = lease.is_wanted()
            self._gate.asked_for(waits)
            before, begun = begun, self._gate.begun
            now = time.monotonic()
            if begun is None or begun != before:
                idle_since = now
            may_part = waits and (now >= until or now - idle_since >= rest)
            lost = self._is_lost()
            if (lost or may_part) and self._gate.hand_over(self._close, at_once=lost, meanwhile=self._show):
                return

    def _show(self, waited: float) -> None:
        """Have those who have waited so many seconds read while somebody here goes on to write."""
        if self._shown and waited >= SHOW_AFTER_SECONDS and self._gate.writes:
            self._shown.show(lambda: self._gate.writes)
