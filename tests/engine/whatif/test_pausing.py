"""Holds, and days before which something is not wanted, tried out and then made (R42, R45)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import whatif
from engine.orders import holds
from engine.orders.holds import Subject
from engine.whatif import TakesFromOthers
from engine.whatif.edits import Edit
from engine.whatif.pausing import HoldCustomer, Lift, LiftCustomer, NotBefore, PutOnHold
from tests.story import START, Story

SOON = START.date() + timedelta(days=5)


def tried(desk: Story, *edits: Edit) -> whatif.Preview:
    return whatif.preview(desk.session, "Ann", edits, now=desk.now)


def done(desk: Story, *edits: Edit) -> None:
    with desk.act() as tx:
        whatif.do(tx, edits)


def gains(shown: whatif.Preview) -> dict[str, int]:
    return {row["order"]: int(row["change_qty"]) for row in shown.winners.to_dicts()}


@pytest.mark.parametrize("of", ["order", "line", "customer", "day", "day of the line"])
def test_r42_a_hold_shows_who_gains_what_it_sets_free_and_writes_nothing(of: str) -> None:
    desk = Story(book=0)
    first, second = desk.order("book 10 whole", customer="college"), desk.order("book 5")
    desk.adjust("book", 6)
    edits: dict[str, Edit] = {
        "order": PutOnHold(first),
        "line": PutOnHold(first, 1, SOON),
        "customer": HoldCustomer("college"),
        "day": NotBefore(first, None, SOON),
        "day of the line": NotBefore(first, 1, SOON),
    }
    edit = edits[of]
    assert gains(tried(desk, edit)) == {second: 5}
    assert desk.ask(holds.of, Subject(first)) is None
    done(desk, edit)
    desk.sweep()
    assert desk.state(second) == "5 allotted"


def test_r42_what_a_hold_takes_off_its_shipment_can_ship_no_more() -> None:
    desk = Story(book=10)
    order = desk.order("book 4")
    assert tried(desk, PutOnHold(order)).ready_qty == -4
    done(desk, PutOnHold(order))
    assert tried(desk, Lift(order)).ready_qty == 4


@pytest.mark.parametrize("of", ["order", "customer"])
def test_r18_to_lift_a_hold_that_takes_from_others_is_asked_about_first(of: str) -> None:
    desk = Story(book=5)
    low, high = desk.order("book 5", customer="college"), desk.draft("book 5", priority=3)
    lift = Lift(high) if of == "order" else LiftCustomer("school")
    done(desk, PutOnHold(high) if of == "order" else HoldCustomer("school"))
    desk.open(high)
    with pytest.raises(TakesFromOthers):
        done(desk, lift)
    shown = whatif.preview(desk.session, "Ann", [lift], now=desk.now, swept=False)
    assert gains(shown) == {high: 5}
    with desk.act() as tx:
        whatif.do(tx, [lift], shown.fingerprint)
    assert (desk.state(low), desk.state(high)) == ("5 backordered", "5 allotted")
