"""Which pins stand in the way of a line: without them the next sweep fills it, and not with any of them (R22,
R41)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model import HIGHEST_PRIORITY, Policy, QueueLine, Terms
from engine.rules.queue import POLICIES, PolicyWalk
from engine.rules.unpinning import Pins, Unpinning
from tests.engine.rules.test_queue import POOL, line
from tests.examples import drawing

TERMS = Terms()


def found(mine: QueueLine, *pins: QueueLine, stock: int = 0, lacking: int = 0) -> Unpinning | None:
    asked = Pins(pins, [mine], {POOL: stock}, TERMS, POLICIES[Policy.STRICT].walk)
    return asked.in_the_way(mine, lacking, may_rise=True)


def test_r22_a_pin_of_a_lower_priority_stands_in_the_way() -> None:
    mine = line(3, 3, priority=2)
    assert found(mine, line(1, 6, held=True), line(2, 4, held=True)) == Unpinning([2], None)


def test_r22_a_pin_of_the_same_priority_gives_way_only_to_a_higher_one() -> None:
    assert found(line(3, 3), line(1, 6, held=True, priority=4)) == Unpinning([1], 5)
    assert found(line(3, 3), line(1, 6, held=True, priority=HIGHEST_PRIORITY)) is None


def test_r22_pins_that_do_not_hold_enough_are_not_named() -> None:
    assert found(line(3, 7, priority=2), line(1, 6, held=True)) is None


def test_r22_what_is_pinned_and_does_not_lie_there_helps_nobody() -> None:
    assert found(line(3, 3, priority=2), line(1, 6, held=True), lacking=4) is None
    assert found(line(3, 2, priority=2), line(1, 6, held=True), lacking=4) == Unpinning([1], None)


def test_r22_no_more_pins_are_named_than_the_line_takes_from() -> None:
    """The pin at the back loses first, and holds too little; the other one alone is enough."""
    mine = line(3, 3, priority=2)
    assert found(mine, line(1, 6, held=True), line(2, 2, held=True)) == Unpinning([1], None)


def test_r22_a_pin_of_its_own_order_is_in_nobodys_way() -> None:
    assert found(line(3, 3), line(1, 6, held=True, order_id=3)) is None


wants = st.tuples(st.integers(0, 2), st.integers(1, 9), st.booleans(), st.booleans())
"""The priority of a line, its units, whether it is whole, whether it is pinned if it was given them."""


@pytest.mark.parametrize("policy", Policy)
@drawing(60)
@given(st.lists(wants, min_size=2, max_size=6), st.integers(0, 15))
def test_r41_without_the_pins_that_are_named_a_line_is_filled_and_not_with_any_of_them(
    policy: Policy, drawn: list[tuple[int, int, bool, bool]], on_hand: int
) -> None:
    walk = POLICIES[policy].walk
    new = [line(no, qty, priority=band, whole=whole) for no, (band, qty, whole, _) in enumerate(drawn)]
    given_first = walk(new, {POOL: on_hand}, TERMS).grants
    told = [one._replace(waits=given_first[one.line_id] < one.qty) for one in new]
    pins = [one for one in told if one.held and drawn[one.line_id][-1]]
    loose = [one for one in told if one not in pins]
    stock = on_hand - sum(pin.qty for pin in pins)
    asked = Pins(pins, loose, {POOL: stock}, TERMS, walk)
    for mine in loose:
        if walk(loose, {POOL: stock}, TERMS).grants[mine.line_id] == mine.qty:
            continue
        said = asked.in_the_way(mine, 0, may_rise=True)
        if said is None:  # nobody whose pin is gone gives way to it, or a priority alone is enough
            alone = fills(mine, loose, [], stock, HIGHEST_PRIORITY, walk)
            assert alone or not fills(mine, loose, pins, stock, HIGHEST_PRIORITY, walk)
            continue
        priority = said.priority or mine.priority
        named = [pin for pin in pins if pin.line_id in said.line_ids]
        assert fills(mine, loose, named, stock, priority, walk)
        for other in named:
            assert not fills(mine, loose, [pin for pin in named if pin is not other], stock, priority, walk)


def fills(
    mine: QueueLine,
    loose: list[QueueLine],
    unpinned: list[QueueLine],
    stock: int,
    priority: int,
    walk: PolicyWalk,
) -> bool:
    """Whether a line is filled at a priority once some are unpinned."""
    queue = [one._replace(band=-priority) if one is mine else one for one in loose] + unpinned
    there = stock + sum(pin.qty for pin in unpinned)
    return walk(queue, {POOL: there}, TERMS).grants[mine.line_id] == mine.qty
