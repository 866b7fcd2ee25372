"""The queue by itself: who gets the stock (R14, R15, R18, R23), and against the oracle."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import Allotment, Grains, Policy, PoolNo, QueueLine, Terms, Verdict
from engine.rules.queue import POLICIES, strict
from tests import oracle

POOL = 0


def line(
    line_id: int, qty: int, *, priority: int = 0, held: bool = False, whole: bool = False, **more: Any
) -> QueueLine:
    """A line whose id is also its place among equals, and its order's unless ``more`` names another."""
    return QueueLine(-priority, not held, line_id, line_id, more.pop("order_id", line_id), qty, whole, **more)


def given_to(lines: list[QueueLine], stock: int, *, gains: bool = True) -> dict[int, int]:
    return {id_: int(qty) for id_, qty in walk(lines, stock, gains).grants.items()}


def walk(lines: list[QueueLine], stock: Grains, gains: bool = True) -> Allotment:
    """The strict policy over one pool."""
    return strict(lines, {POOL: stock}, Terms(gains=gains))


def test_r14_first_come_first_served_among_equals() -> None:
    assert given_to([line(2, 5), line(1, 5)], 7) == {1: 5, 2: 2}


def test_r14_a_higher_priority_is_served_before_an_earlier_entry() -> None:
    assert given_to([line(1, 5), line(2, 5, priority=3)], 7) == {1: 2, 2: 5}


def test_r15_a_whole_line_takes_all_or_nothing() -> None:
    assert given_to([line(1, 25, whole=True)], 20) == {1: 0}
    assert given_to([line(1, 25, whole=True)], 25) == {1: 25}


def test_r15_a_whole_line_that_cannot_be_filled_holds_its_place() -> None:
    """on hand 20 | 1: whole 25, waits | 2: 5, waits  ->  nobody gains; the 20 are held for line 1"""
    result = walk([line(1, 25, whole=True), line(2, 5)], 20)
    assert result.grants == {1: 0, 2: 0}
    assert (result.held_for, result.left) == ({POOL: 1}, {POOL: 20})
    assert (result.ruling(2).verdict, result.ruling(2).blocker) == (Verdict.BEHIND, 1)


def test_r15_lines_behind_a_held_whole_line_keep_what_they_have() -> None:
    assert given_to([line(1, 25, whole=True), line(2, 5, held=True), line(3, 5)], 20) == {1: 0, 2: 5, 3: 0}


def test_r15_lines_ahead_of_a_held_whole_line_are_served() -> None:
    assert given_to([line(1, 5), line(2, 25, whole=True), line(3, 5)], 20) == {1: 5, 2: 0, 3: 0}


def test_r18_a_higher_priority_takes_from_the_back_and_no_more_than_it_needs() -> None:
    """on hand 35 | 1: 20 held | 2: 15 held | 3: 25 at priority 5  ->  3: 25, 1: 10, 2: nothing"""
    assert given_to([line(1, 20, held=True), line(2, 15, held=True), line(3, 25, priority=5)], 35) == {
        1: 10,
        2: 0,
        3: 25,
    }


def test_r18_equal_priority_never_takes() -> None:
    assert given_to([line(1, 10), line(2, 10, held=True)], 10) == {1: 0, 2: 10}


def test_r18_a_whole_line_that_could_not_be_filled_even_so_takes_nothing() -> None:
    lines = [line(1, 20, held=True), line(2, 15, held=True), line(3, 40, priority=5, whole=True)]
    assert given_to(lines, 35) == {1: 20, 2: 15, 3: 0}


def test_r18_a_whole_victim_loses_all_and_the_rest_is_kept_by_who_still_fits() -> None:
    lines = [line(1, 20, held=True, whole=True), line(2, 15, held=True), line(3, 25, priority=5)]
    assert given_to(lines, 35) == {1: 0, 2: 10, 3: 25}


def test_r23_when_stock_falls_the_back_of_the_queue_loses_first() -> None:
    assert given_to([line(1, 20, held=True), line(2, 15, held=True), line(3, 5)], 30, gains=False) == {
        1: 20,
        2: 10,
        3: 0,
    }


def test_r23_a_whole_line_that_no_longer_fits_loses_all() -> None:
    assert given_to([line(1, 20, held=True, whole=True), line(2, 5, held=True)], 15, gains=False) == {
        1: 0,
        2: 5,
    }


def test_stock_below_zero_counts_as_nothing() -> None:
    assert given_to([line(1, 5, held=True), line(2, 5)], -3) == {1: 0, 2: 0}


