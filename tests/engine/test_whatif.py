"""Trying an edit out: winners, losers, and nothing kept (R19, R42)."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import pytest

from engine import bulk, log, orders, stock, whatif
from engine.errors import BadPriority
from tests.story import Story

D = Decimal


def test_r19_raising_a_priority_shows_who_would_lose_what() -> None:
    """on hand 35 | O1 20, O2 15 hold it, O3 25 waits  ->  raised, O3 takes 15 of O2 and 10 of O1 (R18)"""
    desk = Story(book=35)
    o1, o2 = desk.order("book 20"), desk.order("book 15")
    o3 = desk.order("book 25")
    outcome = whatif.try_out(desk.session, "Ann", partial(bulk.set_priority, numbers=[o3], priority=5))
    assert outcome.winners.select("order", "lic", "change_qty").rows() == [(o3, "book", 25)]
    assert outcome.losers.select("order", "change_qty").rows() == [(o1, -10), (o2, -15)]
    assert (outcome.won_qty, outcome.lost_qty) == (D(25), D(25))


def test_nothing_of_a_trial_is_kept() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 20")
    before = desk.ask(log.search).height
    whatif.try_out(desk.session, "Ann", partial(bulk.set_priority, numbers=[second], priority=9))
    assert (desk.state(first), desk.state(second)) == ("20 allotted", "20 backordered")
    assert desk.ask(orders.find, second)["priority"] == 0
    assert desk.ask(log.search).height == before
    desk.prove()


def test_any_edit_can_be_tried_and_an_edit_without_effect_has_neither_winners_nor_losers() -> None:
    desk = Story(book=20)
    order = desk.order("book 20")
    lost = whatif.try_out(desk.session, "Ann", lambda tx: stock.adjust(tx, "book", D(-5), reason="loss"))
    assert lost.losers.select("order", "change_qty").rows() == [(order, -5)]
    nothing = whatif.try_out(desk.session, "Ann", lambda tx: stock.adjust(tx, "book", D(5), reason="find"))
    assert (nothing.winners.height, nothing.losers.height, nothing.won_qty) == (0, 0, D(0))


def test_a_refusal_of_the_edit_is_raised() -> None:
    desk = Story(book=20)
    order = desk.order("book 20")
    with pytest.raises(BadPriority):
        whatif.try_out(desk.session, "Ann", partial(bulk.set_priority, numbers=[order], priority=12))
