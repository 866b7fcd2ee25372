"""A ruling of the queue in words (R41)."""

from __future__ import annotations

import pytest

from engine.model import Ruling, Verdict
from engine.rules import explaining
from tests.engine.rules.test_queue import line


@pytest.mark.parametrize(
    ("verdict", "at_hand", "said"),
    [
        (Verdict.FILLED, 10, "All 25 are there; the next sweep gives them."),
        (Verdict.SPLIT, 10, "10 of 25 are there for it; the rest waits for more to come in."),
        (Verdict.WHOLE, 10, "It ships only in one piece: 25 are needed and 10 are left, held for it."),
        (Verdict.BEHIND, 10, "What is left is held for order 7, ahead of it, which ships in one piece."),
        (Verdict.WHOLE, 0, "All 20 on hand go to orders ahead of it."),
        (Verdict.INCOMPLETE, 0, "Its order ships complete and waits for order 7."),
    ],
)
def test_r41_a_ruling_is_read_out(verdict: Verdict, at_hand: int, said: str) -> None:
    ruling = Ruling(1, 0, at_hand, verdict)
    assert explaining.sentence(line(1, 25), ruling, 20, [], "order 7", str) == said


def test_r43_what_lower_priorities_keep_is_not_left_for_a_line_that_is_stepped_over() -> None:
    ruling = Ruling(1, 0, 12, Verdict.STEPPED_OVER)
    said = [explaining.sentence(line(1, 25), ruling, 20, [], "", str, kept_below=kept) for kept in (0, 10)]
    kept = ", and orders of a lower priority keep 10 until it can be filled."
    assert said == [
        "It cannot be filled whole: 25 needed, 12 left; those behind it may go first.",
        f"It cannot be filled whole: 25 needed, 2 left; those behind it may go first{kept}",
    ]


def test_r30_a_complete_order_waits_for_its_other_lines() -> None:
    assert explaining.waits_complete([2]).endswith("waits for line 2.")
    assert explaining.waits_complete([1, 3, 4]).endswith("waits for lines 1, 3 and 4.")
