"""What changed between two days, in sentences whose sums are those of the chart."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import promises, stock, supply
from engine.errors import DeskError
from engine.reports import backlog, between
from engine.reports.between import Between, NothingBetween
from tests.acts import acts, perform
from tests.story import START, Story

BEGUN = START.date()


def seen(desk: Story, first: date, last: date, lic: str | None = None) -> Between:
    found: Between = desk.ask(between.between, first, last, lic)
    return found


def on(desk: Story, day: int) -> None:
    """The morning of another day."""
    desk.now = START + timedelta(days=day)


def test_who_began_to_wait_and_who_was_served_meanwhile() -> None:
    desk = Story(book=20)
    before = desk.order("book 25")
    on(desk, 1)
    later = desk.order("book 8", customer="college")
    desk.supply("book", 6)
    desk.sweep()
    found = seen(desk, BEGUN, BEGUN + timedelta(days=1))
    assert found.began["sentence"].to_list() == [
        f"College, order {later} line 1: 8 of book began to wait on 3 Mar."
    ]
    assert found.served["sentence"].to_list() == [
        f"School, order {before} line 1: 5 of book given on 3 Mar.",
        f"College, order {later} line 1: 1 of book given on 3 Mar.",
    ]
    assert [found.before.qty, found.after.qty] == [Decimal(5), Decimal(7)]


def test_what_happened_on_several_days_is_not_told_of_the_last_one() -> None:
    desk = Story(book=0)
    order = desk.order("book 20")
    on(desk, 1)
    desk.supply("book", 6)
    desk.sweep()
    on(desk, 2)
    desk.adjust("book", -2)
    desk.supply("book", 5)
    desk.sweep()
    found = seen(desk, BEGUN, BEGUN + timedelta(days=2))
    in_all = "11 of book given in all, last on 4 Mar; 2 were taken from it meanwhile."
    assert found.served["sentence"].to_list() == [f"School, order {order} line 1: {in_all}"]


def test_a_line_that_lost_its_stock_is_told_so() -> None:
    desk = Story(book=20)
    first = desk.order("book 20")
    on(desk, 1)
    desk.order("book 8", priority=5)
    found = seen(desk, BEGUN, BEGUN + timedelta(days=1))
    assert found.began["sentence"].to_list() == [
        (
            f"School, order {first} line 1: 8 of book began to wait on 3 Mar; all of it had been set aside "
            "for it."
        )
    ]


def test_what_came_and_what_the_shelf_lost() -> None:
    desk = Story(book=20, pen=9)
    on(desk, 1)
    po = desk.purchase("book", 12)
    receipt = desk.receive(po, book=12)
    desk.adjust("pen", -2)
    said = seen(desk, BEGUN, BEGUN + timedelta(days=1)).came["sentence"].to_list()
    assert said == ["On hand of pen fell by 2 on 3 Mar: count.", f"{po} brought 12 of book on 3 Mar."]
    on(desk, 2)
    with desk.act() as tx:
        supply.void_receipt(tx, receipt)
    found = seen(desk, BEGUN, BEGUN + timedelta(days=2))
    assert found.came["sentence"].to_list() == ["On hand of pen fell by 2 on 3 Mar: count."]
    found = seen(desk, BEGUN + timedelta(days=1), BEGUN + timedelta(days=2))
    assert found.came["sentence"].to_list() == [f"12 of book were taken out of the books of {po} on 4 Mar."]


def test_what_slipped_and_which_vendor_moved_it() -> None:
    desk = Story(book=0)
    number = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=BEGUN + timedelta(days=3))
    on(desk, 1)
    with desk.act() as tx:
        supply.mark_late(tx, po, BEGUN + timedelta(days=9))
    found = seen(desk, BEGUN, BEGUN + timedelta(days=1))
    (slipped,) = found.slipped["sentence"].to_list()
    assert slipped.startswith(
        f"School, order {number} line 1: 5 of book expected 11 Mar instead of 5 Mar (purchase order {po}"
    ), slipped
    assert found.later_pos["sentence"].to_list() == [
        f"{po} from Press: book expected 11 Mar instead of 5 Mar."
    ]


def test_one_lic_alone() -> None:
    desk = Story(book=0, pen=0)
    on(desk, 1)
    desk.order("book 5", "pen 3")
    with desk.act() as tx:
        stock.adjust(tx, "pen", Decimal(1), reason="count")
    found = seen(desk, BEGUN, BEGUN + timedelta(days=1), "pen")
    assert found.began["lic"].to_list() == ["pen"]
    assert found.came["lic"].to_list() == ["pen"]
    assert (found.before.qty, found.after.qty, found.after.lines) == (Decimal(0), Decimal(3), 1)


def test_the_later_day_is_named_second() -> None:
    desk = Story(book=0)
    with pytest.raises(NothingBetween, match="name the earlier day first"):
        seen(desk, BEGUN, BEGUN)


@settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(acts, min_size=8, max_size=14))
def test_the_sums_are_those_of_the_chart_and_of_both_ends(script: list[tuple[Any, ...]]) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    for number, act in enumerate(script):
        desk.now += timedelta(hours=5 * (number % 3))
        try:
            perform(desk, numbers, *act)
        except DeskError:
            continue
    desk.now += timedelta(days=1)
    today = desk.today
    days = (today - BEGUN).days
    chart = desk.ask(backlog.per_day, days + 1).slice(1)
    found = seen(desk, BEGUN, today)
    began, served = sum(found.began["qty"], Decimal(0)), sum(found.served["qty"], Decimal(0))
    assert began == sum(chart["opened_qty"], Decimal(0))
    assert served == sum(chart["filled_qty"], Decimal(0))
    assert found.cancelled_qty == sum(chart["cancelled_qty"], Decimal(0))
    waiting = desk.ask(promises.waiting_promises).filter("slipped")
    assert set(found.slipped.select("order", "line").rows()) == set(waiting.select("order", "line").rows())
    for lic in (None, "book", "pen"):
        assert_adds_up(seen(desk, BEGUN, today, lic))


def assert_adds_up(found: Between) -> None:
    """What waited first, and what began to wait, less what was filled and cancelled, waited last."""
    began, served = sum(found.began["qty"], Decimal(0)), sum(found.served["qty"], Decimal(0))
    assert found.before.qty + began - served - found.cancelled_qty == found.after.qty


def test_an_adjustment_is_told_with_its_own_reason() -> None:
    desk = Story(book=20)
    on(desk, 1)
    for qty, reason in ((3, "count"), (-8, "flood")):
        with desk.act() as tx:
            stock.adjust(tx, "book", Decimal(qty), reason=reason)
    assert seen(desk, BEGUN, BEGUN + timedelta(days=1)).came["sentence"].to_list() == [
        "On hand of book rose by 3 on 3 Mar: count.",
        "On hand of book fell by 8 on 3 Mar: flood.",
    ]


def test_lics_of_a_purchase_order_that_moved_between_other_days_are_told_apart() -> None:
    desk = Story(book=0, pen=0)
    with desk.act() as tx:
        po = supply.create_po(tx, "press", number="PO7")
        for lic, days in (("book", 3), ("pen", 18)):
            supply.add_po_line(tx, po, lic, Decimal(5), expected_on=tx.today + timedelta(days=days))
        supply.open_po(tx, po)
    on(desk, 1)
    with desk.act() as tx:
        for line_id, days in zip(supply.lines(tx, po)["po_line_id"], (7, 22), strict=True):
            supply.change_po_line(tx, po, line_id, expected_on=tx.today + timedelta(days=days))
    said = seen(desk, BEGUN, BEGUN + timedelta(days=1)).later_pos
    assert said.select("lics", "from_on", "to_on").rows() == [
        (lic, BEGUN + timedelta(days=days), BEGUN + timedelta(days=days + 5))
        for lic, days in (("book", 3), ("pen", 18))
    ]


def test_r40_a_line_of_these_days_slips_as_any_other() -> None:
    desk = Story(pen=0)
    on(desk, 1)
    po = desk.purchase("pen", 5, expected_on=BEGUN + timedelta(days=4))
    number = desk.order("pen 5")
    on(desk, 2)
    with desk.act() as tx:
        supply.mark_late(tx, po, BEGUN + timedelta(days=9))
    (row,) = seen(desk, BEGUN, BEGUN + timedelta(days=2)).slipped.to_dicts()
    days = (row["from_on"] - BEGUN, row["to_on"] - BEGUN)
    assert (row["order"], days) == (number, (timedelta(days=4), timedelta(days=9)))


def test_r40_units_slip_though_the_last_one_does_not() -> None:
    desk = Story(book=0)
    number = desk.order("book 10")
    first, _ = (
        desk.purchase("book", qty, expected_on=BEGUN + timedelta(days=n)) for qty, n in ((6, 3), (4, 9))
    )
    on(desk, 1)
    with desk.act() as tx:
        supply.change_po_line(tx, first, 1, expected_on=BEGUN + timedelta(days=7))
    found = seen(desk, BEGUN, BEGUN + timedelta(days=1)).slipped
    (said,) = found["sentence"].to_list()
    assert said.startswith(f"School, order {number} line 1: 6 of book expected 9 Mar instead of 5 Mar ("), (
        said
    )
    assert found["qty"].to_list() == [Decimal(6)]
    assert desk.ask(promises.waiting_promises)["slipped"].to_list() == [True]
    assert desk.ask(promises.slips).select("slips", "qty", "days").rows() == [(1, Decimal(6), 4)]


def test_r40_units_that_lost_their_day_slipped_on_both_pages_and_what_others_have_is_not_said() -> None:
    desk = Story(book=0)
    number = desk.order("book 10")
    desk.purchase("book", 6, expected_on=BEGUN + timedelta(days=3))
    last = desk.purchase("book", 4, expected_on=BEGUN + timedelta(days=9))
    on(desk, 1)
    with desk.act() as tx:
        supply.void_po(tx, last)
    (said,) = seen(desk, BEGUN, BEGUN + timedelta(days=1)).slipped["sentence"].to_list()
    assert said.startswith(f"School, order {number} line 1: 4 of book without a day instead of 11 Mar ("), (
        said
    )
    (row,) = desk.ask(promises.waiting_promises).to_dicts()
    assert (row["slipped"], row["slip_days"] > 0) == (True, False)
    (customer,) = desk.ask(promises.by_customer).to_dicts()
    assert (customer["slipped"], customer["days_slipped"]) == (1, None)


def test_r40_a_day_that_passes_is_a_slip_of_the_days_in_which_it_passed() -> None:
    desk = Story(book=0)
    number = desk.order("book 5")
    desk.purchase("book", 5, expected_on=BEGUN + timedelta(days=3))
    on(desk, 6)
    passed = seen(desk, BEGUN + timedelta(days=2), BEGUN + timedelta(days=5)).slipped["sentence"].to_list()
    assert passed == [f"School, order {number} line 1: 5 of book overdue since 5 Mar, promised for 5 Mar."]
    assert seen(desk, BEGUN + timedelta(days=5), BEGUN + timedelta(days=6)).slipped.is_empty()
