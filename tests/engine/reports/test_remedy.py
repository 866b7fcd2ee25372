"""What is said to fill a line fills it, and a unit less does not (R41)."""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import orders
from engine.errors import DeskError
from engine.model import LineState, ShipType
from engine.reports.explain import explain
from tests.examples import drawing
from tests.story import Story
from tests.two_warehouses import two_warehouses

wants = st.tuples(st.integers(1, 9), st.sampled_from(["", " whole"]), st.integers(0, 2), st.booleans())


def shop(start: int, orders: list[tuple[int, str, int, bool]], fall: int) -> tuple[Story, list[str]]:
    """A desk whose stock falls, below zero even, after orders were taken and some are being picked."""
    desk = Story(book=start)
    desk.prefer(allow_negative_stock="on")
    numbers = []
    for qty, answer, priority, is_picked in orders:
        numbers.append(desk.order(f"book {qty}{answer}", priority=priority))
        if is_picked and desk.shipments_of(numbers[-1], "pending"):
            desk.pick(numbers[-1])
    with suppress(DeskError):  # what is being picked lies there
        desk.adjust("book", -fall)
    return desk, numbers


def waiting(desk: Story, number: str) -> Decimal:
    """How much of an order waits."""
    lines = desk.lines(number)
    return Decimal(lines.filter(lines["state"] == "backordered")["qty"].sum())


def more_named(desk: Story, number: str) -> int:
    """How many more books are said to fill all that waits for them of an order; zero: nothing is said."""
    books = (one for one in desk.ask(explain, number) if one.lic == "book")
    said = (re.match(r"(\d+) more on hand", one.remedy) for one in books)
    return max((int(found[1]) for found in said if found), default=0)


@drawing(6)
@given(start=st.integers(0, 9), orders=st.lists(wants, min_size=1, max_size=4), fall=st.integers(1, 30))
def test_so_many_more_on_hand_fill_a_line_and_one_less_does_not(
    start: int, orders: list[tuple[int, str, int, bool]], fall: int
) -> None:
    desk, numbers = shop(start, orders, fall)
    for number, more in [(number, more_named(desk, number)) for number in numbers]:
        assert bool(more) == bool(waiting(desk, number))
        for qty in range(max(more - 1, 1), more + 1):
            other, _ = shop(start, orders, fall)
            other.adjust("book", qty)
            other.sweep()
            assert bool(waiting(other, number)) == (qty < more), (number, qty)


def test_what_lies_below_zero_is_made_good_first() -> None:
    desk = Story(book=0)
    desk.prefer(allow_negative_stock="on")
    desk.adjust("book", -5)
    order = desk.order("book 4")
    assert more_named(desk, order) == 9


@pytest.mark.parametrize("policy", ["skip", "complete-first"])
def test_what_a_policy_that_steps_over_is_said_to_fill_it_fills(policy: str) -> None:
    def shop() -> tuple[Story, list[str]]:
        desk = Story(book=0, pen=0)
        desk.prefer(allow_negative_stock="on", allocation_policy=policy, skip_age_days=5)
        lacking = desk.complete("book 4 whole", "pen 2")
        return desk, [
            lacking,
            desk.order("book 4", "pen 9"),
            desk.complete("book 3"),
            desk.order("book 6 whole"),
        ]

    desk, numbers = shop()
    said = [more_named(desk, number) for number in numbers]
    assert said == ([0, 4, 7, 13] if policy == "skip" else [0, 7, 3, 9])
    for place, more in enumerate(said):
        for qty in range(max(more - 1, 1), more + 1):
            other, others = shop()
            other.adjust("book", qty)
            other.sweep()
            lines = other.lines(others[place])
            assert (lines.filter(lines["lic"] == "book")["state"].to_list() == ["allotted"]) == (qty == more)


def test_r43_what_lies_there_for_a_line_of_a_complete_order_is_given_if_the_order_ships_in_parts() -> None:
    """skip | 5 books, no pen | no stock, priority or split of the books alone fills them"""
    desk = Story(book=5, pen=0)
    desk.prefer(allocation_policy="skip")
    order = desk.complete("book 8 split", "pen 3")
    books, pens = desk.ask(explain, order)
    assert (
        pens.remedy == "3 more of book and 3 more of pen on hand, all of it together, would fill its order."
    )
    assert books.remedy == f"{pens.remedy} If its order shipped in parts, the next sweep would give it 5."
    with desk.act() as tx:
        orders.change(tx, order, ship_type=ShipType.PARTIAL)
    desk.sweep()
    assert desk.state(order) == "5 allotted, 3 backordered, 3 backordered"


lines = st.tuples(st.sampled_from(["book", "pen"]), st.integers(1, 9))
asks = st.tuples(st.lists(lines, min_size=1, max_size=3), st.integers(0, 1), st.sampled_from(ShipType))


@pytest.mark.parametrize("policy", ["skip", "complete-first"])
@drawing(6)
@given(shelf=st.tuples(st.integers(0, 6), st.integers(0, 6)), asked=st.lists(asks, min_size=1, max_size=4))
def test_r43_what_is_said_to_fill_an_order_all_of_it_together_fills_it(
    policy: str,
    shelf: tuple[int, int],
    asked: list[tuple[list[tuple[str, int]], int, ShipType]],
) -> None:
    def shop() -> tuple[Story, list[str]]:
        desk = Story(book=shelf[0], pen=shelf[1])
        desk.prefer(allocation_policy=policy)
        return desk, [
            desk.order(*(f"{lic} {qty} split" for lic, qty in want), priority=priority, ship_type=ship_type)
            for want, priority, ship_type in asked
        ]

    desk, numbers = shop()
    for place, number in enumerate(numbers):
        said = [one.remedy for one in desk.ask(explain, number) if one.state == LineState.BACKORDERED]
        assert all(said)
        for remedy in {one for one in said if "would fill its order." in one}:
            other, others = shop()
            for qty, lic in re.findall(r"(\d+) more of (\w+)", remedy):
                other.adjust(lic, int(qty))
            other.sweep()
            assert not waiting(other, others[place]), (number, remedy)


def test_what_several_warehouses_lack_is_said_with_each() -> None:
    desk = two_warehouses(main=0, east=0)
    desk.prefer(allocation_policy="skip")
    here, there = desk.ask(explain, desk.complete("book 3 split", "book 2 split @EAST"))
    both = (
        "3 more of book in MAIN and 2 more of book in EAST on hand, all of it together, would fill its order."
    )
    assert here.remedy == there.remedy == both


def test_of_many_lics_that_an_order_lacks_only_their_number_is_said() -> None:
    desk = Story(**dict.fromkeys("abcdef", 0))
    desk.prefer(allocation_policy="skip")
    said = {line.remedy for line in desk.ask(explain, desk.complete(*(f"{lic} 2" for lic in "abcdef")))}
    assert said == {"More of 6 LICs on hand, all of it together, would fill its order."}
