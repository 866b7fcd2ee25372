"""The policies side by side on the desk's own orders (R43)."""

from __future__ import annotations

from decimal import Decimal

from engine import shipments
from engine.model import Policy
from engine.orders import holds
from engine.orders.holds import Subject
from engine.reports import policies
from engine.reports.policies import PolicyOutcome
from tests.story import Story

D = Decimal


def figures(desk: Story) -> dict[Policy, PolicyOutcome]:
    return {row.policy: row for row in desk.ask(lambda tx: list(policies.one_by_one(tx)))}


def test_r43_an_empty_desk_has_nothing_to_compare() -> None:
    assert figures(Story(book=5)) == {}


def test_r43_skipping_a_whole_line_ships_more_than_holding_its_place() -> None:
    """on hand 20 | whole 25 | 5  ->  strict ships nothing, skip the 5"""
    desk = Story(book=20)
    desk.order("book 25 whole")
    desk.order("book 5")
    told = figures(desk)
    assert list(told) == list(Policy)
    assert [told[policy].ship_qty for policy in (Policy.STRICT, Policy.SKIP, Policy.COMPLETE_FIRST)] == [
        0,
        5,
        5,
    ]
    assert [policy for policy, row in told.items() if row.in_force] == [Policy.STRICT]
    assert (told[Policy.SKIP].orders_completed, told[Policy.SKIP].lines_waiting) == (1, 1)


def test_r43_stock_on_complete_orders_that_cannot_ship_is_stranded_under_strict() -> None:
    desk = Story(book=5, pen=0)
    desk.complete("book 5", "pen 5")
    told = figures(desk)
    assert (told[Policy.STRICT].set_aside_qty, told[Policy.SKIP].set_aside_qty) == (D(5), D(0))


def test_r43_comparing_writes_nothing_and_matches_what_a_switch_then_does() -> None:
    desk = Story(book=20)
    desk.order("book 25 whole")
    order = desk.order("book 5")
    foreseen = figures(desk)[Policy.SKIP]
    assert desk.state(order) == "5 backordered"
    desk.prefer(allocation_policy="skip")
    desk.sweep()
    after = figures(desk)[Policy.SKIP]
    assert (after.ship_qty, after.lines_filled) == (foreseen.ship_qty, foreseen.lines_filled)
    assert desk.state(order) == "5 allotted"


def test_r45_what_is_on_hold_has_its_stock_and_does_not_ship_by_any_policy() -> None:
    desk = Story(book=20, pen=9)
    held, whole = desk.order("book 5"), desk.complete("book 5", "pen 5")
    desk.order("book 2")
    with desk.act() as tx:
        holds.hold(tx, [Subject(held), Subject(whole, 1)], "not paid")
    assert {(row.ship_qty, row.set_aside_qty, row.orders_completed) for row in figures(desk).values()} == {
        (D(2), D(0), 3)
    }


def test_r22_what_is_being_picked_ships_although_it_is_on_hold() -> None:
    desk = Story(book=20)
    order = desk.order("book 5")
    with desk.act() as tx:
        shipments.pick(tx, desk.shipments_of(order))
        holds.hold(tx, [Subject(order)], "not paid")
    assert {(row.ship_qty, row.set_aside_qty) for row in figures(desk).values()} == {(D(5), D(0))}
