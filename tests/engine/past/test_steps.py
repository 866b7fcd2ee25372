"""A past run, told step after step, comes to what the run did."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import DeskError
from engine.model import Policy, ShipType, SweepName
from engine.past import steps
from engine.past.replay import NotReplayable
from engine.past.steps import Film
from engine.quantities import plain
from engine.rules import stepping
from tests.acts import acts, perform
from tests.story import Story


def film(desk: Story, run_id: int) -> Film:
    seen: Film = desk.ask(steps.film, run_id)
    return seen


def told(seen: Film) -> list[str]:
    """Each step: the order, what was left, what it has after, and the rule."""
    return [
        f"{row['order']}: {plain(row['at_hand_qty'])} left, {plain(row['granted_qty'])}, {row['rule']}"
        for row in seen.steps.to_dicts()
    ]


def test_each_line_has_its_turn_with_what_was_left() -> None:
    desk = Story(book=20)
    first, second, third = desk.order("book 25"), desk.order("book 20"), desk.order("book 4")
    desk.supply("book", 15)
    seen = film(desk, desk.sweep(SweepName.PRIMARY).run_id)
    assert told(seen) == [
        f"{first}: 35 left, 20, {stepping.KEEPS}",
        f"{first}: 15 left, 5, {stepping.BY_RANK}",
        f"{second}: 10 left, 10, {stepping.BY_RANK}",
        f"{third}: 0 left, 0, {stepping.BY_RANK}",
    ]
    assert seen.steps["ahead_qty"].to_list() == [0, 20, 25, 45]
    assert seen.steps["gain_qty"].to_list() == [0, 5, 10, 0]
    (pool,) = seen.pools.to_dicts()
    assert (pool["lic"], pool["stock_qty"], pool["gained_qty"], pool["lost_qty"]) == ("book", 35, 15, 0)
    assert seen.replay.is_same


def test_a_whole_line_holds_its_place_and_the_next_is_told_for_whom() -> None:
    desk = Story(book=0)
    whole = desk.order("book 25 whole")
    desk.order("book 5")
    desk.supply("book", 10)
    seen = film(desk, desk.sweep(SweepName.PRIMARY).run_id)
    assert seen.steps["rule"].to_list() == ["In one piece or not at all", "Held for somebody ahead"]
    assert f"held for order {whole}, ahead of it" in seen.steps["sentence"][1]


def test_a_run_without_a_result_has_no_steps() -> None:
    desk = Story(book=20)
    with pytest.raises(NotReplayable):
        film(desk, desk.sweep(SweepName.REPLENISHMENT).run_id)


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, min_size=8, max_size=12), st.sampled_from(list(Policy)))
def test_the_steps_of_a_random_run_add_up_to_what_it_gave(
    script: list[tuple[Any, ...]], policy: Policy
) -> None:
    desk = Story(book=30, pen=10)
    desk.prefer(allocation_policy=policy)
    numbers: list[str] = []
    whole = ("order", ["book 40", "pen 9"], 0, ShipType.COMPLETE)
    for act in [*script, whole, ("supply", "book", 11)]:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            continue
    run = desk.sweep()
    seen = film(desk, run.run_id)
    assert seen.replay.is_same
    gained = sum(seen.pools["gained_qty"]) - sum(seen.pools["lost_qty"])
    assert gained == run.counts.units_allotted
    for _, of_pool in seen.steps.group_by("lic", "warehouse", maintain_order=True):
        left = of_pool["at_hand_qty"][0]
        for row in of_pool.sort("step").to_dicts():
            assert row["at_hand_qty"] == left
            left -= row["granted_qty"]
        assert left >= 0
