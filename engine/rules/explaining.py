"""Why a line has what it has, in words (R41): a ruling of the queue, read out.

All of it comes from the walk that also decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.model import Grains, QueueLine, Ruling, Verdict
from engine.rules.enumeration import in_a_row
from engine.rules.shelf import Own, Written, nothing_left


def sentence(
    line: QueueLine,
    ruling: Ruling,
    on_hand: Grains,
    own: Sequence[Own],
    blocker: str,
    written: Written,
    *,
    kept_below: Grains = 0,
    is_swept: bool = True,
) -> str:
    """The ruling in words a customer could be told.

    ``on_hand``: what the pool has that is not firm; ``own``: what other lines of its order get of it;
    ``blocker``: the order in the way, or the line of its own order; ``kept_below``: what of that at hand
    lower priorities keep until it can be filled whole; ``is_swept``: sweeps are on (R25).
    """
    needed, at_hand = written(line.qty), written(ruling.at_hand)
    if ruling.verdict is Verdict.FILLED:
        if line.held:
            return f"All {needed} are set aside."
        return f"All {needed} are there; the next sweep gives them{once(is_swept=is_swept)}."
    if not ruling.at_hand and ruling.verdict in FOR_WANT_OF_STOCK:
        return nothing_left(on_hand, own, written)
    if ruling.verdict is Verdict.WHOLE and kept_below:
        return _held_in_part(needed, ruling.at_hand - kept_below, kept_below, written)
    if ruling.verdict is Verdict.STEPPED_OVER and kept_below:
        left = written(ruling.at_hand - kept_below)
        return _STEPPED_OVER_TOO.format(wanted=needed, at_hand=left, kept_below=written(kept_below))
    return _SENTENCES[ruling.verdict].format(wanted=needed, at_hand=at_hand, blocker=blocker)


def _held_in_part(needed: str, left: Grains, kept_below: Grains, written: Written) -> str:
    """The reason of a whole line that would take some from lower priorities, once it can be filled (R18)."""
    beside = f". What is left, {written(left)}, is held for it" if left else ""
    return (
        f"It ships only in one piece and needs {needed}{beside}; orders of a lower priority keep "
        f"{written(kept_below)} until it can be filled."
    )


def once(*, is_swept: bool) -> str:
    """What follows on *the next sweep gives*: nothing, or from when on it does (R25)."""
    return "" if is_swept else ", once backorder management is on"


def waits_complete(lines: Sequence[int]) -> str:
    """Why what has its stock does not ship: these other lines of its Complete order wait (R30)."""
    several = "s" if len(lines) > 1 else ""
    return f"Its order ships complete and waits for line{several} {in_a_row(lines)}."


FOR_WANT_OF_STOCK: Final = frozenset(
    {Verdict.NO_STOCK, Verdict.SPLIT, Verdict.WHOLE, Verdict.BEHIND, Verdict.STEPPED_OVER}
)
"""The verdicts on lines that would get more if more lay there."""
_STEPPED_OVER_TOO: Final = (
    "It cannot be filled whole: {wanted} needed, {at_hand} left; those behind it may go first, and orders "
    "of a lower priority keep {kept_below} until it can be filled."
)
_SENTENCES: dict[Verdict, str] = {
    Verdict.SPLIT: "{at_hand} of {wanted} are there for it; the rest waits for more to come in.",
    Verdict.WHOLE: "It ships only in one piece: {wanted} are needed and {at_hand} are left, held for it.",
    Verdict.BEHIND: "What is left is held for {blocker}, ahead of it, which ships in one piece.",
    Verdict.STEPPED_OVER: "It cannot be filled whole: {wanted} needed, {at_hand} left; those behind it may "
    "go first.",
    Verdict.INCOMPLETE: "Its order ships complete and waits for {blocker}.",
    Verdict.NO_GAINS: "On hand fell; the next sweep looks again.",
}
