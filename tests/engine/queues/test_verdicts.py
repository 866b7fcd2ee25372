"""Lists and explanations give the same reasons, because the same walk gives them (R41)."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import DeskError
from engine.model import Policy, ShipType
from engine.reports import backorders
from engine.reports.explain import explain
from tests.examples import drawing
from tests.story import Story

orders = st.tuples(
    st.just("order"),
    st.lists(
        st.builds(
            "{} {} {}".format,
            st.sampled_from(["book", "pen"]),
            st.integers(1, 30),
            st.sampled_from(["split", "whole"]),
        ),
        min_size=1,
        max_size=3,
    ),
    st.integers(0, 2),
    st.sampled_from(ShipType),
)
finds = st.tuples(st.just("find"), st.sampled_from(["book", "pen"]), st.integers(-5, 25).filter(bool))
picks = st.tuples(st.just("pick"), st.integers(0, 5))


@drawing(8)
@given(st.lists(st.one_of(orders, orders, finds, picks), min_size=4, max_size=8), st.sampled_from(Policy))
def test_r41_a_list_says_of_every_line_that_waits_what_its_explanation_says(
    script: list[tuple[Any, ...]], policy: Policy
) -> None:
    desk = Story(book=30, pen=10)
    desk.prefer(allocation_policy=policy, allow_negative_stock="on")
    numbers: list[str] = []
    for act in script:
        match act:
            case "order", wants, priority, ship_type:
                numbers.append(desk.order(*wants, priority=priority, ship_type=ship_type))
            case "find", lic, qty if qty > 0:
                desk.adjust(lic, qty)
            case "pick", n if numbers:
                with suppress(DeskError):  # it may be in the picker's hands already
                    desk.pick(numbers[n % len(numbers)])
    same_reasons(desk)


@pytest.mark.parametrize("policy", Policy)
def test_r41_also_where_a_higher_order_waits_whole_behind_what_a_lower_one_holds(policy: Policy) -> None:
    """
    =====  ====================================  ==========================================
    stock  20 books, all allotted to priority 0  a whole line of 25 at priority 1 waits
    event  5 books are found                     the next sweep gives it 25
    =====  ====================================  ==========================================
    """
    desk = Story(book=20)
    desk.prefer(allocation_policy=policy)
    desk.order("book 20")
    desk.order("book 25 whole", priority=1)
    same_reasons(desk)
    desk.adjust("book", 5)
    assert same_reasons(desk)[0] == "All 25 are there; the next sweep gives them."


def test_r43_what_lower_priorities_keep_is_not_left_for_a_line_that_is_stepped_over() -> None:
    """
    =====  =====================================  ======================
    stock  10 books, 8 of them with priority 0
    event  a whole line of 25 comes, priority 5   it is stepped over
    =====  =====================================  ======================
    """
    desk = Story(book=10)
    desk.prefer(allocation_policy=Policy.SKIP)
    desk.order("book 8")
    desk.order("book 25 whole", priority=5)
    (said,) = same_reasons(desk)
    assert "25 needed, 2 left" in said
    assert "orders of a lower priority keep 8" in said


def same_reasons(desk: Story) -> list[str]:
    """The reasons of all lines that wait, after comparing them with their explanations."""
    listed = desk.ask(backorders.waiting).select("order", "line", "reason").rows()
    for order, line, reason in listed:
        (told,) = desk.ask(explain, order, line)
        assert (order, line, told.why) == (order, line, reason)
    return [reason for _, _, reason in listed]
