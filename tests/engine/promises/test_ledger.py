"""What the promise ledger says of lines, customers and vendors (R40)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from engine import promises, supply
from engine.orders import holds
from engine.orders.holds import Subject
from tests.story import Story

D = Decimal
SOON, LATER, LAST = date(2026, 3, 10), date(2026, 3, 20), date(2026, 3, 30)


def test_r40_what_waits_is_listed_with_its_first_and_its_present_day() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    (row,) = desk.ask(promises.waiting_promises).to_dicts()
    assert (row["order"], row["first_on"], row["now_on"], row["changes"]) == (order, SOON, LATER, 2)
    assert desk.ask(promises.waiting_days).to_dicts() == [
        {name: value for name, value in row.items() if name not in ("expected", "projected")}
    ]
    (customer,) = desk.ask(promises.by_customer).to_dicts()
    assert (customer["slipped"], int(customer["days_slipped"])) == (1, 10)


def test_r40_statistics_tell_vendors_that_keep_their_first_day_from_those_that_do_not() -> None:
    desk = Story(book=0, pen=0)
    desk.order("book 5", "pen 3")
    late, punctual = desk.purchase("book", 5, expected_on=SOON), desk.purchase("pen", 3, expected_on=LAST)
    with desk.act() as tx:
        supply.mark_late(tx, late, LAST)
    (vendor,) = desk.ask(promises.by_vendor).to_dicts()
    assert (vendor["on_time"], vendor["late"], vendor["owed_late"]) == (0, 0, 1)
    desk.receive(punctual, pen=3)
    desk.now += timedelta(days=20)
    desk.receive(late, book=5)
    (vendor,) = desk.ask(promises.by_vendor).to_dicts()
    assert (vendor["on_time"], vendor["late"], vendor["owed_late"]) == (1, 1, 0)


def test_r40_a_line_is_overdue_when_the_day_promised_first_has_passed() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.purchase("book", 5, expected_on=SOON)
    assert desk.ask(promises.waiting_promises)["overdue"].to_list() == [False]
    desk.now += timedelta(days=20)
    (row,) = desk.ask(promises.waiting_promises).to_dicts()
    assert (row["overdue"], row["slip_days"], row["qty"]) == (True, 12, D(5))


def test_r40_what_was_held_until_a_day_that_has_passed_leaves_with_the_next_sweep_and_is_not_late() -> None:
    desk = Story(book=5)
    with desk.act() as tx:
        holds.hold(tx, [Subject(customer="school")], "not paid", SOON)
    desk.order("book 5")
    (row,) = desk.ask(promises.waiting_promises).to_dicts()
    assert (row["now_on"], row["is_late"], row["expected"]) == (SOON, False, "on 10 Mar, from what is there")
    desk.now += timedelta(days=20)
    (row,) = desk.ask(promises.waiting_promises).to_dicts()
    assert (row["now_on"], row["is_late"], row["expected"]) == (desk.today, False, "with the next sweep")


def test_r40_what_made_promises_slip_is_added_up_by_cause_vendor_and_customer() -> None:
    desk = Story(book=0, pen=0)
    desk.order("book 5")
    desk.order("book 3", "pen 2", customer="college")
    books = [desk.purchase("book", 5, expected_on=SOON), desk.purchase("book", 3, expected_on=SOON)]
    pens = desk.purchase("pen", 2, expected_on=SOON)
    with desk.act() as tx:
        supply.mark_late(tx, books[0], LATER)
    with desk.act() as tx:
        supply.mark_late(tx, pens, LAST)
    desk.order("book 3", priority=5)
    causes = desk.ask(promises.slips, "cause").select("cause", "slips").rows()
    assert causes == [("a purchase order moved to another day", 3), ("an order was opened", 2)]
    assert desk.ask(promises.slips)["slips"].sum() == 5
    assert desk.ask(promises.slips, "vendor")["vendor"].to_list() == ["press"]
    by_customer = desk.ask(promises.slips, "customer").select("customer", "lines", "without_day").rows()
    assert {customer for customer, _, _ in by_customer} == {"school", "college"}


def test_a_day_that_came_nearer_is_no_slip() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=LATER)
    with desk.act() as tx:
        supply.mark_late(tx, po, SOON)
    assert desk.ask(promises.slips).height == 0


def test_what_has_come_and_waits_for_the_sweep_did_not_slip() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.receive(desk.purchase("book", 5, expected_on=LATER), book=5)
    assert desk.ask(promises.slips).height == 0


def test_r42_what_is_only_tried_is_not_written_down_and_what_follows_is() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    with desk.act() as tx:
        newest = promises.newest(tx)
        with promises.tried():
            supply.mark_late(tx, po, LAST)
        assert promises.moved(tx, newest).is_empty()
        supply.mark_late(tx, po, LATER)
        assert promises.moved(tx, newest)["to_on"].to_list() == [LATER]
