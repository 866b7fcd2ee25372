"""How long somebody waits: not so many seconds in all, but so many in which nothing moves.

As long as others end their work and the desk changes hands, the line gets shorter, and nobody is sent away.
"""

import time
from collections.abc import Callable
from typing import Final

LOOK_SECONDS: Final = 0.025
"""How often one who waits looks what else there is to do."""


class ReadableElsewhere(Exception):
    """Who waited need not wait any more: what is asked can be read elsewhere."""


class Moves:
    """When the line moved last, as far as this process can see; shared by all who wait here."""

    def __init__(self) -> None:
        """Begin when nothing has moved yet."""
        self.last = float("-inf")  # of time.monotonic()

    def note(self) -> None:
        """Note that somebody ended a piece of work, or that the desk changed hands."""
        self.last = time.monotonic()


class Wait:
    """One person's wait: over once nothing has moved for so many seconds."""

    def __init__(self, seconds: float, moves: Moves, elsewhere: Callable[[], bool] | None = None) -> None:
        """A wait begins when it is made. `elsewhere`: whether what is waited for can be had there."""
        self.moves = moves
        self._elsewhere = elsewhere
        self._seconds = seconds
        self._since = time.monotonic()

    def left(self) -> float:
        """Seconds until it is over, if nothing moves; never negative."""
        return max(max(self._since, self.moves.last) + self._seconds - time.monotonic(), 0.0)

    def is_over(self) -> bool:
        """Whether nothing moved for too long."""
        return not self.left()

    @property
    def until_next_look(self) -> float:
        """Seconds after which to look again, for one who waits to be woken."""
        return LOOK_SECONDS if self._elsewhere else float("inf")

    def goes_elsewhere(self) -> bool:
        """Whether what is waited for is to be had elsewhere by now."""
        return self._elsewhere is not None and self._elsewhere()
