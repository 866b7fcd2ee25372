"""Customers, orders and lines are put on hold, and lifted; lines are not wanted before a day (R45)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from db.errors import DeskError
from engine import orders, preferences
from engine.errors import ChangedSince, EmptyText, Unknown, WrongState
from engine.model import Policy
from engine.orders import holds
from engine.orders.holds import DayHasCome, NotOnHold, Subject
from engine.past import replay
from engine.reports import backorders
from engine.rules.holds import UNTIL_LIFTED
from tests.story import START, Story

TODAY = START.date()
SCHOOL = Subject(customer="school")


def hold(desk: Story, *subjects: Subject, until: date | None = None, reason: str = "not paid") -> None:
    with desk.act() as tx:
        holds.hold(tx, subjects, reason, until)


def lift(desk: Story, *subjects: Subject) -> None:
    with desk.act() as tx:
        holds.lift(tx, subjects)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def wait(desk: Story, days: int) -> None:
    desk.now += timedelta(days=days)


def told(desk: Story) -> dict[str, str]:
    """Order -> in which parts what waits of it is filled."""
    found = desk.ask(backorders.waiting)
    return dict(zip(found["order"], found["projected"], strict=True))


def why(desk: Story) -> dict[str, str]:
    found = desk.ask(backorders.waiting)
    return dict(zip(found["order"], found["reason"], strict=True))


@pytest.mark.parametrize("policy", Policy)
@pytest.mark.parametrize("of", ["line", "order", "customer"])
def test_r45_what_waits_on_hold_gains_nothing_blocks_nobody_and_keeps_its_rank(
    policy: Policy, of: str
) -> None:
    desk = Story(book=0)
    desk.prefer(allocation_policy=policy, skip_age_days=0)
    first, second = desk.order("book 25 whole", customer="college"), desk.order("book 10")
    subject = {
        "line": Subject(first, 1),
        "order": Subject(first),
        "customer": Subject(customer="college"),
    }[of]
    hold(desk, subject)
    desk.adjust("book", 8)
    desk.sweep()
    assert (desk.state(first), desk.state(second)) == ("25 backordered", "8 allotted, 2 backordered")
    desk.adjust("book", 27)
    lift(desk, subject)
    assert (desk.state(first), desk.state(second)) == ("25 allotted", "8 allotted, 2 backordered")


def test_r45_what_has_stock_keeps_it_and_comes_off_its_pending_shipment_until_it_is_lifted() -> None:
    desk = Story(book=20)
    order = desk.order("book 15")
    [before] = desk.shipments_of(order)
    hold(desk, Subject(order))
    desk.sweep()
    assert (desk.state(order), desk.shipments_of(order)) == ("15 allotted", [])
    assert desk.balance("book")["demand"] == "15"
    lift(desk, Subject(order))
    assert desk.shipments_of(order) not in ([], [before])


def test_r22_a_shipment_that_is_being_picked_is_firm_and_leaves_though_its_line_is_held() -> None:
    desk = Story(book=20)
    order = desk.order("book 15")
    picked = desk.pick(order)
    hold(desk, Subject(order))
    assert desk.shipments_of(order, "picking") == picked
    desk.ship(order)
    assert desk.order_state(order) == "closed"


def test_r30_a_held_line_of_a_complete_order_waits_alone_and_the_order_ships_when_it_is_lifted() -> None:
    desk = Story(book=5, pen=0)
    order = desk.complete("book 5", "pen 3")
    hold(desk, Subject(order, 1))
    desk.adjust("pen", 3)
    desk.sweep()
    assert (desk.state(order), desk.shipments_of(order)) == ("5 allotted, 3 allotted", [])
    lift(desk, Subject(order, 1))
    assert len(desk.shipments_of(order)) == 1


@pytest.mark.parametrize("policy", [Policy.SKIP, Policy.COMPLETE_FIRST])
def test_r43_a_young_complete_order_with_a_held_line_that_waits_cannot_be_filled_whole(
    policy: Policy,
) -> None:
    desk = Story(book=0, pen=0)
    desk.prefer(allocation_policy=policy, skip_age_days=5)
    complete, other = desk.complete("book 5", "pen 3"), desk.order("pen 3")
    hold(desk, Subject(complete, 1))
    desk.adjust("pen", 6)
    desk.sweep()
    assert (desk.state(complete), desk.state(other)) == ("5 backordered, 3 backordered", "3 allotted")
    reasons = desk.ask(backorders.waiting).filter(order=complete)["reason"].to_list()
    assert reasons[1] == "Its order ships complete, and line 1 of it is on hold or not wanted yet."
    wait(desk, 6)
    desk.sweep()
    assert desk.state(complete) == "5 backordered, 3 allotted"
    assert [one.is_same for one in desk.ask(replay.replay_all)] == [True, True]


def test_r17_to_lift_is_a_demand_event_others_that_would_gain_wait_for_the_sweep() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 5")
    hold(desk, Subject(first), Subject(second))
    desk.adjust("book", 10)
    desk.sweep()
    lift(desk, Subject(first))
    assert (desk.state(first), desk.state(second)) == ("5 allotted", "5 backordered")


def test_r45_a_hold_until_a_day_is_over_on_that_day_and_the_next_sweep_sees_it() -> None:
    desk = Story(book=5, pen=0)
    order = desk.order("book 5", "pen 2")
    hold(desk, Subject(order), until=day(3))
    desk.adjust("pen", 2)
    wait(desk, 2)
    desk.sweep()
    assert (desk.state(order), desk.shipments_of(order)) == ("5 allotted, 2 backordered", [])
    wait(desk, 1)
    desk.prove()
    report = desk.sweep()
    assert (desk.state(order), len(desk.shipments_of(order))) == ("5 allotted, 2 allotted", 1)
    assert (report.counts.shipments_created, report.counts.lines_filled) == (1, 1)


def test_r45_the_day_is_that_of_the_desk() -> None:
    desk = Story(book=5)
    desk.prefer(time_zone="Pacific/Auckland")  # 22:00 on the third, when it is still the second in UTC
    order = desk.order("book 5")
    hold(desk, Subject(order), until=date(2026, 3, 3))
    desk.now += timedelta(hours=3)
    desk.sweep()
    assert len(desk.shipments_of(order)) == 1


def test_r45_a_line_takes_no_part_before_its_day_less_the_days_of_the_preference() -> None:
    desk = Story(book=10)
    desk.prefer(not_before_lead_days=2)
    later, order = desk.order("book 10"), desk.draft("book 5")
    with desk.act() as tx:
        orders.change(tx, later, not_before=day(9))
    assert desk.state(later) == "10 allotted"
    assert desk.shipments_of(later) == []
    with desk.act() as tx:
        holds.set_not_before(tx, order, 1, day(5))
    desk.open(order)
    assert desk.state(order) == "5 backordered"
    desk.adjust("book", 5)
    wait(desk, 2)
    desk.sweep()
    assert desk.state(order) == "5 backordered"
    wait(desk, 1)
    desk.sweep()
    assert (desk.state(order), len(desk.shipments_of(order))) == ("5 allotted", 1)
    assert "Line 1 of book is wanted not before 7 Mar." in desk.log(order)


def test_r45_lines_can_be_typed_with_their_day() -> None:
    desk = Story(book=10)
    with desk.act() as tx:
        order = orders.create(tx, "school", not_before=day(4))
        orders.add_line(tx, order, "book", Decimal(3), not_before=day(7))
    assert desk.lines(order)["not_before"].to_list() == [day(7)]
    assert desk.ask(orders.find, order)["not_before"] == day(4)


def test_r40_what_is_held_until_lifted_has_no_day_and_what_is_held_until_a_day_has_its_own() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 10"), desk.order("book 5")
    desk.purchase("book", 12, expected_on=day(4))
    assert told(desk) == {first: "10 2026-03-06 PO101", second: "2 2026-03-06 PO101; 3 not ordered"}
    hold(desk, Subject(first))
    assert told(desk) == {first: "10 on hold", second: "5 2026-03-06 PO101"}
    hold(desk, Subject(first), until=day(9))
    assert told(desk) == {first: "7 2026-03-11 PO101; 3 not ordered", second: "5 2026-03-06 PO101"}
    hold(desk, Subject(first), until=day(2))
    assert told(desk) == {first: "10 2026-03-06 PO101", second: "2 2026-03-06 PO101; 3 not ordered"}


def test_r41_the_reason_names_who_holds_it_until_when_and_why() -> None:
    desk = Story(book=0)
    first, second, third = (
        desk.order("book 1"),
        desk.order("book 1"),
        desk.order("book 1", customer="college"),
    )
    hold(desk, Subject(first, 1), until=day(9), reason="They have not paid.")
    with desk.act() as tx:
        orders.change(tx, second, not_before=day(20))
    hold(desk, Subject(customer="college"))
    assert why(desk) == {
        first: "It is on hold by Ann until 11 Mar: They have not paid.",
        second: "It is not wanted before 22 Mar.",
        third: "College is on hold by Ann until it is lifted: not paid.",
    }


@pytest.mark.parametrize(
    ("subject", "reason", "until", "refusal"),
    [
        (Subject("9999"), "why", None, Unknown),
        (Subject("1001", 7), "why", None, Unknown),
        (Subject(customer="nobody"), "why", None, Unknown),
        (Subject("1001"), " ", None, EmptyText),
        (Subject("1001"), "why", TODAY, DayHasCome),
        (Subject("1001", seen=0), "why", None, ChangedSince),
    ],
)
def test_what_cannot_be_held_is_refused(
    subject: Subject, reason: str, until: date | None, refusal: type[DeskError]
) -> None:
    desk = Story(book=1)
    desk.order("book 1")
    with pytest.raises(refusal):
        hold(desk, subject, reason=reason, until=until)


def test_what_is_not_on_hold_itself_cannot_be_lifted_nor_what_is_over_be_held() -> None:
    desk = Story(book=1)
    order = desk.order("book 1")
    hold(desk, SCHOOL)
    with pytest.raises(NotOnHold):
        lift(desk, Subject(order))
    lift(desk, SCHOOL)
    desk.ship(order)
    with pytest.raises(WrongState):
        hold(desk, Subject(order, 1))


def test_a_draft_is_held_before_it_opens() -> None:
    desk = Story(book=5)
    order = desk.draft("book 5")
    hold(desk, Subject(order))
    desk.open(order)
    assert desk.state(order) == "5 backordered"
    assert desk.ask(holds.of, Subject(order)) == {
        "until_on": UNTIL_LIFTED,
        "held_by": "Ann",
        "reason": "not paid",
    }


def test_what_is_as_it_was_said_already_is_left_alone() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    hold(desk, Subject(order))
    before = desk.log(order)
    hold(desk, Subject(order))
    with desk.act() as tx:
        holds.set_not_before(tx, order, 1, None)
    assert desk.log(order) == before


def test_r18_a_held_line_of_a_high_priority_takes_nothing_until_it_is_lifted() -> None:
    desk = Story(book=10)
    low, high = desk.order("book 10"), desk.draft("book 6", priority=5)
    hold(desk, Subject(high))
    desk.open(high)
    assert (desk.state(low), desk.state(high)) == ("10 allotted", "6 backordered")
    lift(desk, Subject(high))
    assert (desk.state(low), desk.state(high)) == ("4 allotted, 6 backordered", "6 allotted")


def test_a_preference_that_changes_moves_the_day_from_which_lines_take_part() -> None:
    desk = Story(book=0)
    order = desk.order("book 4", not_before=day(5))
    desk.adjust("book", 4)
    desk.sweep()
    assert desk.state(order) == "4 backordered"
    desk.prefer(not_before_lead_days=5)
    desk.sweep()
    assert desk.state(order) == "4 allotted"
    assert desk.ask(preferences.read).not_before_lead_days == 5
