"""What long work says of itself while it runs."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str], None]
"""Called with what the work begins to do and how much there is of it, for whoever watches it."""


def unwatched(_: str) -> None:
    """A step of work that nobody watches."""
