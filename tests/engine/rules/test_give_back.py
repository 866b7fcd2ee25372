"""An undo takes from those that gained, the latest part first, and gives to those that lost, by rank."""

from __future__ import annotations

from engine.model import QueueLine
from engine.rules.give_back import Returned, give_back
from tests.engine.rules.test_queue import POOL, line


def back(lines: list[tuple[int, QueueLine]], wants: dict[int, int], free: int = 0) -> Returned:
    return give_back(lines, wants, {POOL: free})


def test_units_go_from_who_gained_to_who_lost() -> None:
    """Line 2 took 5 of line 1."""
    found = back([(1, line(1, 5)), (2, line(2, 8, held=True))], {1: 5, 2: -5})
    assert (found.grants, found.left) == ({1: 5, 2: 3}, {})


def test_the_part_that_was_given_last_goes_first() -> None:
    """Line 1 was filled in two parts, 1 and 7."""
    found = back([(1, line(1, 5, held=True)), (1, line(7, 5, held=True))], {1: -6})
    assert (found.grants, found.left) == ({1: 4, 7: 0}, {})


def test_what_has_gone_on_is_left() -> None:
    """Of the 8 that were gained 3 are still there; who lost 8 gets those and the 1 that is free."""
    found = back([(1, line(1, 8)), (2, line(2, 3, held=True))], {1: 8, 2: -8}, free=1)
    assert (found.grants, found.left) == ({1: 4, 2: 0}, {1: 4, 2: -5})


def test_a_whole_line_gets_all_or_nothing_and_gives_all() -> None:
    waits, holds = line(1, 8, whole=True), line(2, 6, whole=True, held=True)
    found = back([(1, waits), (2, holds)], {1: 8, 2: -2})
    assert (found.grants, found.left) == ({1: 0, 2: 0}, {1: 8})


def test_the_higher_rank_is_served_first() -> None:
    found = back([(2, line(2, 5)), (1, line(1, 5))], {1: 5, 2: 5}, free=7)
    assert found.grants == {1: 5, 2: 2}


def test_r45_a_part_that_is_on_hold_has_units_back_after_the_other_parts_of_its_line() -> None:
    held = line(3, 9)
    loose = line(4, 5)._replace(entry_seq=held.entry_seq)
    found = give_back([(1, held), (1, loose)], {1: 5}, {POOL: 5}, paused=[3])
    assert (found.grants, found.left) == ({3: 0, 4: 5}, {})
