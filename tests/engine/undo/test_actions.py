"""Undo: what an action or a run did is taken back by a run of its own, as far as goods and people allow."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import orders, replenishment, supply, sweeps, undo
from engine.model import SweepName
from engine.orders import entry
from engine.undo import NothingOfItCanBeUndone, NothingToUndo, RunChangedNothing, UndoneAlready
from tests.engine.undo.shelf import shelf
from tests.story import START, Story

BEGUN = START.replace(tzinfo=None) + timedelta(minutes=5)  # the desk and its LICs are there


def test_a_sweep_is_undone_as_a_whole() -> None:
    """20 on hand for 45 wanted; 15 come in and the sweep gives them: 5 to the first, 10 to the second."""
    desk = Story(book=20)
    first, second = desk.order("book 25"), desk.order("book 20")
    desk.supply("book", 15)
    run_id = desk.sweep().run_id
    assert desk.state(second) == "10 allotted, 10 backordered"
    done = desk.undo(run_id=run_id)
    assert (desk.state(first), desk.state(second)) == (
        "20 allotted, 5 backordered",
        "10 backordered, 10 backordered",
    )
    assert shelf(desk) == "35 on hand, 20 allotted, 25 short"
    assert done.refused == []
    newest = desk.ask(sweeps.runs).row(0, named=True)
    assert (newest["run_id"], newest["sweep"], newest["outcome"], newest["lines_released"]) == (
        done.run_id,
        "undo",
        "done",
        2,
    )


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


def test_nothing_of_it_left_is_a_refusal_and_writes_no_run() -> None:
    desk = Story(book=0)
    number = desk.order("book 5")
    desk.supply("book", 5)
    run_id = desk.sweep().run_id
    desk.ship(number)
    with pytest.raises(NothingOfItCanBeUndone, match="5 of book have shipped"):
        desk.undo(run_id=run_id)
    assert desk.ask(sweeps.runs)["run_id"].max() == run_id


def test_a_run_is_undone_once() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    run_id = desk.sweep().run_id
    by = desk.undo(run_id=run_id).run_id
    with pytest.raises(UndoneAlready, match=f"by run {by}"):
        desk.undo(run_id=run_id)


def test_a_run_that_changed_nothing_says_so() -> None:
    desk = Story(book=5)
    run_id = desk.sweep().run_id
    with pytest.raises(RunChangedNothing, match=f"Run {run_id} wrote nothing"):
        desk.undo(run_id=run_id)


def test_the_next_sweep_gives_again_what_an_undo_released() -> None:
    desk = Story(book=0)
    number = desk.order("book 5")
    desk.supply("book", 5)
    desk.undo(run_id=desk.sweep().run_id)
    desk.sweep()
    assert desk.state(number) == "5 allotted"


def test_a_priority_goes_back_and_so_does_what_it_took() -> None:
    """35 on hand: 20 and 15; the third orders 25, and takes them at priority 5 (R18)."""
    desk = Story(book=35)
    first, second, third = desk.order("book 20"), desk.order("book 15"), desk.order("book 25")
    desk.priority(third, 5)
    assert desk.state(third) == "25 allotted"
    desk.undo()
    assert [desk.balance("book")["allotted"], desk.ask(orders.find, third)["priority"]] == ["35", 0]
    held = [desk.lines(number).filter(state="allotted")["qty"].sum() for number in (first, second, third)]
    assert held == [20, 15, 0]


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


def test_a_raised_and_a_lowered_quantity_go_back() -> None:
    desk = Story(book=20)
    number = desk.order("book 10")
    for qty in (15, 4):
        with desk.act() as tx:
            orders.change_qty(tx, number, 1, Decimal(qty))
    desk.undo()
    assert shelf(desk) == "20 on hand, 15 allotted, 0 short"
    desk.undo()
    assert shelf(desk) == "20 on hand, 10 allotted, 0 short"


def test_a_loss_is_found_again_by_those_who_lost() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    desk.adjust("book", -8)
    desk.undo()
    assert shelf(desk) == "20 on hand, 20 allotted, 0 short"


def test_a_replenishment_is_taken_off_its_purchase_order_unless_a_person_changed_it() -> None:
    desk = Story(book=3, pen=3)
    for lic in ("book", "pen"):
        with desk.act() as tx:
            replenishment.set_levels(tx, lic, level=Decimal(10), target=Decimal(50), vendor="press")
    run_id = desk.sweep(SweepName.REPLENISHMENT).run_id
    po = desk.ask(supply.purchase_orders)["po"][0]
    pen = desk.ask(supply.lines, po).filter(lic="pen")["po_line_id"][0]
    with desk.act() as tx:
        supply.change_po_line(tx, po, pen, qty=Decimal(7))
    done = desk.undo(run_id=run_id)
    assert desk.ask(supply.lines, po).select("lic", "qty").rows() == [("pen", 7)]
    assert any("Ann made it 7 since then" in sentence for sentence in done.refused)


def test_picking_and_preferences_go_back() -> None:
    desk = Story(book=5)
    number = desk.order("book 5")
    desk.pick(number)
    desk.undo()
    assert desk.shipments_of(number, "pending")
    desk.prefer(skip_age_days=3)
    desk.undo()
    assert desk.ask(undo.last_action).sentence.startswith(f"Order {number} was opened")


def test_a_preview_is_what_the_undo_does_and_writes_nothing() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    run_id = desk.sweep().run_id
    before = desk.ask(sweeps.runs).height
    seen = undo.preview(desk.session, actor=desk.actor, run_id=run_id)
    assert (desk.ask(sweeps.runs).height, shelf(desk)) == (before, "5 on hand, 5 allotted, 0 short")
    assert desk.undo(run_id=run_id).done == seen.done


def test_two_actions_of_one_person_at_one_instant_are_undone_apart() -> None:
    desk = Story(book=20, pen=5)
    for lic in ("book", "pen"):
        desk.now -= timedelta(minutes=1)
        desk.adjust(lic, 3)
    assert desk.undo().done == ["pen: on hand 8 became 5 (what Ann did was undone)."]
    assert (desk.balance("book")["on_hand"], desk.balance("pen")["on_hand"]) == ("23", "5")


def test_a_draft_of_another_customer_is_its_customers_again_at_its_location() -> None:
    desk = Story(book=20)
    number = desk.draft("book 5", location="annex")
    with desk.act() as tx:
        entry.change_customer(tx, number, "college")
    assert _customer_and_location(desk, number) == ("college", "MAIN")
    run_id = desk.undo().run_id
    assert _customer_and_location(desk, number) == ("school", "annex")
    again = desk.undo(run_id=run_id).run_id
    assert _customer_and_location(desk, number) == ("college", "MAIN")
    desk.open(number)
    with pytest.raises(NothingOfItCanBeUndone, match="opened since then, so it stays"):
        desk.undo(run_id=again)


def _customer_and_location(desk: Story, number: str) -> tuple[str, str]:
    order = desk.ask(orders.find, number)
    return order["customer"], order["location"]


def test_an_answer_that_was_forgotten_is_there_again() -> None:
    desk = Story(book=20)
    number = desk.draft("book 25 whole")
    with desk.act() as tx:
        entry.undecide(tx, number, 1)
    desk.undo()
    with desk.session.snapshot() as tx:
        assert orders.find_line(tx, orders.find(tx, number), 1)["on_shortage"] == "whole"


def test_when_all_is_undone_there_is_nothing_left_to_undo() -> None:
    desk = Story()
    desk.prefer(skip_age_days=3)
    with desk.session.transaction(actor="Ann") as tx:
        tx._cursor.execute("delete from record_log")
    with pytest.raises(NothingToUndo):
        desk.undo()


def test_a_pin_goes_with_what_it_held_and_comes_back_with_it() -> None:
    """R22, R33: voiding the shipment releases the line, and what waits holds nothing that could be pinned."""
    desk = Story(book=5)
    number = desk.order("book 5")
    with desk.act() as tx:
        orders.set_pinned(tx, number, 1, True)
    desk.void(*desk.shipments_of(number))
    assert desk.lines(number)["pinned"].to_list() == [False]
    assert "Line 1 is no longer pinned: it holds nothing." in desk.log(number)
    desk.undo()
    assert (desk.state(number), desk.lines(number)["pinned"].to_list()) == ("5 allotted", [True])
    desk.ship(number)
    assert desk.lines(number)["pinned"].to_list() == [False]
    run_id = desk.undo().run_id
    assert (desk.state(number), desk.lines(number)["pinned"].to_list()) == ("5 allotted", [True])
    assert desk.undo(run_id=run_id).refused == []
    assert desk.state(number) == "5 shipped"
