"""Promise dates: projected along the queue, and kept with every change and its cause (R40)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from db.queries import Query
from db.session import Transaction
from engine import allocation, catalogue, orders, preferences, promises, replenishment, supply
from engine.days import dated
from engine.model import Policy
from engine.queues import reading
from engine.reports import backorders
from engine.reports.explain import explain
from engine.supply import late
from tests import worlds
from tests.story import Story

D = Decimal
SOON, LATER, LAST = date(2026, 3, 10), date(2026, 3, 20), date(2026, 3, 30)


def told(desk: Story, order: str) -> list[tuple[str, date | None]]:
    """(state, day) of each row of an order's ledger."""
    order_id = desk.ask(orders.find, order)["order_id"]
    return list(desk.ask(promises.history, order_id).select("state", "promised_on").iter_rows())


def causes(desk: Story, order: str) -> list[str]:
    order_id = desk.ask(orders.find, order)["order_id"]
    return list(desk.ask(promises.history, order_id)["cause"])


def projected(desk: Story, order: str) -> list[date | None]:
    frame: pl.DataFrame = desk.ask(backorders.waiting).filter(order=order)
    return frame["projected_on"].to_list()


def test_r40_open_purchase_orders_are_walked_by_date_along_the_rank() -> None:
    desk = Story(book=0)
    first, second, third = desk.order("book 5"), desk.order("book 5"), desk.order("book 5")
    desk.purchase("book", 4, expected_on=SOON)
    desk.purchase("book", 6, expected_on=LATER)
    assert (projected(desk, first), projected(desk, second), projected(desk, third)) == (
        [LATER],
        [LATER],
        [None],
    )


def test_r40_the_first_promise_and_every_change_are_kept_with_their_cause() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    assert told(desk, order) == [("open", None), ("open", SOON), ("open", LATER)]
    assert causes(desk, order)[1:] == [
        f"purchase order {po} was opened",
        f"purchase order {po} moved to {dated(LATER)}",
    ]


def test_r40_a_late_purchase_order_moves_every_date_behind_it_at_once() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 5")
    po = desk.purchase("book", 10, expected_on=SOON)
    with desk.act() as tx:
        supply.mark_late(tx, po, LAST)
    assert [told(desk, order)[-1] for order in (first, second)] == [("open", LAST)] * 2


def test_r40_a_higher_order_that_takes_a_place_is_named_as_the_cause() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.purchase("book", 5, expected_on=SOON)
    higher = desk.order("book 5", priority=3)
    assert told(desk, order)[-1] == ("open", None)
    assert causes(desk, order)[-1] == f"order {higher} was opened"


def test_r40_a_promise_is_kept_when_it_is_filled_by_its_day() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    desk.receive(po, book=5)
    desk.sweep()
    assert told(desk, order)[-1] == ("kept", desk.now.date())


def test_r40_and_broken_when_it_is_filled_later() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    desk.now += timedelta(days=20)
    desk.receive(po, book=5)
    desk.sweep()
    assert told(desk, order)[-1][0] == "broken"
    (customer,) = desk.ask(promises.by_customer).to_dicts()
    assert (customer["customer"], customer["broken"], int(customer["days_late"])) == ("school", 1, 12)
    (vendor,) = desk.ask(promises.by_vendor).to_dicts()
    assert (vendor["vendor"], vendor["late"], int(vendor["days_late"])) == ("press", 1, 12)


def test_r40_a_cancelled_line_withdraws_its_promise() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    with desk.act() as tx:
        orders.cancel_order(tx, order)
    assert told(desk, order)[-1][0] == "withdrawn"


def test_r40_a_line_that_loses_its_stock_is_promised_anew() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    assert told(desk, order) == []
    winner = desk.order("book 5", priority=1)
    assert (told(desk, order), causes(desk, order)) == ([("open", None)], [f"order {winner} was opened"])


def test_r40_a_day_that_merely_passes_moves_nothing_and_is_never_today() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    before = told(desk, order)
    desk.now += timedelta(days=10)
    desk.sweep()
    desk.order("book 1")
    assert told(desk, order) == before
    assert said(desk, order) == [f"5 overdue 2026-03-10 {po}"]
    assert projected(desk, order) == [None]
    (row,) = desk.ask(promises.waiting_promises).filter(pl.col("order") == order).to_dicts()
    assert row["expected"] == f"overdue: {po} was due 10 Mar, no new day"


def said(desk: Story, order: str) -> list[str]:
    """The parts of each line of an order that waits, as files say them."""
    frame: pl.DataFrame = desk.ask(backorders.waiting).filter(order=order)
    return frame["projected"].to_list()


def test_r40_what_waits_is_told_by_the_unit_and_what_nobody_ordered_says_so() -> None:
    """28 wait, 18 of them are on a purchase order: not *no supply*, and a slip of it tells who waits."""
    desk = Story()
    desk.item("book", 0)
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=D(1), target=D(2), lead_time_days=5)
    order = desk.order("book 28")
    po = desk.purchase("book", 18, expected_on=SOON)
    assert said(desk, order) == [f"18 2026-03-10 {po}; 10 not ordered"]
    (one,) = desk.ask(explain, order)
    assert one.until == f"Expected: 18 by 10 Mar ({po}), 10 not ordered. If ordered today: 7 Mar."
    moved = late.would_move(desk.session, po, LATER, actor="Ann", now=desk.now)
    assert moved.select("order", "from_said", "to_said").rows() == [
        (order, f"18 by 10 Mar ({po}), 10 not ordered", f"18 by 20 Mar ({po}), 10 not ordered")
    ]


