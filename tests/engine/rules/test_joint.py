"""What of several LICs together would fill an order that is filled whole or not at all (R41, R43)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.counterfactuals import Counterfactuals
from engine.rules.queue import PolicyWalk, complete_first, skip
from tests.engine.rules.test_counterfactuals import TERMS, Fact, Wanted, facts, shelves, standing, wanted
from tests.examples import drawing


@pytest.mark.parametrize("walk", [skip, complete_first])
@drawing(60)
@given(st.lists(facts, min_size=4, max_size=4), st.lists(wanted, min_size=2, max_size=7), shelves)
def test_r43_what_of_several_pools_is_said_to_fill_an_order_together_does(
    walk: PolicyWalk, orders: list[Fact], wants: list[Wanted], on_shelves: tuple[int, int]
) -> None:
    stock = dict(enumerate(on_shelves))
    queue = standing(walk, orders, wants, stock)
    grants = walk(queue, stock, TERMS).grants
    for mine in (one for one in queue if grants[one.line_id] < one.qty):
        asked = Counterfactuals(mine.order_id, queue, stock, TERMS, walk)
        said = asked.would_fill(mine, grants[mine.line_id])
        assert said.more_qty or said.together, mine
        for pool, qty in said.together.items():
            for less in (0, 1) if walk is skip else (0,):
                more = {**said.together, pool: qty - less}
                there = {at: on_hand + more.get(at, 0) for at, on_hand in stock.items()}
                given_then = walk(queue, there, TERMS).grants[mine.line_id]
                assert (given_then == mine.qty) == (not less), (mine, said.together, pool)
