"""What of several LICs together would fill an order that is filled whole or not at all (R41, R43)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import QueueLine, Terms
from engine.rules.counterfactuals import Counterfactuals
from engine.rules.queue import PolicyWalk, complete_first, skip
from tests.engine.rules.test_counterfactuals import facts, wanted
from tests.examples import drawing


@pytest.mark.parametrize("walk", [skip, complete_first])
@drawing(60)
@given(
    st.lists(facts, min_size=4, max_size=4),
    st.lists(wanted, min_size=2, max_size=7),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
)
def test_r43_what_of_several_pools_is_said_to_fill_an_order_together_does(
    walk: PolicyWalk,
    orders: list[tuple[int, int, bool]],
    wants: list[tuple[int, int, int, bool, bool]],
    shelves: tuple[int, int],
) -> None:
    terms, stock = Terms(skip_age_days=5), dict(enumerate(shelves))
    new = [
        QueueLine(-orders[no][0], True, no, line_id, no, qty, whole, pool, orders[no][2], orders[no][1])
        for line_id, (no, pool, qty, whole, _) in enumerate(wants)
    ]
    grants = walk(new, stock, terms).grants
    queue = [
        one._replace(waits=not (wants[one.line_id][-1] and grants[one.line_id] == one.qty)) for one in new
    ]
    grants = walk(queue, stock, terms).grants
    for mine in (one for one in queue if grants[one.line_id] < one.qty):
        asked = Counterfactuals(mine.order_id, queue, stock, terms, walk)
        said = asked.would_fill(mine, grants[mine.line_id])
        assert said.more_qty or said.together, mine
        for pool, qty in said.together.items():
            for less in (0, 1) if walk is skip else (0,):
                more = {**said.together, pool: qty - less}
                there = {at: on_hand + more.get(at, 0) for at, on_hand in stock.items()}
                given_then = walk(queue, there, terms).grants[mine.line_id]
                assert (given_then == mine.qty) == (not less), (mine, said.together, pool)
