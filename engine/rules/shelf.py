"""What is said of a shelf on which nothing is left for a line when its turn comes (R41)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from engine.model import Grains

Written = Callable[[Grains], str]
"""Writes a quantity as people do."""
NO_STOCK: Final = "There is no stock for it."
_ALL_GO: Final = "All {on_hand} on hand go to orders ahead of it."
_NOTHING_OF: Final = "Nothing of the {on_hand} on hand is left: {taken}."


@dataclass(frozen=True, slots=True)
class Own:
    """What another line of the same order has of the pool, or gets of it with the next sweep."""

    line: int
    qty: Grains
    held: bool


def nothing_left(on_hand: Grains, own: Sequence[Own], written: Written) -> str:
    """The reason of a line for which nothing is left when its turn comes."""
    if on_hand <= 0:
        return NO_STOCK
    if not own:
        return _ALL_GO.format(on_hand=written(on_hand))
    taken = [
        f"{written(one.qty)} {'went' if one.held else 'go'} to line {one.line} of this order"
        for one in sorted(own, key=lambda one: one.line)
    ]
    if rest := on_hand - sum(one.qty for one in own):
        taken.append(f"{written(rest)} to orders ahead of it")
    return _NOTHING_OF.format(on_hand=written(on_hand), taken=", ".join(taken))


def counts_on_hand(reason: str) -> bool:
    """Whether a reason is that nothing is left, and says of how much: of what is not firm (R22)."""
    return any(reason.startswith(form.partition("{")[0]) for form in (_ALL_GO, _NOTHING_OF))
