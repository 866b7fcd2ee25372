"""Orders: entry, prompt, split, change and takeover (R4 to R13, R17 to R22)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import orders
from engine.errors import (
    DiscontinuedShort,
    ShortageUnanswered,
)
from engine.model import OnShortage
from tests.story import Story


def test_r4_a_draft_changes_no_balance() -> None:
    desk = Story(book=20)
    desk.draft("book 25")
    assert (desk.balance("book")["demand"], desk.balance("book")["available"]) == ("0", "20")


def test_r5_and_r7_yes_splits_by_availability() -> None:
    """on hand 20 | order 25, split  ->  20 allotted + 5 backordered, one root"""
    desk = Story(book=20)
    order = desk.order("book 25 split")
    assert desk.state(order) == "20 allotted, 5 backordered"
    assert desk.lines(order)["root_line_no"].to_list() == [1, 1]


def test_r7_no_makes_the_line_whole_and_all_of_it_waits() -> None:
    desk = Story(book=20)
    order = desk.order("book 25 whole")
    assert desk.state(order) == "25 backordered"
    assert desk.lines(order)["whole"].to_list() == [True]


def test_r6_what_is_available_needs_no_answer() -> None:
    desk = Story(book=25)
    order = desk.order("book 25 whole", ask=True)
    assert desk.state(order) == "25 allotted"
    assert desk.lines(order)["whole"].to_list() == [False]


def test_r6_a_second_line_of_the_same_lic_sees_what_the_first_leaves() -> None:
    desk = Story(book=20)
    draft = desk.draft("book 15", "book 10")
    (short,) = desk.ask(orders.shortages, draft)
    assert (short.line_no, short.available, short.now, short.later) == (2, 5, 5, 5)


def test_r8_nothing_available_leaves_nothing_to_split_and_no_line_of_zero() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    order = desk.order("book 5 split")
    assert desk.state(order) == "5 backordered"


def test_r9_a_line_nobody_decided_on_is_asked_about() -> None:
    desk = Story(book=20)
    draft = desk.draft("book 25")
    with pytest.raises(ShortageUnanswered) as asked:
        desk.open(draft, ask=True)
    assert [(short.qty, short.available) for short in asked.value.shortages] == [(25, 20)]
    assert desk.order_state(draft) == "pending"


def test_r9_when_stock_moved_since_the_answer_it_is_asked_again() -> None:
    desk = Story(book=20)
    draft = desk.draft("book 25")
    with desk.act() as tx:
        orders.answer(tx, draft, 1, OnShortage.SPLIT, Decimal(20))
    desk.order("book 8")
    with pytest.raises(ShortageUnanswered) as asked:
        desk.open(draft, ask=True)
    assert asked.value.shortages[0].available == 12
    with desk.act() as tx:
        orders.answer(tx, draft, 1, OnShortage.SPLIT, Decimal(12))
    desk.open(draft, ask=True)
    assert desk.state(draft) == "12 allotted, 13 backordered"


def test_r9_where_nobody_can_be_asked_the_ship_type_decides() -> None:
    desk = Story(book=20, pen=20)
    assert desk.state(desk.order("book 25")) == "20 allotted, 5 backordered"
    assert desk.state(desk.complete("pen 25")) == "25 backordered"


def test_r10_a_discontinued_lic_refuses_a_shortage_and_names_the_ways_out() -> None:
    desk = Story()
    desk.item("atlas", 3, discontinued=True)
    draft = desk.draft("atlas 5 split")
    with pytest.raises(
        DiscontinuedShort, match=r"atlas on line 1 .* only 3 of 5 .* reduce .* remove .* buy more"
    ):
        desk.open(draft)
    assert desk.order_state(draft) == "pending"
    with desk.act() as tx:
        orders.change_draft_line(tx, draft, 1, qty=Decimal(3))
    desk.open(draft)
    assert desk.state(draft) == "3 allotted"


def test_r10_a_refused_order_takes_nothing_from_those_behind_it() -> None:
    desk = Story(book=10)
    desk.item("atlas", 3, discontinued=True)
    refused, behind = desk.draft("book 8", "atlas 5"), desk.draft("book 10 whole")
    ids = [desk.ask(orders.find, number)["order_id"] for number in (refused, behind)]
    with desk.act() as tx:
        opened = orders.open_many(tx, ids, "a test")
    assert len(opened.refused) == 1
    assert (desk.order_state(refused), desk.state(behind)) == ("pending", "10 allotted")


def test_r13_what_is_not_inventoried_has_no_prompt_and_ships_with_the_order() -> None:
    desk = Story(book=20)
    desk.item("wrapping", inventoried=False)
    order = desk.order("wrapping 100", "book 5", ask=True)
    assert desk.state(order) == "100 allotted, 5 allotted"
    assert len(desk.shipments_of(order)) == 1
    desk.ship(order)
    assert desk.order_state(order) == "closed"


def test_r13_what_is_not_inventoried_waits_for_a_shipment_of_its_order() -> None:
    desk = Story(book=0)
    desk.item("wrapping", inventoried=False)
    order = desk.order("wrapping 1", "book 5")
    assert desk.shipments_of(order) == []
    desk.supply("book", 2)
    desk.sweep()
    assert [len(desk.shipments_of(order)), desk.lines(order)["shipment_id"].drop_nulls().len()] == [1, 2]


def test_r3_nobody_jumps_the_queue_between_a_receipt_and_the_sweep() -> None:
    """on hand 0, 50 wait | 50 received | an order for 10 is typed  ->  it is offered a backorder, the 50 wait
    for theirs"""
    desk = Story(book=0)
    waited = desk.order("book 50")
    desk.supply("book", 50)
    assert desk.balance("book")["available"] == "0"
    late = desk.order("book 10")
    assert (desk.state(waited), desk.state(late)) == ("50 backordered", "10 backordered")
    desk.sweep()
    assert (desk.state(waited), desk.state(late)) == ("50 allotted", "10 backordered")


def test_a_comment_stands_in_the_record_log() -> None:
    desk = Story(book=5)
    order = desk.order("book 5")
    with desk.act() as tx:
        orders.comment(tx, order, "They called.")
    assert desk.log(order)[-1] == "They called."


def test_a_lic_with_decimals_is_split_exactly() -> None:
    desk = Story()
    desk.item("cloth", "2.25", decimals=2)
    assert desk.state(desk.order("cloth 3.5")) == "2.25 allotted, 1.25 backordered"
