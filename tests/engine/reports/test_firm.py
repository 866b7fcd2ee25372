"""Stock that is pinned or being picked is there, and nobody who waits can have it (R22, R41)."""

from __future__ import annotations

from engine import orders
from engine.model import LineState
from engine.reports import backorders, explain
from tests.story import Story
from tests.two_warehouses import two_warehouses


def reasons(desk: Story, *numbers: str) -> list[str]:
    """Why each line that waits does: as the list says it, and exactly so the explanation."""
    listed: list[str] = desk.ask(backorders.waiting)["reason"].to_list()
    told = [line for number in numbers for line in desk.ask(explain.explain, number)]
    assert listed == [line.why for line in told if line.state == LineState.BACKORDERED]
    return listed


def test_r41_stock_that_is_being_picked_is_not_no_stock() -> None:
    """10 on hand are picked for the first order; the second wants 4, whatever its priority."""
    desk = Story(book=10)
    desk.pick(desk.order("book 10"))
    other = desk.order("book 4", priority=5)
    assert reasons(desk, other) == ["What is on hand, 10, is pinned or being picked."]


def test_r41_an_empty_shelf_is_no_stock() -> None:
    desk = Story(book=0)
    assert reasons(desk, desk.order("book 4")) == ["There is no stock for it."]


def test_r41_what_is_left_of_it_goes_to_whoever_is_ahead() -> None:
    """12 on hand, of which 10 are picked: only 2 are in the queue, and the shelf shows 12."""
    desk = Story(book=12)
    desk.pick(desk.order("book 10"))
    desk.order("book 2")
    other = desk.order("book 4")
    assert reasons(desk, other) == [
        "All 2 on hand go to orders ahead of it; 10 more are pinned or being picked."
    ]


def test_r41_what_another_line_of_the_order_has_is_not_all_there_is() -> None:
    desk = Story(book=3)
    desk.pick(desk.order("book 1"))
    other = desk.order("book 2", "book 4")
    assert reasons(desk, other) == [
        "Nothing of the 2 on hand is left: 2 went to line 1 of this order; 1 more is pinned or being picked."
    ]


def test_r47_one_unit_is_picked_here_and_others_lie_in_another_warehouse() -> None:
    desk = two_warehouses(main=1, east=20)
    desk.pick(desk.order("book 1"))
    said = "What is on hand, 1, is pinned or being picked. 20 lie free in EAST."
    assert reasons(desk, desk.order("book 4")) == [said]


def remedies(desk: Story, number: str) -> str:
    """What would help the one line of an order."""
    [line] = desk.ask(explain.explain, number)
    return str(line.remedy)


def test_r41_what_would_help_names_the_pins_in_the_way() -> None:
    """10 are pinned for two orders | the next one wants 3, 7, and then too many"""
    desk = Story(book=10)
    for qty in (6, 4):
        number = desk.order(f"book {qty}")
        with desk.act() as tx:
            orders.set_pinned(tx, number, 1, True)
    few, many, most = (desk.order(f"book {qty}", priority=2) for qty in (3, 7, 12))
    assert (
        remedies(desk, few) == "3 more on hand would fill it. Unpinning line 1 of order 1002 would fill it."
    )
    assert remedies(desk, most).endswith("ahead of it.")
    with desk.act() as tx:
        orders.cancel_order(tx, few)
    both = "Unpinning line 1 of order 1001 and line 1 of order 1002 would fill it."
    assert remedies(desk, many).endswith(both)
    with desk.act() as tx:
        for number in ("1001", "1002"):
            orders.set_pinned(tx, number, 1, False)
    desk.sweep()
    assert desk.state(many) == "7 allotted"


def test_r41_a_pin_of_the_same_priority_is_named_with_the_priority_that_takes_from_it() -> None:
    desk = Story(book=10)
    pinned = desk.order("book 10", priority=2)
    with desk.act() as tx:
        orders.set_pinned(tx, pinned, 1, True)
    other = desk.order("book 4", priority=2)
    said = "With line 1 of order 1001 unpinned, priority 3 would take it from others."
    assert remedies(desk, other) == f"4 more on hand would fill it. {said}"
    with desk.act() as tx:
        orders.set_pinned(tx, pinned, 1, False)
    desk.priority(other, 3)
    assert desk.state(other) == "4 allotted"


def test_r41_of_many_pins_in_the_way_three_are_named() -> None:
    desk = Story(book=5)
    for _ in range(5):
        number = desk.order("book 1")
        with desk.act() as tx:
            orders.set_pinned(tx, number, 1, True)
    said = remedies(desk, desk.order("book 5", priority=1))
    assert said.endswith(", line 1 of order 1003 and 2 other lines would fill it.")


def test_r41_a_pin_in_a_young_complete_order_is_not_named_under_a_policy_that_steps_over() -> None:
    desk = Story(book=6)
    desk.prefer(allocation_policy="skip")
    pinned = desk.complete("book 4")
    with desk.act() as tx:
        orders.set_pinned(tx, pinned, 1, True)
    assert "npin" not in remedies(desk, desk.order("book 5 whole", priority=1))
