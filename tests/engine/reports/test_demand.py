"""Who wants a LIC, in order, and what covers them (R14, R15, R40)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine import supply
from engine.errors import Unknown
from engine.reports import demand
from tests.story import START, Story

D = Decimal


def queue(desk: Story, *columns: str) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = desk.ask(demand.queue, "book").select(columns).rows()
    return rows


def test_the_queue_is_in_the_order_in_which_lines_are_served() -> None:
    """on hand 20 | a 15, b 10 whole, c 5 at priority 3  ->  c 5, a 15, b waits"""
    desk = Story(book=20)
    a, b = desk.order("book 15"), desk.order("book 10 whole")
    c = desk.order("book 5", priority=3)
    assert queue(desk, "place", "order", "held_qty", "running_qty", "ahead_qty") == [
        (1, c, 5, 5, 0),
        (2, a, 15, 20, 5),
        (3, b, 0, 30, 20),
    ]


def test_what_covers_a_line_is_stock_a_receipt_or_nothing() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    desk.order("book 5")
    desk.order("book 5")
    desk.order("book 5")
    late = desk.purchase("book", 5, expected_on=START.date() - timedelta(days=3))
    coming = desk.purchase("book", 5, expected_on=START.date() + timedelta(days=2))
    assert [said for (said,) in queue(desk, "covered_by")] == [
        "stock, on shipment 1",
        f"overdue: {late} was due 27 Feb, no new day",
        f"by 4 Mar ({coming})",
        "not ordered",
    ]


def test_stock_that_the_next_sweep_gives_is_named_so() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.adjust("book", 5)
    assert queue(desk, "covered_by") == [("with the next sweep",)]


def test_r15_the_line_that_holds_the_shelf_is_named() -> None:
    desk = Story(book=0)
    whole = desk.order("book 25 whole")
    desk.order("book 5")
    desk.adjust("book", 20)
    assert desk.ask(demand.held_back, "book") == [f"20 on the shelf, held for order {whole}, which needs 25."]


def test_a_whole_line_behind_others_who_take_the_shelf_holds_nothing() -> None:
    desk = Story(book=0)
    desk.order("book 30")
    desk.order("book 25 whole")
    desk.adjust("book", 20)
    assert desk.ask(demand.held_back, "book") == []


def test_pending_purchase_orders_are_listed_but_cover_nothing() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, "book", D(9))
    assert desk.ask(demand.coming, "book").select("po", "state").rows() == [(po, "pending")]
    assert queue(desk, "covered_by") == [("not ordered",)]


def test_lics_are_found_by_code_by_name_and_by_likeness() -> None:
    desk = Story()
    desk.item("BK100", 0, description="Atlas of Europe")
    desk.item("BK200", 0, description="Algebra")
    assert desk.ask(demand.like, "europe")["lic"].to_list() == ["BK100"]
    assert desk.ask(demand.like, "bk1")["lic"].to_list()[0] == "BK100"
    assert desk.ask(demand.like, "KB200", least=0.5)["lic"].to_list()[0] == "BK200"
    assert desk.ask(demand.like, "%")["lic"].to_list() == []


def test_an_unknown_lic_is_refused() -> None:
    with pytest.raises(Unknown):
        Story().ask(demand.queue, "book")
