"""Holds are taken back and looked back at; an undo that holds lasts (R45)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from engine import log, orders, undo
from engine.orders import holds
from engine.orders.holds import Subject
from engine.past import history
from tests.engine.orders.test_holds import SCHOOL, day, hold, lift, why
from tests.story import Story


def test_r45_a_change_is_logged_with_what_it_was_and_undo_takes_it_back() -> None:
    desk = Story(book=9)
    order = desk.order("book 5")
    hold(desk, Subject(order, 1), until=day(9))
    hold(desk, SCHOOL)
    desk.undo()
    assert desk.ask(holds.of, SCHOOL) is None
    desk.undo()
    assert desk.ask(holds.of, Subject(order, 1)) is None
    assert len(desk.shipments_of(order)) == 1
    desk.undo(run_id=2)
    assert desk.ask(holds.of, Subject(order, 1)) == {
        "until_on": day(9),
        "held_by": "Ann",
        "reason": "not paid",
    }
    assert desk.shipments_of(order) == []
    rows = desk.ask(log.search, word="on hold until 11 Mar")
    assert rows["new_value"][-1] == "until 2026-03-11 by Ann: not paid"


def test_r45_many_are_held_by_one_act_which_undo_takes_back_as_one() -> None:
    desk = Story(book=0)
    numbers = [desk.order("book 2", "book 3") for _ in range(2)]
    subjects = [Subject(number, line) for number in numbers for line in (1, 2)]
    hold(desk, *subjects)
    assert set(why(desk).values()) == {"It is on hold by Ann until it is lifted: not paid."}
    desk.undo()
    assert set(why(desk).values()) == {"There is no stock for it."}


def test_r45_the_undo_of_a_short_shipment_gives_nothing_to_the_part_that_is_on_hold() -> None:
    desk = Story(book=7)
    order = desk.order("book 12")
    desk.pick(order)
    hold(desk, Subject(order, 2))
    desk.ship(order, (1, 6))
    desk.undo()
    rows = desk.lines(order).select("line_no", "qty", "state", "shipment_state").rows()
    assert [(line, int(qty), state, aboard) for line, qty, state, aboard in rows] == [
        (1, 6, "allotted", "picking"),
        (2, 5, "backordered", None),
        (3, 1, "allotted", "picking"),
    ]


def test_r45_an_undone_sweep_that_holds_is_not_done_again_by_the_next_one() -> None:
    desk = Story(book=0)
    order = desk.order("book 8")
    desk.adjust("book", 5)
    run = desk.sweep().run_id
    assert undo.preview(desk.session, actor="Ann", run_id=run, hold=True).taken_back == 1
    desk.now += timedelta(minutes=1)
    done = undo.undo(desk.session, actor="Ann", now=desk.now, run_id=run, hold=True)
    desk.prove()
    assert f"Line 2 of order {order} is on hold until it is lifted: run {run} was undone." in (done.done)
    desk.sweep()
    assert all("allotted" not in state for state in desk.state(order).split(", "))
    desk.undo(run_id=done.run_id)
    assert desk.state(order).startswith("5 allotted")
    assert all(one is None for one in desk.lines(order)["hold"])


def test_the_desk_as_it_was_tells_the_holds_of_then() -> None:
    desk = Story(book=5)
    order = desk.order("book 5", not_before=day(4))
    hold(desk, Subject(order, 1))
    hold(desk, SCHOOL, until=day(9))
    then = desk.ask(history.newest)
    lift(desk, SCHOOL, Subject(order, 1))
    with desk.act() as tx:
        orders.change(tx, order, not_before=None)
    assert desk.ask(history.look, then).queue["pauses"].to_list() == [
        "until lifted by Ann: not paid; until 11 Mar 2026 by Ann: not paid; not before 6 Mar 2026"
    ]
    assert desk.ask(history.look, desk.ask(history.newest)).queue["pauses"].to_list() == [""]


@pytest.mark.parametrize(
    "act",
    [
        lambda tx, order: orders.change(tx, order, not_before=day(9)),
        lambda tx, order: holds.set_not_before(tx, order, 1, day(9)),
        lambda tx, order: holds.hold(tx, [SCHOOL], "x"),
        lambda tx, order: holds.hold(tx, [Subject(order)], "x"),
    ],
    ids=["an order wanted later", "a line wanted later", "a customer held", "an order held"],
)
def test_r45_undo_of_what_changed_no_stock_gives_and_takes_none(act: Callable[..., object]) -> None:
    desk = Story(book=10)
    first = desk.draft("book 10", priority=5)
    hold(desk, Subject(first), until=day(1))
    desk.open(first)
    other = desk.order("book 10", customer="college")
    desk.now += timedelta(days=1)  # the hold is over, and no sweep has run
    with desk.act() as tx:
        act(tx, first)
    desk.undo()
    assert (desk.state(first), desk.state(other)) == ("10 backordered", "10 allotted")
