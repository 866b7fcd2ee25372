"""How far a change in one pool reaches: as far as orders tie pools together that could be filled (R43)."""

from __future__ import annotations

from typing import Any

import pytest

from engine.model import Policy, PoolNo, QueueLine
from engine.rules.pools import ExpectedReceipt, Pools
from engine.rules.queue import POLICIES
from tests.engine.rules.test_queue import line

AGE = 10


def tied(line_id: int, order_id: int, pool: PoolNo, qty: int, **more: Any) -> QueueLine:
    """A line of a Complete order."""
    return line(line_id, qty, order_id=order_id, pool=pool, complete=True, **more)


def pools(*lines: QueueLine, stock: dict[PoolNo, int], policy: Policy = Policy.SKIP) -> Pools:
    return Pools(lines, stock, POLICIES[policy])


@pytest.mark.parametrize(("there", "reached"), [(5, {1, 2}), (4, {1})])
def test_r43_a_complete_order_ties_pools_only_where_it_could_be_filled(there: int, reached: set[int]) -> None:
    found = pools(tied(1, 1, 1, 3), tied(2, 1, 2, 5), stock={1: 0, 2: there})
    assert found.reached({1}, AGE)[0] == reached


def test_r43_an_order_that_has_grown_old_ties_nothing() -> None:
    found = pools(tied(1, 1, 1, 3, days=AGE), tied(2, 1, 2, 5, days=AGE), stock={1: 0, 2: 5})
    assert found.reached({1}, AGE)[0] == {1}


def test_r43_of_an_order_that_lacks_something_elsewhere_its_first_line_there_is_known() -> None:
    lines = [tied(1, 1, 1, 3), tied(2, 1, 2, 5), tied(3, 1, 2, 5)]
    assert pools(*lines, stock={1: 9, 2: 0}).reached({1}, AGE) == ({1}, [lines[1]])


def test_what_is_held_and_does_not_lie_there_is_below_zero() -> None:
    found = pools(tied(1, 1, 1, 3, held=True), stock={1: 2, 2: 7})
    assert found.idle([1, 2]) == {1: -1, 2: 7}
    found.receive([ExpectedReceipt(0, 1, 1, 4), ExpectedReceipt(0, 2, 9, 4)])  # pool 9 is none of them
    assert (found.stock([1]), found.idle([1])) == ({1: 6}, {1: 3})


def test_a_pool_is_wanted_while_a_line_waits_in_it() -> None:
    waits = tied(1, 1, 1, 3)
    found = pools(waits, stock={1: 0, 2: 0})
    assert (found.waited_for([1, 2, 9]), found.waiting) == ({1}, 1)
    found.remove(waits)
    found.add(waits._replace(waits=False))
    assert (found.waited_for([1, 2, 9]), found.waiting) == (set(), 0)


@pytest.mark.parametrize(("qty", "reached"), [(6, {1, 2}), (7, {2})])
def test_a_waiting_line_finds_what_its_own_and_higher_priorities_do_not_hold(
    qty: int, reached: set[int]
) -> None:
    mine = [tied(1, 1, 1, qty, priority=5), tied(4, 1, 2, 1, priority=5)]
    held = [tied(2, 2, 1, 4, held=True, priority=9), tied(3, 3, 1, 2, held=True)]
    assert pools(*mine, *held, stock={1: 10, 2: 0}).reached({2}, AGE)[0] == reached
