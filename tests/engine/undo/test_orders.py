"""Undo of what was typed on orders: it goes back unless somebody changed it since."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import notices, orders
from engine.orders import entry, line_edits
from engine.undo import NothingOfItCanBeUndone
from tests.engine.undo.shelf import shelf
from tests.story import Story


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


def test_an_answer_that_was_forgotten_is_there_again() -> None:
    desk = Story(book=20)
    number = desk.draft("book 25 whole")
    with desk.act() as tx:
        entry.undecide(tx, number, 1)
    desk.undo()
    with desk.session.snapshot() as tx:
        assert orders.find_line(tx, orders.find(tx, number), 1)["on_shortage"] == "whole"


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


def test_a_draft_line_goes_back_with_its_answer() -> None:
    desk = Story(book=3)
    number = desk.draft("book 5 whole")
    with desk.act() as tx:
        orders.change_draft_line(tx, number, 1, qty=Decimal(9), unit_price=Decimal(2), note="soon")
    desk.undo()
    line = desk.lines(number).to_dicts()[0]
    kept = ("qty", "unit_price", "note", "on_shortage")
    assert [line[name] for name in kept] == [5, None, "", "whole"]


def test_what_a_customer_was_told_is_not_silently_left() -> None:
    desk = Story(book=0)
    number = desk.order("book 5")
    with desk.act() as tx:
        notices.draft(tx)
    desk.supply("book", 5)
    desk.sweep()
    with desk.act() as tx:
        notices.draft(tx)
    with desk.act() as tx:
        notices.mark_told(tx, notices.drafts(tx)["notice_id"].to_list())
    with pytest.raises(NothingOfItCanBeUndone, match=f"told of order {number} .* cannot be taken back"):
        desk.undo()


def _customer_and_location(desk: Story, number: str) -> tuple[str, str]:
    order = desk.ask(orders.find, number)
    return order["customer"], order["location"]


def test_r5_every_part_of_a_line_that_was_split_meanwhile_is_whole_again() -> None:
    """3 lie there for a whole line of 23, which may then be split: 3 are given to it."""
    desk = Story(book=3)
    number = desk.order("book 23 whole")
    with desk.act() as tx:
        line_edits.set_whole(tx, number, 1, whole=False)
    assert desk.state(number) == "3 allotted, 20 backordered"
    undone = desk.undo()
    assert desk.state(number) == "3 backordered, 20 backordered"
    assert (desk.lines(number)["whole"].to_list(), undone.refused) == ([True, True], [])
    desk.undo(run_id=undone.run_id)
    assert desk.lines(number)["whole"].to_list() == [False, False]
    assert desk.state(number) == "3 allotted, 20 backordered"


def test_r7_a_line_that_nothing_was_given_to_ships_in_one_piece_again() -> None:
    desk = Story(book=0)
    number = desk.order("book 23 whole")
    with desk.act() as tx:
        line_edits.set_whole(tx, number, 1, whole=False)
    assert desk.undo().refused == []
    assert desk.lines(number)["whole"].to_list() == [True]


def test_what_a_customer_was_told_of_several_orders_is_refused_in_one_sentence() -> None:
    desk = Story(book=0)
    for qty in (5, 3):
        desk.order(f"book {qty}")
    desk.supply("book", 8)
    desk.sweep()
    with desk.act() as tx:
        notices.mark_told(tx, notices.drafts(tx)["notice_id"].to_list())
    with pytest.raises(NothingOfItCanBeUndone) as refused:
        desk.undo()
    assert str(refused.value) == (
        "School was told of order 1001 by notice 1; and 1 more like it (1002): nothing of it can be undone. "
        "What a customer was told cannot be taken back; tell them of the change."
    )


def test_a_cancelled_order_with_a_pinned_line_is_back_with_its_pin_and_nothing_is_refused() -> None:
    desk = Story(book=10)
    number = desk.order("book 5", "book 2")
    with desk.act() as tx:
        orders.set_pinned(tx, number, 1, True)
    with desk.act() as tx:
        orders.cancel_order(tx, number)
    done = desk.undo()
    assert done.what == f"Order {number} was cancelled."
    assert done.refused == []
    assert desk.lines(number).filter("pinned")["line_no"].to_list() == [1]


def test_what_was_edited_and_cancelled_in_one_act_is_open_again_as_it_was_edited_before() -> None:
    desk = Story(book=10)
    number = desk.order("book 5")
    with desk.act() as tx:
        orders.set_priority(tx, number, 3)
        orders.change(tx, number, note="soon")
        orders.cancel_order(tx, number)
    done = desk.undo()
    assert done.refused == []
    order = desk.ask(orders.find, number)
    assert (order["state"], order["priority"], order["note"]) == ("open", 0, "")
