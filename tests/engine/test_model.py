"""The words of the business: a line of the queue, and what a walk comes to."""

from __future__ import annotations

from engine.model import Allotment, QueueLine, Ruling, Verdict


def test_r14_sorted_lines_are_in_the_order_in_which_a_walk_serves_them() -> None:
    """A higher priority first; inside one who holds stock, because equals never take; then entry and line."""
    urgent = QueueLine(-5, True, 9, 9, 9, 1, False)
    holds = QueueLine(0, False, 8, 8, 8, 1, False)
    early, late = QueueLine(0, True, 1, 4, 1, 1, False), QueueLine(0, True, 2, 3, 2, 1, False)
    assert sorted([late, early, holds, urgent]) == [urgent, holds, early, late]
    assert (urgent.priority, holds.held, early.held) == (5, True, False)


def test_r41_an_allotment_answers_for_each_line() -> None:
    found = Allotment([(7, 5, 9, Verdict.FILLED, None), (8, 0, 4, Verdict.BEHIND, 7)], {0: 4}, {})
    assert found.grants == {7: 5, 8: 0}
    assert found.ruling(8) == Ruling(8, granted=0, at_hand=4, verdict=Verdict.BEHIND, blocker=7)
