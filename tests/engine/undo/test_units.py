"""Undo of what became of lines: units go back to who had them, as far as they are free."""

from __future__ import annotations

from datetime import timedelta

from engine import orders, undo
from engine.reports import backorders
from tests.engine.undo.shelf import shelf
from tests.story import Story


def test_what_is_being_picked_stays_and_the_reason_is_told() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 5")
    desk.supply("book", 10)
    run_id = desk.sweep().run_id
    (shipment,) = desk.pick(first)
    done = desk.undo(run_id=run_id)
    assert (desk.state(first), desk.state(second)) == ("5 allotted", "5 backordered")
    assert done.refused == [
        f"Line 1 of order {first}: 5 of book stay allotted: shipment {shipment} is being picked."
    ]


def test_what_has_shipped_stays_and_the_reason_is_told() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 5")
    desk.supply("book", 10)
    run_id = desk.sweep().run_id
    desk.ship(first)
    done = desk.undo(run_id=run_id)
    assert (desk.state(first), desk.state(second)) == ("5 shipped", "5 backordered")
    assert done.refused == [f"Line 1 of order {first}: 5 of book have shipped."]


def test_the_next_sweep_gives_again_what_an_undo_released() -> None:
    desk = Story(book=0)
    number = desk.order("book 5")
    desk.supply("book", 5)
    desk.undo(run_id=desk.sweep().run_id)
    desk.sweep()
    assert desk.state(number) == "5 allotted"


def test_a_cancelled_order_is_open_again_with_what_it_had() -> None:
    desk = Story(book=20)
    number = desk.order("book 25")
    with desk.act() as tx:
        orders.cancel_order(tx, number)
    desk.undo()
    assert (desk.order_state(number), shelf(desk)) == ("open", "20 on hand, 20 allotted, 5 short")


def test_what_was_cancelled_waits_if_others_have_the_stock_by_now() -> None:
    desk = Story(book=5)
    first, second = desk.order("book 5"), desk.order("book 5")
    with desk.act() as tx:
        orders.cancel_order(tx, first)
    log_id = desk.ask(undo.last_action).first_log_id
    desk.sweep()
    done = desk.undo(log_id=log_id)
    assert (desk.state(first), desk.state(second)) == ("5 backordered", "5 allotted")
    (refusal,) = done.refused
    assert refusal.startswith(f"Line 1 of order {first} does not have 5 of book back: others hold the stock")


def test_an_opened_order_is_cancelled_and_gives_back_what_it_took() -> None:
    desk = Story(book=20)
    first = desk.order("book 20")
    second = desk.order("book 15", priority=3)
    assert shelf(desk) == "20 on hand, 20 allotted, 15 short"
    desk.undo()
    assert desk.order_state(second) == "void"
    assert (shelf(desk), desk.balance("book")["demand"]) == ("20 on hand, 20 allotted, 0 short", "20")
    assert desk.order_state(first) == "open"


def test_a_loss_is_found_again_by_those_who_lost() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    desk.adjust("book", -8)
    desk.undo()
    assert shelf(desk) == "20 on hand, 20 allotted, 0 short"


def test_what_waits_again_is_as_old_as_it_was() -> None:
    desk = Story(book=0)
    cancelled, swept = desk.order("book 5"), desk.order("book 7")

    def ages() -> dict[str, int]:
        return dict(desk.ask(backorders.waiting).select("order", "age_days").iter_rows())

    desk.now += timedelta(days=20)
    with desk.act() as tx:
        orders.cancel_line(tx, cancelled, 1)
    desk.undo()
    desk.supply("book", 12)
    desk.undo(run_id=desk.sweep().run_id)
    assert ages() == {cancelled: 20, swept: 20}


def test_what_lost_its_stock_waits_since_then_and_not_since_it_was_typed() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    desk.now += timedelta(days=20)
    desk.adjust("book", -5)
    desk.now += timedelta(days=3)
    with desk.act() as tx:
        orders.cancel_order(tx, order)
    desk.undo()
    assert desk.ask(backorders.waiting)["age_days"].to_list() == [3]