@st.composite
def pools(draw: st.DrawFn) -> tuple[list[QueueLine], Grains]:
    """A pool of up to a dozen lines, whether or not such a state can come about."""
    count = draw(st.integers(1, 12))
    lines = [
        QueueLine(
            line_id=i,
            order_id=draw(st.integers(1, 4)),
            band=-draw(st.integers(0, 3)),
            entry_seq=draw(st.integers(1, 6)),
            qty=draw(st.integers(1, 30)) * draw(st.sampled_from([4, 4, 1])),
            waits=draw(st.booleans()),
            whole=draw(st.booleans()),
        )
        for i in range(1, count + 1)
    ]
    return lines, draw(st.integers(-20, 480))


def after(lines: list[QueueLine], grants: dict[int, Grains]) -> list[QueueLine]:
    """The lines as a settlement leaves them: what was cut off becomes a waiting sibling behind."""
    result = []
    for x in lines:
        granted = grants[x.line_id]
        if granted:
            result.append(x._replace(qty=granted, waits=False))
        if granted < x.qty:
            rest = x.line_id + (1000 if granted else 0)
            result.append(x._replace(line_id=rest, qty=x.qty - granted, waits=True))
    return result


@given(pools(), st.booleans())
def test_the_queue_agrees_with_the_oracle(pool: tuple[list[QueueLine], Grains], gains: bool) -> None:
    lines, stock = pool
    assert walk(lines, stock, gains).grants == oracle.strict(lines, stock, gains=gains)


@given(pools(), st.booleans(), st.randoms(use_true_random=False))
def test_r15_rows_in_any_order_give_the_same_answer(
    pool: tuple[list[QueueLine], Grains], gains: bool, random: Random
) -> None:
    lines, stock = pool
    shuffled = random.sample(lines, len(lines))
    assert walk(lines, stock, gains) == walk(shuffled, stock, gains)


@given(pools(), st.booleans())
def test_never_more_is_given_than_lies_on_the_shelf(
    pool: tuple[list[QueueLine], Grains], gains: bool
) -> None:
    lines, stock = pool
    result = walk(lines, stock, gains)
    assert sum(result.grants.values()) + result.left[POOL] == max(stock, 0)
    assert all(0 <= result.grants[x.line_id] <= x.qty for x in lines)
    assert all(result.grants[x.line_id] in (0, x.qty) for x in lines if x.whole)


@given(pools(), st.booleans())
def test_r15_a_second_walk_changes_nothing(pool: tuple[list[QueueLine], Grains], gains: bool) -> None:
    lines, stock = pool
    settled = after(lines, walk(lines, stock, gains).grants)
    again = walk(settled, stock, gains).grants
    assert again == {x.line_id: x.qty if x.held else 0 for x in settled}


@given(pools())
def test_r18_equal_or_higher_priority_never_loses_to_a_waiting_line(
    pool: tuple[list[QueueLine], Grains],
) -> None:
    lines, _ = pool
    held = sum((x.qty for x in lines if x.held), 0)
    grants = walk(lines, held).grants
    top = max((x.priority for x in lines if not x.held), default=-1)
    assert all(grants[x.line_id] == x.qty for x in lines if x.held and x.priority >= top)


def test_an_empty_pool_keeps_its_shelf() -> None:
    result = walk([], 7)
    assert (len(result.rulings), len(result.held_for), result.left) == (0, 0, {POOL: 7})


@st.composite
def desks(draw: st.DrawFn) -> tuple[list[QueueLine], dict[PoolNo, Grains], Terms]:
    """Orders over three pools, some Complete, some old; an order's lines share its priority."""
    lines, line_id = [], 0
    seqs = draw(st.permutations(range(20)))  # lines of orders stand in between each other
    for order_id in range(1, draw(st.integers(1, 6)) + 1):
        priority, complete = draw(st.integers(0, 2)), draw(st.booleans())
        days = draw(st.sampled_from([0, 5, 20]))
        for _ in range(draw(st.integers(1, 3))):
            line_id += 1
            lines.append(
                QueueLine(
                    band=-priority,
                    waits=draw(st.booleans()),
                    entry_seq=seqs[line_id],
                    line_id=line_id,
                    order_id=order_id,
                    qty=draw(st.integers(1, 12)),
                    whole=draw(st.booleans()),
                    pool=draw(st.integers(1, 3)),
                    complete=complete,
                    days=days,
                )
            )
    stock = {pool: draw(st.integers(0, 40)) for pool in (1, 2, 3)}
    return lines, stock, Terms(gains=draw(st.booleans()), skip_age_days=10)


