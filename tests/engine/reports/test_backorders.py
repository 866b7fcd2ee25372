"""The lines that wait: their place, what is ahead of them, until when, and what they are worth (R14, R40)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from engine import catalogue, orders, supply
from engine.errors import Unknown
from engine.model import OnShortage
from engine.reports import backorders
from tests.story import Story

D = Decimal


def waiting(desk: Story, *columns: str, lic: str | None = None, **only: str) -> list[tuple[Any, ...]]:
    """Some columns of the lines that wait, of a LIC or of all; ``only``: what some columns say."""
    found: pl.DataFrame = desk.ask(backorders.waiting, lic)
    return found.filter(**only).select(columns).rows()


def test_r14_lines_are_ranked_in_their_pool_by_priority_and_then_entry() -> None:
    """
    on hand: nothing

    entered   priority   rank   ahead
    first     0          2      7 of 1 order
    second    0          3      12 of 2 orders
    third     5          1      nothing
    """
    desk = Story(book=0, pen=0)
    first, second, third = desk.order("book 5"), desk.order("book 6"), desk.order("book 7", priority=5)
    desk.order("pen 1")
    assert waiting(desk, "order", "rank", "ahead_qty", "ahead_orders", lic="book") == [
        (third, 1, D(0), 0),
        (first, 2, D(7), 1),
        (second, 3, D(12), 2),
    ]


def test_several_lines_of_one_order_ahead_are_one_order() -> None:
    desk = Story(book=0)
    desk.order("book 1", "book 2")
    last = desk.order("book 3")
    assert waiting(desk, "ahead_qty", "ahead_orders", order=last) == [(D(3), 1)]


def test_r40_supply_covers_lines_in_the_order_of_the_queue() -> None:
    """
    on hand: book 2, held for a whole line

    waits          ahead   supply so far            projected
    whole 5        0       2 + 4 on 1 April         1 April
    4              5       2 + 4 + 6 on 1 May       1 May
    9              9       12                       not on order
    """
    desk = Story(book=2)
    desk.order("book 5 whole")
    desk.order("book 4")
    desk.order("book 9")
    desk.purchase("book", 6, expected_on=date(2026, 5, 1))
    desk.purchase("book", 4, expected_on=date(2026, 4, 1))
    assert waiting(desk, "qty", "projected_on") == [
        (D(5), date(2026, 4, 1)),
        (D(4), date(2026, 5, 1)),
        (D(9), None),
    ]


def test_r40_pending_received_and_called_off_purchase_orders_bring_nothing() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    with desk.act() as tx:
        pending = supply.create_po(tx, "press")
        supply.add_po_line(tx, pending, "book", D(50))
    po = desk.purchase("book", 50, expected_on=date(2026, 4, 1))
    with desk.act() as tx:
        supply.void_po(tx, po)
    assert waiting(desk, "projected_on") == [(None,)]


def test_r40_a_receipt_that_is_late_has_no_day() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.purchase("book", 50, expected_on=date(2026, 1, 1))
    assert waiting(desk, "projected_on", "projected") == [(None, "5 overdue 2026-01-01 PO101")]


def test_lines_grow_old_from_the_day_their_units_fell_on_backorder() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.now += timedelta(days=3)
    assert waiting(desk, "age_days") == [(3,)]


def test_a_line_is_worth_its_price_or_else_what_the_lic_costs() -> None:
    desk = Story()
    desk.item("book", unit_cost=D("2.50"))
    desk.item("pen")
    desk.order("book 4", "pen 1")
    assert waiting(desk, "lic", "value") == [("book", D("10.00")), ("pen", None)]


def test_lines_of_one_lic_order_or_customer_keep_their_place_among_all() -> None:
    desk = Story(book=0, pen=0)
    desk.order("book 1")
    mine = desk.order("book 2", "pen 3", customer="college")
    assert waiting(desk, "order", "lic", "rank", customer="college") == [(mine, "book", 2), (mine, "pen", 1)]
    assert waiting(desk, "order", "lic", "rank", order=mine, lic="book") == [(mine, "book", 2)]
    with pytest.raises(Unknown):
        waiting(desk, "order", lic="bok")


def test_pools_of_several_warehouses_are_ranked_apart() -> None:
    desk = Story(book=0)
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "NORTH")
    number = desk.draft("book 1")
    with desk.act() as tx:
        orders.add_line(tx, number, "book", D(2), warehouse="NORTH", on_shortage=OnShortage.SPLIT)
    desk.open(number)
    assert waiting(desk, "warehouse", "rank", "ahead_qty") == [("MAIN", 1, D(0)), ("NORTH", 1, D(0))]


def test_a_desk_without_backorders_has_none() -> None:
    desk = Story(book=5)
    desk.order("book 5")
    found = desk.ask(backorders.waiting)
    assert (found.height, tuple(found.columns)) == (0, backorders.COLUMNS)
