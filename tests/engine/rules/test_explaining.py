"""A ruling of the queue in words, and what would change it (R41)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import QueueLine, Ruling, Terms, Verdict
from engine.rules import explaining
from engine.rules.explaining import Ahead, Counterfactuals, WouldFill
from engine.rules.queue import skip, strict
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


facts = st.tuples(st.integers(0, 1), st.sampled_from([0, 9]), st.booleans())
"""The priority of an order, the days that it has waited, whether it ships complete."""
wanted = st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(1, 9), st.booleans(), st.booleans())
"""The order of a line, its pool, its units, whether it is whole, whether it keeps what it is given."""
MOST = 80
"""More than all lines want."""


@drawing(60)
@given(
    st.lists(facts, min_size=4, max_size=4),
    st.lists(wanted, min_size=1, max_size=7),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
)
def test_r43_what_is_said_to_fill_a_line_that_is_stepped_over_is_the_least_that_does(
    orders: list[tuple[int, int, bool]],
    wants: list[tuple[int, int, int, bool, bool]],
    shelves: tuple[int, int],
) -> None:
    terms, stock = Terms(skip_age_days=5), dict(enumerate(shelves))
    new = [
        QueueLine(-orders[no][0], True, no, line_id, no, qty, whole, pool, orders[no][2], orders[no][1])
        for line_id, (no, pool, qty, whole, _) in enumerate(wants)
    ]
    grants = skip(new, stock, terms).grants
    queue = [
        one._replace(waits=not (wants[one.line_id][-1] and grants[one.line_id] == one.qty)) for one in new
    ]
    grants = skip(queue, stock, terms).grants
    for mine in (one for one in queue if grants[one.line_id] < one.qty):
        asked = Counterfactuals(mine.order_id, queue, stock, terms, skip)
        fills = (
            more
            for more in range(1, MOST)
            if skip(queue, stock | {mine.pool: stock[mine.pool] + more}, terms).grants[mine.line_id]
            == mine.qty
        )
        assert asked.would_fill(mine, grants[mine.line_id]).more_qty == next(fills, 0), mine