@pytest.mark.parametrize("policy", list(Policy))
@given(desk=desks(), random=st.randoms(use_true_random=False))
def test_r43_every_policy_is_a_pure_function_that_settles(
    policy: Policy, desk: tuple[list[QueueLine], dict[PoolNo, Grains], Terms], random: Random
) -> None:
    """Any order of rows, the same answer; never more than there is; a second walk changes nothing."""
    lines, stock, terms = desk
    result = POLICIES[policy].walk(lines, stock, terms)
    assert result == POLICIES[policy].walk(random.sample(lines, len(lines)), stock, terms)
    for pool, qty in stock.items():
        assert sum(result.grants[x.line_id] for x in lines if x.pool == pool) + result.left[pool] == qty
    settled = after(lines, result.grants)
    again = POLICIES[policy].walk(settled, stock, terms).grants
    assert again == {x.line_id: x.qty if x.held else 0 for x in settled}


@pytest.mark.parametrize("policy", [Policy.SKIP, Policy.COMPLETE_FIRST])
def test_r43_what_cannot_be_filled_is_stepped_over_until_it_is_old(policy: Policy) -> None:
    """on hand 20 | 1: whole 25 | 2: 5  ->  2 is served; once 1 is ten days old, it holds its place"""
    young, old = line(1, 25, whole=True), line(1, 25, whole=True)._replace(days=10)
    walk_of = POLICIES[policy].walk
    assert walk_of([young, line(2, 5)], {POOL: 20}, Terms()).grants == {1: 0, 2: 5}
    assert walk_of([old, line(2, 5)], {POOL: 20}, Terms()).grants == {1: 0, 2: 0}


@pytest.mark.parametrize("policy", [Policy.SKIP, Policy.COMPLETE_FIRST])
def test_r43_a_complete_order_that_cannot_be_filled_holds_nothing(policy: Policy) -> None:
    """A complete order lacks pens: its books, though allotted, go to the order behind it."""
    books, pens = 1, 2
    waiting = [
        line(1, 5, order_id=1, pool=books, held=True, complete=True),
        line(2, 5, order_id=1, pool=pens, complete=True),
        line(3, 5, order_id=2, pool=books),
    ]
    result = POLICIES[policy].walk(waiting, {books: 5, pens: 0}, Terms())
    assert result.grants == {1: 0, 2: 0, 3: 5}
    assert (result.ruling(1).verdict, result.ruling(1).blocker) == (Verdict.INCOMPLETE, 2)


def test_r43_complete_first_fills_the_orders_it_can_finish_before_the_others() -> None:
    """on hand 10 | order 1: 8 books and 5 pens that are not there | order 2: 10 books  ->  order 2 first"""
    books, pens = 1, 2
    waiting = [
        line(1, 8, order_id=1, pool=books),
        line(2, 5, order_id=1, pool=pens),
        line(3, 10, order_id=2, pool=books),
    ]
    assert POLICIES[Policy.COMPLETE_FIRST].walk(waiting, {books: 10, pens: 0}, Terms()).grants[3] == 10
    assert POLICIES[Policy.STRICT].walk(waiting, {books: 10, pens: 0}, Terms()).grants[3] == 2


@pytest.mark.parametrize("policy", list(Policy))
@given(desk=desks())
def test_r43_every_policy_agrees_with_its_oracle(
    policy: Policy, desk: tuple[list[QueueLine], dict[PoolNo, Grains], Terms]
) -> None:
    lines, stock, terms = desk
    assert POLICIES[policy].walk(lines, stock, terms).grants == oracle.ORACLES[policy](lines, stock, terms)


def test_r43_every_policy_has_its_rule_in_the_order_in_which_people_choose() -> None:
    assert list(POLICIES) == list(Policy)
    assert len({rule.title for rule in POLICIES.values()}) == len(Policy)


@pytest.mark.parametrize("policy", list(Policy))
@given(desk=desks())
def test_r43_a_policy_that_does_not_look_beyond_a_pool_gives_each_pool_alone_the_same(
    policy: Policy, desk: tuple[list[QueueLine], dict[PoolNo, Grains], Terms]
) -> None:
    lines, stock, terms = desk
    if POLICIES[policy].looks_beyond_pool:
        return
    together = POLICIES[policy].walk(lines, stock, terms).grants
    for pool in stock:
        mine = [x for x in lines if x.pool == pool]
        alone = POLICIES[policy].walk(mine, {pool: stock[pool]}, terms).grants
        assert alone == {x.line_id: together[x.line_id] for x in mine}


@pytest.mark.parametrize("policy", list(Policy))
@pytest.mark.parametrize("complete", [True, False])
def test_r43_a_policy_knows_of_which_lines_it_looks_at_the_order(policy: Policy, complete: bool) -> None:
    young = line(1, 5, complete=complete)
    assert POLICIES[policy].looks_at_order_of(young) is oracle.BOUND[policy](young)
