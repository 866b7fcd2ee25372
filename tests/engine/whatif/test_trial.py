"""Trying edits out: winners, losers, and nothing kept (R19, R42)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import log, orders, whatif
from engine.errors import BadPriority, Refused
from engine.whatif import Preview
from engine.whatif.edits import Adjust, Edit, Priority
from tests.story import Story

D = Decimal


def tried(desk: Story, *edits: Edit) -> Preview:
    return whatif.preview(desk.session, "Ann", edits, desk.now, swept=False)


def test_r19_raising_a_priority_shows_who_would_lose_what() -> None:
    """on hand 35 | O1 20, O2 15 hold it, O3 25 waits  ->  raised, O3 takes 15 of O2 and 10 of O1 (R18)"""
    desk = Story(book=35)
    o1, o2 = desk.order("book 20"), desk.order("book 15")
    o3 = desk.order("book 25")
    told = tried(desk, Priority(o3, 5))
    assert told.winners.select("order", "lic", "change_qty").rows() == [(o3, "book", 25)]
    assert told.losers.select("order", "change_qty").rows() == [(o1, -10), (o2, -15)]
    assert (told.won_qty, told.lost_qty) == (D(25), D(25))


def test_nothing_of_a_trial_is_kept() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 20")
    before = desk.ask(log.search).height
    tried(desk, Priority(second, 9))
    assert (desk.state(first), desk.state(second)) == ("20 allotted", "20 backordered")
    assert desk.ask(orders.find, second)["priority"] == 0
    assert desk.ask(log.search).height == before
    desk.prove()


def test_an_edit_without_effect_has_neither_winners_nor_losers() -> None:
    desk = Story(book=20)
    order = desk.order("book 20")
    assert tried(desk, Adjust("book", D(-5))).losers.select("order", "change_qty").rows() == [(order, -5)]
    nothing = tried(desk, Adjust("book", D(5)))
    assert (nothing.winners.height, nothing.losers.height, nothing.won_qty) == (0, 0, D(0))


def test_a_refusal_of_the_edit_is_raised() -> None:
    desk = Story(book=20)
    order = desk.order("book 20")
    with pytest.raises(BadPriority):
        tried(desk, Priority(order, 12))


def test_several_orders_get_a_priority_at_once_and_one_that_has_it_is_left_alone() -> None:
    desk = Story(book=0)
    numbers = [desk.order("book 5"), desk.order("book 5", priority=4)]
    before = desk.log(numbers[1])
    with desk.act() as tx:
        whatif.do(tx, [Priority(number, 4) for number in numbers])
    assert [desk.ask(orders.find, number)["priority"] for number in numbers] == [4, 4]
    assert desk.log(numbers[1]) == before


def test_every_refusal_of_several_edits_is_reported_and_nothing_is_saved() -> None:
    desk = Story(book=0)
    good = desk.order("book 5")
    with pytest.raises(Refused) as refused, desk.act() as tx:
        whatif.do(tx, [Priority(number, 4) for number in (good, "8888", "9999")])
    assert len(refused.value.problems) == 2
    assert desk.ask(orders.find, good)["priority"] == 0


def test_r19_a_lowered_priority_that_costs_its_own_order_stock_is_asked_about_too() -> None:
    desk = Story(book=20)
    urgent, rival = desk.order("book 20", priority=5), desk.order("book 20", priority=3)
    told = tried(desk, Priority(urgent, 0))
    assert told.losers.select("order", "change_qty").rows() == [(urgent, -20)]
    with pytest.raises(whatif.TakesFromOthers), desk.act() as tx:
        whatif.do(tx, [Priority(urgent, 0)])
    assert (desk.state(urgent), desk.state(rival)) == ("20 allotted", "20 backordered")


def test_r42_r43_a_preview_tells_of_pools_that_the_edit_does_not_name() -> None:
    """skip | 1 book, 1 pen | A, complete, holds both | B waits for the pen | C, raised, takes the book of A

    A then gives up its pen as well, and B has it: nothing of that lies in a pool of C.
    """
    desk = Story(book=1, pen=1)
    desk.prefer(allocation_policy="skip")
    a = desk.complete("book 1", "pen 1")
    b, c = desk.order("pen 1"), desk.order("book 1")
    told = whatif.preview(desk.session, "Ann", [Priority(c, 5)], desk.now)
    assert told.winners.select("order", "lic").rows() == [(c, "book"), (b, "pen")]
    assert told.losers.select("order", "lic").rows() == [(a, "book"), (a, "pen")]
    assert told.dates.select("order", "lic", "had_stock").rows() == [(a, "book", True), (a, "pen", True)]
    assert sorted(told.completed["order"]) == sorted([b, c])
    assert told.uncompleted["order"].to_list() == [a]
    assert dict(told.ships.select("order", "change_qty").rows()) == {a: -2, b: 1, c: 1}


def test_r19_an_order_that_is_edited_is_not_among_the_others_that_lose() -> None:
    """book 20 | urgent, priority 5, gives 20 to the rival | and stands apart from who else loses"""
    desk = Story(book=20, pen=5)
    urgent = desk.order("book 20", priority=5)
    desk.order("book 20", priority=3)
    holder, raised = desk.order("pen 5"), desk.order("pen 5")
    told = tried(desk, Priority(urgent, 0), Priority(raised, 4))
    assert told.losing_others.select("order", "change_qty").rows() == [(holder, -5)]
    assert told.losing_themselves.select("order", "change_qty").rows() == [(urgent, -20)]
    assert told.losers.height == 2
