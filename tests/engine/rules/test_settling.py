"""A second run of the same policy changes nothing, also where lines of orders stand in between each other."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model import Policy, PoolNo, QueueLine, Terms, Verdict
from engine.rules.queue import POLICIES
from tests.engine.rules.test_queue import after, line

OLD = 20
BOOKS, PENS = 1, 2
Desk = tuple[Policy, list[QueueLine], dict[PoolNo, int], dict[int, int]]


def at(entry_seq: int, line_id: int, qty: int, *, order: int, pool: PoolNo, **more: Any) -> QueueLine:
    return line(line_id, qty, order_id=order, pool=pool, **more)._replace(entry_seq=entry_seq)


LOSER_HOLDS: Desk = (
    Policy.SKIP,
    [
        at(18, 1, 1, order=1, pool=PENS, complete=True),
        at(35, 2, 4, order=2, pool=PENS, days=OLD, whole=True, held=True),
        at(37, 3, 2, order=1, pool=PENS, complete=True),
    ],
    {PENS: 3},
    {1: 1, 2: 0, 3: 2},
)
"""An old whole line loses and holds its place; a Complete order stands before it with one line only."""
LOSER_GOES_FIRST: Desk = (
    Policy.COMPLETE_FIRST,
    [
        at(3, 4, 1, order=2, pool=PENS, days=OLD, held=True),
        at(14, 2, 2, order=1, pool=PENS, days=OLD),
        at(17, 1, 4, order=1, pool=BOOKS, days=OLD, whole=True, held=True),
        at(20, 3, 2, order=2, pool=BOOKS, days=OLD),
    ],
    {BOOKS: 2, PENS: 0},
    {1: 0, 2: 0, 3: 2, 4: 0},
)
"""Order 2 loses its first line, so that it waits before order 1, whose books hold their place."""
FILLED_GOES_LATER: Desk = (
    Policy.COMPLETE_FIRST,
    [
        at(1, 1, 1, order=1, pool=PENS, days=OLD),
        at(10, 3, 9, order=2, pool=PENS, days=OLD),
        at(20, 2, 5, order=1, pool=BOOKS, days=OLD, whole=True),
        at(30, 4, 6, order=2, pool=BOOKS, days=OLD),
    ],
    {BOOKS: 4, PENS: 1},
    {1: 1, 2: 0, 3: 0, 4: 4},
)
"""Order 1 has its pens, and waits from then on behind the first line of order 2."""


@pytest.mark.parametrize("desk", [LOSER_HOLDS, LOSER_GOES_FIRST, FILLED_GOES_LATER])
def test_r15_what_a_second_walk_would_give_is_given_at_once(desk: Desk) -> None:
    policy, lines, stock, expected = desk
    found = POLICIES[policy].walk(lines, stock, Terms())
    assert found.grants == expected
    left = after(lines, found.grants)
    again = POLICIES[policy].walk(left, stock, Terms())
    assert again.grants == {one.line_id: one.qty if one.held else 0 for one in left}


def test_r41_a_line_that_gets_more_is_ruled_on_by_what_it_has_in_the_end() -> None:
    policy, lines, stock, _ = FILLED_GOES_LATER
    found = POLICIES[policy].walk(lines, stock, Terms())
    assert sorted(row[0] for row in found.rulings) == [1, 2, 3, 4]
    ruling = found.ruling(4)
    assert (ruling.verdict, ruling.granted, ruling.at_hand) == (Verdict.SPLIT, 4, 4)
    assert found.left == {BOOKS: 0, PENS: 0}