def test_r40_parts_kept_and_parts_broken_are_counted_by_themselves() -> None:
    """18 come on their day, the other 10 ten days after theirs."""
    desk = Story(book=0)
    order = desk.order("book 28")
    first = desk.purchase("book", 18, expected_on=SOON)
    second = desk.purchase("book", 10, expected_on=LATER)
    desk.receive(first, book=18)
    desk.sweep()
    assert said(desk, order) == [f"10 2026-03-20 {second}"]
    assert desk.ask(promises.waiting_promises)["first_on"].to_list() == [LATER]
    desk.now += timedelta(days=28)
    assert desk.ask(promises.waiting_promises).select("overdue", "slip_days").row(0) == (True, 10)
    desk.receive(second, book=10)
    desk.sweep()
    (customer,) = desk.ask(promises.by_customer).to_dicts()
    assert (customer["kept"], customer["broken"], int(customer["days_late"])) == (1, 1, 10)
    assert told(desk, order)[-1][0] == "broken"


def test_r40_the_shelf_comes_first_then_late_supply_then_the_rest_and_last_what_has_no_day() -> None:
    desk = Story(book=0)
    order = desk.order("book 20")
    with desk.act() as tx:
        catalogue.add_vendor(tx, "attic")
        someday = supply.create_po(tx, "attic")
        supply.add_po_line(tx, someday, "book", D(5))
        supply.open_po(tx, someday)
    coming = desk.purchase("book", 4, expected_on=LATER)
    overdue = desk.purchase("book", 3, expected_on=date(2026, 3, 1))
    desk.adjust("book", 2)
    assert said(desk, order) == [
        "; ".join(
            [
                "2 next sweep",
                f"3 overdue 2026-03-01 {overdue}",
                f"4 2026-03-20 {coming}",
                f"5 no day {someday}",
                "6 not ordered",
            ]
        )
    ]
    assert projected(desk, order) == [None]


def test_r40_a_whole_line_has_one_part_the_day_of_its_last_unit_or_none() -> None:
    desk = Story(book=0)
    whole, behind = desk.order("book 10 whole"), desk.order("book 4")
    desk.purchase("book", 6, expected_on=SOON)
    assert (said(desk, whole), said(desk, behind)) == (["10 not ordered"], ["4 not ordered"])
    (one,) = desk.ask(explain, whole)
    assert one.until.startswith("Not ordered in full: 6 are on the way for it")
    second = desk.purchase("book", 6, expected_on=LATER)
    assert (said(desk, whole), said(desk, behind)) == (
        [f"10 2026-03-20 {second}"],
        [f"2 2026-03-20 {second}; 2 not ordered"],
    )


@pytest.mark.parametrize("policy", Policy)
def test_who_has_read_the_touched_pools_hands_the_reading_on(policy: Policy) -> None:
    """What is told is the same; where the policy looks beyond a pool, more is read than was handed."""
    told_of = []
    for hands in (reading.read, lambda tx: None):
        desk = waiting_desk(policy)
        with desk.act() as tx:
            postpone(tx, LATER)
            promises.refresh(tx, "the vendor rang", hands(tx))
        told_of.append([(told(desk, order), said(desk, order)) for order in ("1001", "1002")])
    assert told_of[0] == told_of[1]
    assert told_of[0][0][0][-1] == ("open", LATER)


@worlds.copied
def waiting_desk(policy: Policy = Policy.STRICT) -> Story:
    """Two orders wait for books; of the first one a shipment left short of one."""
    desk = Story(book=5, pen=0)
    desk.prefer(allocation_policy=policy)
    order = desk.order("book 9", "pen 2")
    desk.order("book 2")
    desk.ship(order, (1, 4))
    desk.adjust("book", -1)
    for lic in ("book", "pen"):
        desk.purchase(lic, 9, expected_on=SOON)
    return desk


def postpone(tx: Transaction, on: date) -> None:
    """Another day for all purchase orders, by a hand that tells nobody; the pools of books and pens."""
    tx._cursor.execute("update po_line set expected_on = ?", [on]).complete()
    allocation.select_pools(tx, [(1, 1), (2, 1)])


def test_an_act_asks_three_questions_and_two_where_the_reading_is_handed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What left is asked only of lines of which some did; what is new is lent and written."""
    desk = waiting_desk()
    asked: list[str] = []
    plain = Transaction._filled

    def noted(tx: Transaction, query: Query, params: dict[str, Any]) -> dict[str, Any]:
        asked.append(query.name)
        return plain(tx, query, params)

    monkeypatch.setattr(Transaction, "_filled", noted)
    with desk.act() as tx:
        preferences.read(tx)
        for on in (SOON, LATER):
            postpone(tx, on)
            found = reading.read(tx)
            asked.clear()
            promises.refresh(tx, "the vendor rang", found)
            questions = ["promises.owed", "promises.ledger"]
            assert asked == (questions if on == SOON else [*questions, "promises.held", "promises.add_news"])
        asked.clear()
        promises.refresh(tx, "the vendor rang")
        assert asked == ["reading.pools", *questions]


@pytest.mark.parametrize("policy", Policy)
def test_the_touched_pools_are_what_they_were_afterwards(policy: Policy) -> None:
    desk = Story(book=0, pen=0)
    desk.prefer(allocation_policy=policy)
    desk.complete("book 9", "pen 2")
    desk.order("book 2")
    for look in (promises.project, lambda tx: promises.refresh(tx, "nothing")):
        with desk.act() as tx:
            allocation.select_pools(tx, [(1, 1)])
            look(tx)
            assert tx.value("allocation.touched_pool_count") == 1
