"""A step of a walk in words: what the rule says to a line whose turn it is (R15, R18, R43).

A run that is replayed is told one step after another. Unlike ``explaining``, which tells a customer what is
so, this tells what the walk did.
"""

from __future__ import annotations

from typing import Final

from engine.model import QueueLine, Ruling, Verdict
from engine.rules.shelf import Written

KEEPS: Final = "Keeps its stock"
BY_RANK: Final = "By rank"
LOSES: Final = "Comes too late"


def rule(line: QueueLine, ruling: Ruling) -> str:
    """The name of the rule that decided what a line gets."""
    if line.held:
        return KEEPS if ruling.granted == line.qty else _NAMES.get(ruling.verdict, LOSES)
    return _NAMES.get(ruling.verdict, BY_RANK)


_NAMES: Final = {
    Verdict.WHOLE: "In one piece or not at all",
    Verdict.BEHIND: "Held for somebody ahead",
    Verdict.STEPPED_OVER: "Skipped",
    Verdict.INCOMPLETE: "Ships complete",
    Verdict.NO_GAINS: "Waits for a sweep",
}
"""Verdicts that have a rule of their own; all others are the plain rank."""


def sentence(line: QueueLine, ruling: Ruling, blocker: str, written: Written) -> str:
    """What became of a line in its turn; ``blocker``: the order in the way, or the line of its own order."""
    qty, granted, at_hand = written(line.qty), written(ruling.granted), written(ruling.at_hand)
    if line.held and ruling.granted == line.qty:
        return f"It keeps its {qty}: equal priority never takes, so whoever has stock comes before who waits."
    if line.held and ruling.verdict not in _NAMES:
        part = f"keeps {granted} and loses {written(line.qty - ruling.granted)}"
        what = part if ruling.granted else f"loses its {qty}"
        return f"It {what}: {at_hand} were left when its turn came."
    if ruling.verdict is Verdict.FILLED:
        return f"It gets all {qty}: {at_hand} were left when its turn came."
    return _SENTENCES[ruling.verdict].format(
        qty=qty, granted=granted, at_hand=at_hand, rest=written(line.qty - ruling.granted), blocker=blocker
    )


_SENTENCES: Final = {
    Verdict.SPLIT: "It gets the {granted} that were left, and the other {rest} wait: the line is split.",
    Verdict.NO_STOCK: "It gets nothing of its {qty}: nothing was left when its turn came.",
    Verdict.WHOLE: "It ships only in one piece, and {at_hand} of {qty} were left: it gets nothing and holds "
    "its place, so that nobody behind it gains.",
    Verdict.BEHIND: "It gets nothing: the {at_hand} that were left are held for {blocker}, ahead of it, "
    "which ships in one piece.",
    Verdict.STEPPED_OVER: "It cannot be filled whole, {at_hand} of {qty} were left: it is skipped and holds "
    "nothing.",
    Verdict.INCOMPLETE: "It gets nothing: its order ships complete and {blocker} cannot be filled.",
    Verdict.NO_GAINS: "It gets nothing: after a loss nobody gains before the next sweep.",
}
