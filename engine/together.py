"""Several of a kind, one after the other: what is refused of them is refused together (section 10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from engine.errors import DeskError, noted, refuse

T = TypeVar("T")
R = TypeVar("R")


def each(act: Callable[[T], R], ones: Iterable[T]) -> list[R]:
    """What ``act`` answers for each of them, in their order.

    All are tried before the refusals are raised as one; then the caller's transaction must not be kept.
    """
    answers, problems = list[R](), list[DeskError | str]()
    for one in ones:
        with noted(problems):
            answers.append(act(one))
    refuse(problems)
    return answers
