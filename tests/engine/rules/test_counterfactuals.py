"""What would change a ruling of the queue (R41)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from engine.model import QueueLine, Terms
from engine.rules.counterfactuals import Ahead, Counterfactuals, WouldFill
from engine.rules.queue import PolicyWalk, skip, strict
from tests.engine.rules.test_queue import POOL, line
from tests.examples import drawing


def counterfactuals(mine: QueueLine, *others: QueueLine, stock: int) -> Counterfactuals:
    return Counterfactuals(mine.order_id, [mine, *others], {POOL: stock}, Terms(), strict)


def test_r41_what_stands_ahead_counts_orders_and_units_by_rank() -> None:
    mine = line(3, 5)
    asked = counterfactuals(mine, line(1, 10), line(2, 4), line(4, 7, priority=1), line(5, 9), stock=0)
    assert asked.ahead_of(mine) == Ahead(rank=4, orders=3, qty=21, own_qty=0)


def test_r41_a_line_is_filled_by_more_stock_or_a_higher_priority() -> None:
    """on hand 10 | 1: 10 of priority 2, held | 2: 5, waits"""
    mine, holder = line(2, 5), line(1, 10, priority=2, held=True)
    asked = counterfactuals(mine, holder, stock=10)
    assert asked.would_fill(mine, 0) == WouldFill(more_qty=5, priority=3, split_qty=None)
    assert asked.would_fill(mine, 5) == WouldFill(0, None, None)


def test_r41_where_no_priority_helps_none_is_named_and_a_whole_line_might_be_split() -> None:
    mine = line(1, 25, whole=True)
    asked = counterfactuals(mine, stock=20)
    assert asked.would_fill(mine, 0) == WouldFill(more_qty=5, priority=None, split_qty=20)


def test_r41_what_comes_makes_good_first_what_is_held_or_sold_and_does_not_lie_there() -> None:
    """3 below zero | 1: 2, waits | 2: 5, waits"""
    mine, before = line(2, 5), line(1, 2)
    asked = Counterfactuals(mine.order_id, [before, mine], {POOL: 0}, Terms(), strict, {POOL: -3})
    assert asked.would_fill(mine, 0) == WouldFill(more_qty=10, priority=None, split_qty=None)
    holder = line(1, 2, held=True)  # firm ones that are not seen here lack 1
    asked = Counterfactuals(mine.order_id, [holder, mine], {POOL: 0}, Terms(), strict, {POOL: -3})
    assert asked.would_fill(mine, 0).more_qty == 8


facts = st.tuples(st.integers(0, 1), st.sampled_from([0, 9]), st.booleans())
"""The priority of an order, the days that it has waited, whether it ships complete."""
wanted = st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(1, 9), st.booleans(), st.booleans())
"""The order of a line, its pool, its units, whether it is whole, whether it keeps what it is given."""
shelves = st.tuples(st.integers(0, 12), st.integers(0, 12))
"""What lies in the two pools."""
Fact = tuple[int, int, bool]
Wanted = tuple[int, int, int, bool, bool]
TERMS = Terms(skip_age_days=5)
MOST = 80
"""More than all lines want."""


def standing(
    walk: PolicyWalk, orders: list[Fact], wants: list[Wanted], stock: dict[int, int]
) -> list[QueueLine]:
    """The lines as they stand after a walk: those that keep what they are given hold it if that is all."""
    new = [
        QueueLine(-orders[no][0], True, no, line_id, no, qty, whole, pool, orders[no][2], orders[no][1])
        for line_id, (no, pool, qty, whole, _) in enumerate(wants)
    ]
    grants = walk(new, stock, TERMS).grants
    return [
        one._replace(waits=not (wants[one.line_id][-1] and grants[one.line_id] == one.qty)) for one in new
    ]


@drawing(60)
@given(st.lists(facts, min_size=4, max_size=4), st.lists(wanted, min_size=1, max_size=7), shelves)
def test_r43_what_is_said_to_fill_a_line_that_is_stepped_over_is_the_least_that_does(
    orders: list[Fact], wants: list[Wanted], on_shelves: tuple[int, int]
) -> None:
    stock = dict(enumerate(on_shelves))
    queue = standing(skip, orders, wants, stock)
    grants = skip(queue, stock, TERMS).grants
    for mine in (one for one in queue if grants[one.line_id] < one.qty):
        asked = Counterfactuals(mine.order_id, queue, stock, TERMS, skip)
        fills = (
            more
            for more in range(1, MOST)
            if skip(queue, stock | {mine.pool: stock[mine.pool] + more}, TERMS).grants[mine.line_id]
            == mine.qty
        )
        assert asked.would_fill(mine, grants[mine.line_id]).more_qty == next(fills, 0), mine
