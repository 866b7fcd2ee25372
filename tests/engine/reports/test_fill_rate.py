"""The fill rate: what of the ordered units had its stock at once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import orders
from engine.reports import backlog, fill_rate
from engine.reports.slicing import Slice
from tests.story import Story

D = Decimal


def rate(desk: Story, days: int = 7, **only: tuple[str, ...]) -> Decimal | None:
    told: Decimal | None = fill_rate.of_last(desk.ask(backlog.per_day, 30, Slice(**only)), days)
    return told


def test_without_orders_there_is_none() -> None:
    assert rate(Story(book=20)) is None


def test_what_waited_counts_against_it_however_soon_it_was_filled() -> None:
    """20 on hand | 25 wanted: 20 at once, 5 later; then 5 more at once"""
    desk = Story(book=20)
    desk.order("book 25 split")
    assert rate(desk) == D("0.8")
    desk.adjust("book", 10)
    desk.sweep()
    assert rate(desk) == D("0.8")
    desk.order("book 5")
    assert rate(desk) == D(25) / D(30)


def test_r18_who_takes_from_others_has_its_stock_at_once_and_their_loss_is_not_counted_again() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    desk.order("book 10", priority=5)
    assert rate(desk) == D(1)


def test_r13_what_has_no_stock_and_drafts_do_not_count() -> None:
    desk = Story(book=0)
    desk.item("freight", inventoried=False)
    desk.draft("book 90")
    desk.order("freight 1", "book 4")
    assert rate(desk) == D(0)


def test_r11_what_comes_onto_an_open_order_counts_on_its_day() -> None:
    desk = Story(book=10)
    order = desk.order("book 5")
    desk.now += timedelta(days=8)
    with desk.act() as tx:
        orders.add_line(tx, order, "book", D(20))
    assert rate(desk) == D("0.25")
    assert rate(desk, 30) == D("0.4")


def test_it_is_narrowed_like_all_figures() -> None:
    desk = Story(book=10)
    desk.order("book 10")
    desk.order("book 10", customer="college")
    assert rate(desk) == D("0.5")
    assert (rate(desk, customer=("school",)), rate(desk, customer=("college",))) == (D(1), D(0))


def test_each_day_is_said_over_the_days_up_to_it() -> None:
    desk = Story(book=10)
    desk.order("book 10")
    desk.now += timedelta(days=2)
    desk.order("book 30")
    per_day = desk.ask(backlog.per_day, 12)
    *_, first, between, last = fill_rate.by_day(per_day).to_list()
    assert (first, between, last) == (100, 100, pytest.approx(25))
    assert fill_rate.by_day(per_day).to_list()[0] is None
