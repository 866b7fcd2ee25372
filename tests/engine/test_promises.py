"""Promise dates: projected along the queue, and kept with every change and its cause (R40)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl

from engine import backorders, orders, promises, supply
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
    frame: pl.DataFrame = desk.ask(backorders.waiting, order=order)
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
        f"purchase order {po} moved to {LATER}",
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


def test_r40_what_waits_is_listed_with_its_first_and_its_present_day() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=SOON)
    with desk.act() as tx:
        supply.mark_late(tx, po, LATER)
    (row,) = desk.ask(promises.standing).to_dicts()
    assert (row["order"], row["first_on"], row["now_on"], row["changes"]) == (order, SOON, LATER, 2)
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
    assert desk.ask(promises.standing)["overdue"].to_list() == [False]
    desk.now += timedelta(days=20)
    (row,) = desk.ask(promises.standing).to_dicts()
    assert (row["overdue"], row["slip_days"], row["qty"]) == (True, 12, D(5))


def test_r40_a_day_that_passes_is_the_cause_itself_whatever_event_notices_it() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    desk.purchase("book", 5, expected_on=SOON)
    desk.now += timedelta(days=10)
    desk.sweep()
    assert (told(desk, order)[-1], causes(desk, order)[-1]) == (("open", desk.now.date()), "the day passed")
