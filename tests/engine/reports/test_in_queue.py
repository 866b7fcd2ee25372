"""A waiting line in its queue: who is ahead, where it begins and ends, what reaches how far (R40, R41)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from db.session import Transaction
from engine import orders
from engine.reports import in_queue
from engine.reports.explain import explain
from engine.reports.in_queue import InQueue
from tests.story import START, Story

SOON = START.date() + timedelta(days=3)


def as_numbers(*numbers: Decimal) -> tuple[int, ...]:
    return tuple(map(int, numbers))


def place(desk: Story, number: str, line: int = 1) -> InQueue:
    def look(tx: Transaction) -> InQueue:
        explain(tx, number)
        return in_queue.find(tx, orders.find(tx, number)["order_id"])[line]

    found: InQueue = desk.ask(look)
    return found


def test_r41_a_line_begins_where_those_ahead_of_it_end_and_receipts_reach_so_far() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 4")
    po = desk.purchase("book", 7, expected_on=SOON)
    later = desk.purchase("book", 9, expected_on=SOON + timedelta(days=4))
    found = place(desk, second)
    assert as_numbers(found.from_qty, found.to_qty, found.reached_qty) == (5, 9, 4)
    assert [(one.order, *as_numbers(one.from_qty, one.to_qty)) for one in found.ahead] == [(first, 0, 5)]
    reaches = [(one.po, *as_numbers(one.from_qty, one.to_qty)) for one in found.shown]
    assert reaches == [(po, 0, 7), (later, 7, 16)]
    assert found.sentence == (
        f"5 of book wait ahead of its 4. {po}, 5 Mar: up to unit 7; {later}, 9 Mar: up to unit 16. "
        "All of its own are reached."
    )


def test_r40_what_nothing_reaches_is_said_and_what_is_late_is_called_so() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 2, expected_on=date(2026, 2, 1))
    found = place(desk, desk.order("book 5"))
    assert found.sentence == (
        f"Nobody waits ahead of its 5 of book. {po}, 1 Feb, late: up to unit 2. Nothing reaches 3 of its own."
    )


def test_of_a_long_queue_some_stretches_are_told_apart_that_hold_all_of_it() -> None:
    desk = Story(book=0)
    for _ in range(in_queue.MOST + 7):
        desk.order("book 2")
    found = place(desk, desk.order("book 3"))
    assert len(found.ahead) == in_queue.MOST
    assert sum(one.orders for one in found.ahead) == in_queue.MOST + 7
    assert [one.from_qty for one in found.ahead[1:]] == [one.to_qty for one in found.ahead[:-1]]
    assert found.ahead[-1].to_qty == found.from_qty == 2 * (in_queue.MOST + 7)


def test_a_line_of_its_own_order_is_told_apart() -> None:
    desk = Story(book=4)
    found = place(desk, desk.order("book 9 whole", "book 3"), 2)
    assert ([one.is_own for one in found.ahead], found.is_hard) == ([True], False)


def test_r43_who_steps_over_whole_lines_is_not_told_by_adding_up_alone() -> None:
    desk = Story(book=0)
    desk.prefer(allocation_policy="skip")
    desk.order("book 9 whole")
    assert place(desk, desk.order("book 3")).is_hard
