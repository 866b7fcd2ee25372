"""What a change of a preference would touch is counted on the desk it is changed on."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from engine import orders, returns
from engine.preferences import ABOUT, Preferences, names_in
from engine.reports import switching
from engine.rules.preference import Group
from tests.story import START, Story


def says(desk: Story, name: str, value: object) -> str:
    sentence: str = desk.ask(switching.touched, name, value)
    return sentence


def test_every_switch_of_the_rules_counts_and_a_letterhead_does_not() -> None:
    desk, prefs = Story(), Preferences()
    silent = [
        name
        for group in Group
        if group not in (Group.POLICY, Group.MAIL)
        for name in names_in(group)
        if not says(desk, name, getattr(prefs, name))
    ]
    assert silent == ["backup_folder", "backups_kept", "paper_size", "letterhead", "currency", "time_zone"]
    assert not [name for name in silent if isinstance(getattr(prefs, name), bool)]
    assert set(switching._COUNTS) < set(ABOUT)


def test_r32_the_shipments_that_would_take_lines_of_other_orders_are_those_that_do() -> None:
    desk = Story(book=0, pen=10)
    desk.order("pen 1")  # to school's first location: an order of the same place waits
    desk.order("book 2")
    desk.order("pen 1", location="annex")  # where nobody waits
    college = desk.order("pen 1", "book 3", customer="college")  # what waits has a shipment of its own order
    on = says(desk, "append_by_location", value=True)
    assert on.startswith("3 shipments of Partial OK orders are pending; 1 is to a customer and location")
    assert "; 0 carry several orders" in says(desk, "append_by_location", value=False)
    desk.prefer(append_by_location="on")
    desk.supply("book", 5)
    desk.sweep()
    assert "; 1 carries several orders" in says(desk, "append_by_location", value=False)
    assert len(desk.shipments_of(college)) == 1


def test_what_the_sweeps_would_fill_or_leave() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.adjust("book", 2)
    assert says(desk, "backorder_management", value=False) == (
        "1 line of the backlog waits; 1 line that could be filled now would not be."
    )
    assert says(desk, "backorder_management", value=True).endswith(
        "the next sweep would fill 1 line of them now."
    )


def test_what_is_on_open_purchase_orders_and_what_has_no_level() -> None:
    desk = Story(book=0)
    desk.order("book 9")
    desk.purchase("book", 4)
    assert says(desk, "sweep_on_receipt", value=True) == (
        "1 purchase order is open, and 4 waiting units are on them."
    )
    assert says(desk, "order_without_levels", value=True) == (
        "5 units of 1 LIC without levels wait and are not ordered."
    )
    assert says(desk, "append_to_pending_pos", value=False) == "0 automatic purchase orders are pending."


def test_returns_and_balances_below_zero() -> None:
    desk = Story(book=5)
    number = desk.order("book 5")
    desk.ship(number)
    with desk.act() as tx:
        returns.take_back(tx, number, 1, Decimal(2))
    assert says(desk, "returns_reduce_order", value=True) == "1 return of 1 line so far stays as it is."
    assert says(desk, "allow_negative_stock", value=False) == "0 balances are below zero now."
    desk.prefer(allow_negative_stock="on")
    desk.adjust("book", -20)
    assert says(desk, "allow_negative_stock", value=False) == "1 balance is below zero now."


def test_lines_that_wait_for_a_day_take_part_when_it_is_near_enough() -> None:
    desk = Story(book=0)
    desk.order("book 1", not_before=START.date() + timedelta(days=4))
    assert says(desk, "not_before_lead_days", 3) == (
        "1 waiting line is not wanted before a day to come; 0 of them would take part from now on."
    )
    assert says(desk, "not_before_lead_days", 4).endswith("; 1 of them would take part from now on.")


def test_letters_and_questions() -> None:
    desk = Story(book=0)
    desk.draft("book 1")
    assert says(desk, "acknowledge_orders", value=False) == "1 order is not opened yet."
    assert says(desk, "draft_notices", value=False) == "0 drafts lie ready, and stay."
    desk.order("book 1")
    assert says(desk, "ask_after_days", 0) == "1 line waits; no customer would be asked."
    assert says(desk, "ask_after_days", 5) == "1 line waits; 0 of them slipped by more."
    assert says(desk, "answer_days", 5) == "0 questions have no answer; 0 would stand first, marked."
    assert desk.ask(orders.find, "1001")["state"] == "pending"
