"""Notices: each customer is told what changed, once, and nothing that did not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import notices, orders, supply
from engine.errors import DeskError
from tests.engine.notices.letters import LATER, SOON, drafted, lying, tell
from tests.story import Story


def test_what_an_order_got_when_it_was_typed_is_no_news() -> None:
    desk = Story(book=20)
    desk.order("book 25")
    assert drafted(desk) == {}


def test_where_there_is_no_news_to_tell_nothing_is_written() -> None:
    desk = Story(book=20)
    with desk.act() as tx:
        notices.mark_told(tx, notices.overview(tx)["notice_id"].to_list())
        assert tx._written == set()


def test_units_that_waited_and_got_stock_are_newly_ready_and_told_once() -> None:
    desk = Story(book=20)
    order = desk.order("book 25")
    assert drafted(desk) == {}
    desk.supply("book", 5)
    desk.sweep()
    said = f"Order {order}, 5 of book: ready, leaving with shipment 1."
    assert drafted(desk) == {"school": said}
    assert drafted(desk) == {"school": said}
    tell(desk)
    assert drafted(desk) == {}


def test_a_complete_order_is_told_that_its_units_wait_for_the_rest() -> None:
    desk = Story(book=0, pen=0)
    order = desk.complete("book 5", "pen 5")
    desk.supply("book", 5)
    desk.sweep()
    assert drafted(desk) == {
        "school": f"Order {order}, 5 of book: set aside until the whole order is there, as you asked."
    }


def test_units_taken_back_are_newly_lost_and_the_other_order_is_not_named() -> None:
    desk = Story(book=20)
    loser = desk.order("book 20")
    winner = desk.order("book 5", customer="college", priority=5)
    letters = drafted(desk)
    assert letters == {
        "school": f"Order {loser}, 5 of book: had to be taken back after it was set aside for you; "
        "there is no new day yet, we will write as soon as there is one."
    }
    assert winner not in letters["school"]


def test_what_was_lost_and_won_again_before_anybody_was_told_is_no_news() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    winner = desk.order("book 5", customer="college", priority=5)
    assert set(drafted(desk)) == {"school"}
    with desk.act() as tx:
        orders.cancel_order(tx, winner)
    desk.sweep()
    assert drafted(desk) == {}
    assert desk.ask(notices.settled).height == 0


def test_a_day_later_than_was_told_is_newly_late() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    assert drafted(desk) == {}
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    assert drafted(desk) == {
        "school": f"Order {order}, 5 of book: now expected on 20 March 2026 instead of 10 March 2026."
    }
    tell(desk)
    assert drafted(desk) == {}


def test_a_day_that_came_nearer_is_no_news() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=LATER)
    assert drafted(desk) == {}
    with desk.act() as tx:
        supply.mark_late(tx, po, SOON)
    assert drafted(desk) == {}


def test_a_day_that_passed_is_told_once_and_the_next_day_when_there_is_one() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    assert drafted(desk) == {}
    desk.now += timedelta(days=10)
    assert drafted(desk) == {
        "school": f"Order {order}, 5 of book: the 10 March 2026 that we told you does not hold; "
        "there is no new day yet, we will write as soon as there is one."
    }
    tell(desk)
    desk.now += timedelta(days=2)
    assert drafted(desk) == {}
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    assert drafted(desk) == {"school": f"Order {order}, 5 of book: now expected on 20 March 2026."}


def test_what_lies_there_for_the_next_sweep_ships_next_where_its_day_passed() -> None:
    desk = Story(book=0)
    order = desk.order("book 10")
    desk.purchase("book", 10, expected_on=SOON)
    assert drafted(desk) == {}
    desk.now += timedelta(days=10)
    desk.adjust("book", 4)
    told = "the 10 March 2026 that we told you does not hold; "
    assert drafted(desk)["school"].splitlines() == [
        f"Order {order}, 4 of book: {told}it ships next.",
        f"Order {order}, 6 of book: {told}there is no new day yet, we will write as soon as there is one.",
    ]
    desk.adjust("book", 6)
    assert drafted(desk) == {"school": f"Order {order}, 10 of book: {told}it ships next."}


def test_what_was_lost_ships_next_where_more_lies_there_by_now() -> None:
    desk = Story(book=20)
    loser = desk.order("book 20")
    desk.order("book 15", customer="college", priority=5)
    lost = "had to be taken back after it was set aside for you; "
    desk.adjust("book", 15)
    assert drafted(desk) == {"school": f"Order {loser}, 15 of book: {lost}it ships next."}
    desk.adjust("book", -5)
    desk.purchase("book", 5, expected_on=SOON)
    assert drafted(desk) == {"school": f"Order {loser}, 15 of book: {lost}now expected on 10 March 2026."}


def test_r25_while_sweeps_are_off_what_was_lost_does_not_ship_next() -> None:
    desk = Story(book=20)
    loser = desk.order("book 20")
    desk.order("book 15", customer="college", priority=5)
    desk.adjust("book", 15)
    desk.prefer(backorder_management="off")
    lost = "had to be taken back after it was set aside for you; there is no new day yet, "
    assert drafted(desk)["school"].startswith(f"Order {loser}, 15 of book: {lost}")


def test_what_was_dropped_is_not_drafted_again() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    desk.sweep()
    assert drafted(desk) != {}
    with desk.act() as tx:
        notices.drop(tx, notices.drafts(tx)["notice_id"].to_list())
    assert drafted(desk) == {}


def test_since_a_run_looks_back_to_its_start_but_tells_nothing_twice() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.supply("book", 3)
    first = desk.sweep()
    desk.supply("book", 1)
    second = desk.sweep()
    assert drafted(desk, str(second.run_id))["school"].startswith(f"Order {order}, 1 of book")
    assert drafted(desk, str(first.run_id))["school"].startswith(f"Order {order}, 4 of book")
    tell(desk)
    assert drafted(desk, str(first.run_id)) == {}
    assert drafted(desk, "2026-01-01") == {}


def test_each_customer_gets_one_letter_and_each_order_a_row_in_its_log() -> None:
    desk = Story(book=0, pen=0)
    mine, other = desk.order("book 5", "pen 1"), desk.order("book 1")
    desk.order("book 1", customer="college")
    desk.supply("book", 7)
    desk.sweep()
    assert {who: text.count("\n") + 1 for who, text in drafted(desk).items()} == {"school": 2, "college": 1}
    tell(desk)
    assert desk.log(mine)[-1].startswith(f"School was told of order {mine} by notice ")
    assert desk.log(other)[-1].startswith(f"School was told of order {other} by notice ")


def test_section_10_a_draft_that_was_told_or_written_anew_is_refused() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 3)
    desk.sweep()
    drafted(desk)
    (old,) = desk.ask(notices.drafts)["notice_id"].to_list()
    desk.supply("book", 2)
    desk.sweep()
    drafted(desk)
    with desk.act() as tx, pytest.raises(DeskError, match=rf"Notice {old} was replaced by Ann"):
        notices.mark_told(tx, [old])
    tell(desk)
    with desk.act() as tx, pytest.raises(DeskError, match="There is no notice 99"):
        notices.mark_told(tx, [99])


@pytest.mark.parametrize("since", ["yesterday", "99", "-1", "2026-13-01"])
def test_section_10_a_since_that_is_no_run_and_no_instant_is_refused(since: str) -> None:
    desk = Story()
    with desk.act() as tx, pytest.raises(DeskError, match="run"):
        notices.draft(tx, since)


def test_a_day_that_came_nearer_and_went_back_while_nobody_was_told_is_no_news() -> None:
    desk = Story(book=0, pen=0)
    desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=LATER)
    desk.sweep()
    with desk.act() as tx:
        supply.mark_late(tx, po, SOON)
    desk.order("pen 1", customer="college")
    desk.supply("pen", 1)
    desk.sweep()
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    desk.sweep()
    assert set(lying(desk)) == {"college"}
