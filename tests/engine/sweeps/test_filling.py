"""What the sweeps fill and look at, and who would lose by one (R24, R42)."""

from __future__ import annotations

from datetime import date

import pytest

from db.session import Transaction
from engine import orders, promises, sweeps
from engine.model import Policy, SweepName
from tests.story import Story

SOON, LATER = date(2026, 3, 10), date(2026, 3, 20)


def test_r24_the_primary_sweep_looks_only_at_pools_that_received_purchase_orders() -> None:
    desk = Story(book=0, pen=0)
    a, b = desk.order("book 5"), desk.order("pen 5")
    desk.supply("book", 5)
    desk.adjust("pen", 5)
    report = desk.sweep(SweepName.PRIMARY)
    assert (report.counts.pools, desk.state(a), desk.state(b)) == (1, "5 allotted", "5 backordered")


def test_r24_a_second_primary_run_without_a_receipt_looks_at_nothing() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 3)
    desk.sweep(SweepName.PRIMARY)
    assert desk.sweep(SweepName.PRIMARY).counts.pools == 0


def test_r24_a_primary_run_that_was_off_does_not_count_as_successful() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.prefer(backorder_management="off")
    desk.supply("book", 5)
    desk.sweep(SweepName.PRIMARY)
    desk.prefer(backorder_management="on")
    desk.sweep(SweepName.PRIMARY)
    assert desk.state(order) == "5 allotted"


def test_r24_the_secondary_sweep_catches_everything_that_set_stock_free() -> None:
    desk = Story(book=5, pen=0)
    first = desk.order("book 5")
    a, b = desk.order("book 5"), desk.order("pen 5")
    desk.void(*desk.shipments_of(first))
    desk.adjust("pen", 5)
    with desk.act() as tx:
        orders.cancel_order(tx, first)
    desk.sweep()
    assert (desk.state(a), desk.state(b)) == ("5 allotted", "5 allotted")


@pytest.mark.parametrize("sweep", list(SweepName))
def test_r24_a_second_run_with_no_event_in_between_changes_nothing(sweep: SweepName) -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.order("book 8 whole")
    desk.supply("book", 9)
    desk.sweep(sweep)
    again = desk.sweep(sweep)
    counts = again.counts
    assert (counts.lines_filled, counts.lines_released, counts.pos_created, counts.pos_topped_up) == (
        0,
        0,
        0,
        0,
    )


def another_rule() -> tuple[Story, str, str]:
    """A Complete order holds 5 books and lacks pens; a policy that would take them comes into force."""
    desk = Story(book=5, pen=0)
    complete, other = desk.complete("book 5", "pen 5"), desk.order("book 5")
    desk.prefer(allocation_policy="skip")
    return desk, complete, other


def test_r42_who_would_lose_by_a_sweep_can_be_asked_before_it_runs() -> None:
    desk, complete, other = another_rule()
    told = desk.ask(sweeps.losers, SweepName.SECONDARY)
    assert told.select("order", "lic", "change_qty").rows() == [(complete, "book", -5)]
    assert desk.state(complete) == "5 allotted, 5 backordered"
    desk.sweep()
    assert (desk.state(complete), desk.state(other)) == ("5 backordered, 5 backordered", "5 allotted")
    assert desk.ask(sweeps.losers, SweepName.SECONDARY).height == 0


def test_nobody_loses_by_a_sweep_that_is_off_or_gives_nothing_out() -> None:
    desk, *_ = another_rule()
    assert desk.ask(sweeps.losers, SweepName.REPLENISHMENT).height == 0
    desk.prefer(backorder_management=False)
    assert desk.ask(sweeps.losers, SweepName.SECONDARY).height == 0


@pytest.mark.parametrize("policy", Policy)
def test_r40_a_sweep_that_changes_nothing_looks_at_no_days_unless_they_may_have_moved(policy: Policy) -> None:
    desk = Story(book=0)
    desk.prefer(allocation_policy=policy)
    desk.complete("book 5")
    desk.purchase("book", 5, expected_on=SOON)
    desk.sweep()
    with desk.act() as tx:
        postpone(tx)
    desk.sweep()
    assert newest_day(desk) == SOON
    desk.prefer(skip_age_days=7)
    desk.sweep()
    assert newest_day(desk) == LATER


def postpone(tx: Transaction) -> None:
    """Another day for all purchase orders, by a hand that tells nobody."""
    tx._cursor.execute("update po_line set expected_on = ?", [LATER]).complete()


def newest_day(desk: Story) -> date:
    """The day that the only line that waits was told last."""
    (row,) = desk.ask(promises.waiting_promises).to_dicts()
    day: date = row["now_on"]
    return day
