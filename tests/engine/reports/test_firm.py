"""Stock that is pinned or being picked is there, and nobody who waits can have it (R22, R41)."""

from __future__ import annotations

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
