"""Each verdict of a walk has its rule and its sentence (R15, R18, R43)."""

import pytest

from engine.model import QueueLine, Ruling, Verdict
from engine.rules import stepping


def line(*, held: bool, qty: int = 10) -> QueueLine:
    return QueueLine(0, not held, 1, 1, 1, qty, whole=False)


def words(ruling: Ruling, *, held: bool) -> str:
    one = line(held=held)
    return f"{stepping.rule(one, ruling)}: {stepping.sentence(one, ruling, 'order 7', str)}"


@pytest.mark.parametrize(
    ("held", "granted", "at_hand", "verdict", "expected"),
    [
        (True, 10, 12, Verdict.FILLED, "Keeps its stock: It keeps its 10: equal priority never takes"),
        (True, 4, 4, Verdict.SPLIT, "Comes too late: It keeps 4 and loses 6: 4 were left"),
        (True, 0, 0, Verdict.NO_STOCK, "Comes too late: It loses its 10: 0 were left"),
        (True, 0, 3, Verdict.WHOLE, "In one piece or not at all: It ships only in one piece, and 3 of 10"),
        (False, 10, 12, Verdict.FILLED, "By rank: It gets all 10: 12 were left"),
        (False, 4, 4, Verdict.SPLIT, "By rank: It gets the 4 that were left, and the other 6 wait"),
        (False, 0, 0, Verdict.NO_STOCK, "By rank: It gets nothing of its 10"),
        (False, 0, 5, Verdict.BEHIND, "Held for somebody ahead: It gets nothing: the 5 that were left are"),
        (False, 0, 5, Verdict.STEPPED_OVER, "Skipped: It cannot be filled whole, 5 of 10 were left"),
        (
            False,
            0,
            5,
            Verdict.INCOMPLETE,
            "Ships complete: It gets nothing: its order ships complete and ord",
        ),
        (False, 0, 5, Verdict.NO_GAINS, "Waits for a sweep: It gets nothing: after a loss nobody gains"),
    ],
)
def test_a_turn_in_words(held: bool, granted: int, at_hand: int, verdict: Verdict, expected: str) -> None:
    assert words(Ruling(1, granted, at_hand, verdict), held=held).startswith(expected)
