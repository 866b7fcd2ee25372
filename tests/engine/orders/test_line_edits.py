"""One open line is made whole or split again, or gives its place in the queue up (R7, R14)."""

from __future__ import annotations

import pytest

from engine.errors import LineBeingPicked, LinePinned, NoLongerInventoried, WrongState
from engine.orders import line_edits, set_pinned
from tests.story import Story


def release(desk: Story, order: str, line_no: int = 1) -> None:
    with desk.act() as tx:
        line_edits.release(tx, order, line_no)


def test_r7_a_line_that_may_be_split_takes_what_there_is_at_once() -> None:
    desk = Story(book=20)
    order = desk.order("book 25 whole")
    assert desk.state(order) == "25 backordered"
    with desk.act() as tx:
        settled = line_edits.set_whole(tx, order, 1, whole=False)
    assert (desk.state(order), settled.lines_filled) == ("20 allotted, 5 backordered", 1)


def test_a_line_that_is_as_it_should_be_is_left_alone() -> None:
    desk = Story(book=20)
    order = desk.order("book 25 whole")
    before = desk.log(order)
    with desk.act() as tx:
        assert line_edits.set_whole(tx, order, 1, whole=True).pools == 0
    assert desk.log(order) == before


def test_r14_who_gives_the_place_up_waits_behind_all_equals() -> None:
    desk = Story(book=5)
    first, second = desk.order("book 5"), desk.order("book 5")
    release(desk, first)
    assert (desk.state(first), desk.state(second)) == ("5 backordered", "5 backordered")
    desk.sweep()
    assert (desk.state(first), desk.state(second)) == ("5 backordered", "5 allotted")


def test_r14_priority_comes_before_place() -> None:
    desk = Story(book=5)
    first, second = desk.order("book 5", priority=1), desk.order("book 5")
    release(desk, first)
    desk.sweep()
    assert (desk.state(first), desk.state(second)) == ("5 allotted", "5 backordered")


def test_r22_what_is_firm_is_not_given_back() -> None:
    desk = Story(book=10)
    picked, pinned = desk.order("book 5"), desk.order("book 5")
    desk.pick(picked)
    with desk.act() as tx:
        set_pinned(tx, pinned, 1, pinned=True)
    with pytest.raises(LineBeingPicked):
        release(desk, picked)
    with pytest.raises(LinePinned):
        release(desk, pinned)


def test_a_line_that_has_shipped_is_refused_by_name() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    desk.ship(order)
    with pytest.raises(WrongState, match=f"Line 1 of order {order} is shipped"):
        release(desk, order)


def test_r13_what_has_no_stock_gives_none_back() -> None:
    desk = Story()
    desk.item("fee", inventoried=False)
    order = desk.order("fee 5")
    with desk.act() as tx, pytest.raises(NoLongerInventoried, match="fee is not an inventoried item"):
        line_edits.release(tx, order, 1)
    assert desk.state(order) == "5 allotted"
