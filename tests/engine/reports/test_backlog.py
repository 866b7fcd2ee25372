"""The manager's numbers, read back from the ledger."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from engine import orders, supply
from engine.model import SweepName
from engine.orders import holds
from engine.orders.holds import Subject
from engine.reports import backlog, backorders, coverage, slicing
from engine.reports.slicing import Slice
from tests.story import START, Story

D = Decimal


def days_later(desk: Story, days: int) -> None:
    desk.now += timedelta(days=days)


def per_day(desk: Story, days: int = 5) -> list[tuple[Any, ...]]:
    """qty, opened, filled, cancelled for each day."""
    found = desk.ask(backlog.per_day, days)
    return [
        tuple(int(value) for value in row)
        for row in found.select("qty", "opened_qty", "filled_qty", "cancelled_qty").iter_rows()
    ]


def test_a_desk_on_which_nothing_waits_has_zeros() -> None:
    desk = Story(book=20)
    summary = desk.ask(backlog.summary)
    assert (summary.lines, summary.qty, summary.oldest_at, summary.oldest_order) == (0, 0, None, None)
    assert desk.ask(backlog.fillable).lines == 0
    assert desk.ask(coverage.coverage).next_on is None
    assert per_day(desk, 2) == [(0, 0, 0, 0), (0, 0, 0, 0)]


def test_what_waits_is_counted_and_valued_at_its_price_else_at_cost() -> None:
    desk = Story(book=20)
    desk.item("pen", 0, unit_cost=D("1.50"))
    first = desk.order("book 25")
    desk.order("pen 4", customer="college")
    with desk.act() as tx:
        orders.add_line(tx, first, "book", D(2), unit_price=D(10))
    summary = desk.ask(backlog.summary)
    assert (summary.lines, summary.orders, summary.customers, summary.lics) == (3, 2, 2, 2)
    assert (summary.qty, summary.value) == (11, 26)  # 5 books without a price, 2 at 10, 4 pens at 1.50
    assert summary.oldest_order == first


def test_a_line_past_the_day_it_was_asked_for_is_overdue_from_the_next_day() -> None:
    desk = Story(book=0)
    desk.order("book 3", requested_on=START.date())
    assert desk.ask(backlog.summary).overdue_lines == 0
    days_later(desk, 1)
    summary = desk.ask(backlog.summary)
    assert (summary.overdue_lines, summary.overdue_qty) == (1, 3)
    assert desk.ask(backlog.per_day, 2)["overdue_qty"].to_list() == [0, 3]


def test_each_day_ends_with_what_waited_then() -> None:
    """day 1: 25 of 20 -> 5 wait | day 2: 3 cancelled | day 3: sweep fills 2 | day 4: nothing"""
    desk = Story(book=20)
    order = desk.order("book 25")
    days_later(desk, 1)
    with desk.act() as tx:
        orders.change_qty(tx, order, 1, D(22))
    days_later(desk, 1)
    desk.supply("book", 2)
    desk.sweep()
    days_later(desk, 1)
    assert per_day(desk) == [(0, 0, 0, 0), (5, 5, 0, 0), (2, 0, 0, 3), (0, 0, 2, 0), (0, 0, 0, 0)]


def test_a_line_that_is_allotted_as_it_opens_never_waited() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    assert per_day(desk, 1) == [(0, 0, 0, 0)]
    assert desk.ask(backlog.filled_lately).height == 0


def test_a_takeover_moves_the_wait_from_one_line_to_another() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    desk.order("book 15", priority=5)
    assert per_day(desk, 1) == [(15, 15, 0, 0)]


def test_the_days_are_those_of_the_desk_s_time_zone() -> None:
    desk = Story(book=0)
    desk.prefer(time_zone="Asia/Tokyo")
    desk.now = START.replace(hour=16)  # after midnight in Tokyo
    desk.order("book 1")
    found = desk.ask(backlog.per_day, 2)
    assert found["day"].to_list() == [date(2026, 3, 2), date(2026, 3, 3)]
    assert found["qty"].to_list() == [0, 1]


def test_what_can_be_filled_is_what_the_sweep_then_fills() -> None:
    """A whole line holds the shelf, so free stock is not all there is to it (R15)."""
    desk = Story(book=0, pen=0)
    desk.order("book 5")
    desk.order("book 25 whole")
    desk.order("book 5")
    desk.order("pen 9")
    desk.adjust("book", 20)
    desk.adjust("pen", 4)
    can = desk.ask(backlog.fillable)
    assert (can.lines, can.qty, can.orders) == (2, 9, 2)
    lines = desk.ask(backlog.fillable_lines)
    assert sorted(lines["fillable_qty"].to_list()) == [4, 5]
    report = desk.sweep(SweepName.SECONDARY)
    assert (report.counts.lines_filled, report.counts.units_allotted) == (can.lines, can.qty)


def test_the_order_past_its_day_that_is_named_is_among_those_past_their_day() -> None:
    desk = Story(book=0)
    desk.order("book 3")  # the oldest of all, which asked for no day
    desk.order("book 1", requested_on=START.date() + timedelta(days=1))
    first = desk.order("book 2", requested_on=START.date())
    days_later(desk, 3)
    summary = desk.ask(backlog.summary)
    assert (summary.overdue_lines, summary.overdue_order, summary.overdue_since) == (
        2,
        first,
        START.date(),
    )
    assert summary.oldest_order != first


def test_a_line_that_was_split_is_one_line_however_many_parts_of_it_wait() -> None:
    desk = Story(book=20)
    split = desk.order("book 25 split")
    desk.adjust("book", -4)  # its allotted part loses as well
    assert desk.state(split) in (
        "16 allotted, 5 backordered, 4 backordered",
        "16 allotted, 4 backordered, 5 backordered",
    )
    assert desk.ask(backorders.waiting).height == 2
    assert desk.ask(backlog.summary).lines == 1
    assert desk.ask(backlog.by_age)["lines"].sum() == desk.ask(backlog.by_lic)["lines"].sum() == 1
    desk.adjust("book", 9)
    assert desk.ask(backlog.fillable).lines == desk.sweep().counts.lines_filled == 1


def test_the_most_short_lics_come_first_by_units_or_by_value() -> None:
    desk = Story()
    desk.item("atlas", 0, unit_cost=D(100))
    desk.item("pen", 0, unit_cost=D(1))
    desk.order("atlas 2", "pen 9")
    desk.purchase("pen", 20, expected_on=START.date())
    assert desk.ask(backlog.by_lic)["lic"].to_list() == ["pen", "atlas"]
    by_value = desk.ask(backlog.by_lic, by_value=True)
    assert by_value.select("lic", "value", "on_order_qty").rows() == [("atlas", 200, 0), ("pen", 9, 20)]
    assert desk.ask(backlog.by_lic, most=1).height == 1


def test_the_ages_are_those_of_the_review() -> None:
    desk = Story(book=0)
    desk.order("book 1")
    days_later(desk, 8)
    desk.order("book 2")
    ages = dict(desk.ask(backlog.by_age).select("age", "qty").iter_rows())
    assert ages == {"0–7 days": 2, "8–30 days": 1, "31–60 days": 0, "over 60 days": 0}
    assert tuple(ages) == slicing.AGES
    assert sorted(desk.ask(backorders.waiting)["age_days"].to_list()) == [0, 8]


def test_who_waits_and_what_was_filled_lately() -> None:
    desk = Story(book=0)
    number = desk.order("book 5", customer="college")
    desk.order("book 3")
    assert desk.ask(backlog.by_customer).select("customer", "qty").rows() == [("college", 5), ("school", 3)]
    days_later(desk, 3)
    desk.supply("book", 5)
    desk.sweep()
    assert desk.ask(backlog.filled_lately).select("order", "lic", "qty", "waited_days").rows() == [
        (number, "book", 5, 3)
    ]


def test_the_version_rises_with_whatever_the_numbers_depend_on() -> None:
    desk = Story(book=0)
    seen = [desk.ask(backlog.version)]
    desk.order("book 5")
    seen.append(desk.ask(backlog.version))
    po = desk.purchase("book", 5)
    seen.append(desk.ask(backlog.version))
    with desk.act() as tx:
        line = supply.lines(tx, po)["po_line_id"][0]
        supply.change_po_line(tx, po, line, expected_on=date(2026, 4, 1))
    seen.append(desk.ask(backlog.version))
    desk.receive(po, book=5)
    seen.append(desk.ask(backlog.version))
    assert seen == sorted(set(seen))


def test_what_each_sweep_gave_is_what_the_run_log_says() -> None:
    desk = Story(book=0, pen=0)
    desk.order("book 5", "pen 4")
    desk.supply("book", 3)
    first = desk.sweep(SweepName.PRIMARY)
    desk.adjust("pen", 4)
    second = desk.sweep()
    found = desk.ask(backlog.sweeps, 3)
    assert found.select("sweep", "runs", "lines", "qty").rows() == [
        ("primary", 1, first.counts.lines_filled, first.counts.units_allotted),
        ("secondary", 1, second.counts.lines_filled, second.counts.units_allotted),
    ]
    assert desk.ask(backlog.sweeps, 3, Slice(lic=("pen",)))["qty"].to_list() == [4]


def test_r45_what_is_held_is_a_figure_of_its_own() -> None:
    desk = Story(book=0)
    held = desk.order("book 3")
    desk.order("book 5")
    with desk.act() as tx:
        holds.hold(tx, [Subject(order=held)], "not paid")
    summary = desk.ask(backlog.summary)
    assert (summary.qty, summary.paused_lines, summary.paused_qty) == (8, 1, 3)


def test_r45_what_a_sweep_takes_for_a_hold_that_ended_can_be_filled() -> None:
    desk = Story(book=10)
    first = desk.draft("book 10", priority=5)
    with desk.act() as tx:
        holds.hold(tx, [Subject(first)], "not paid", tx.today + timedelta(days=1))
    desk.open(first)
    desk.order("book 10")
    days_later(desk, 1)
    can, lines = desk.ask(backlog.fillable), desk.ask(backlog.fillable_lines)
    assert (can.lines, can.qty, lines["fillable_qty"].to_list()) == (1, 10, [10])
    counts = desk.sweep().counts
    assert (counts.lines_filled, counts.lines_released) == (1, 1)
