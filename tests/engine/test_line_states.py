"""A line is split, moved to another state, and its order closed or opened again by what became of it."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from engine import line_states, orders
from engine.allocation import select_orders
from engine.model import LineState
from tests.story import Story


def test_units_that_part_ways_become_a_sibling_and_the_sum_stays() -> None:
    desk = Story(book=0)
    number = desk.order("book 25")
    with desk.act() as tx:
        line = orders.find_line(tx, orders.find(tx, number), 1)
        sibling = line_states.split_off(tx, line, Decimal(10))
    rows = desk.lines(number).select("line_id", "line_no", "root_line_no", "qty", "state").to_dicts()
    assert rows == [
        {"line_id": 1, "line_no": 1, "root_line_no": 1, "qty": Decimal(15), "state": "backordered"},
        {"line_id": sibling, "line_no": 2, "root_line_no": 1, "qty": Decimal(10), "state": "backordered"},
    ]


def test_a_part_that_moves_takes_its_log_row_with_it_and_the_rest_stays() -> None:
    desk = Story(book=0)
    number = desk.order("book 25")
    with desk.act() as tx:
        line = orders.find_line(tx, orders.find(tx, number), 1)
        line_states.move(tx, line, LineState.CANCELLED, "Line 1: 10 of book are not wanted.", Decimal(10))
    assert desk.state(number) == "15 backordered, 10 cancelled"
    assert desk.log(number)[-1] == "Line 1: 10 of book are not wanted."


def test_a_line_that_moves_whole_stays_one_line() -> None:
    desk = Story(book=0)
    number = desk.order("book 25")
    with desk.act() as tx:
        line = orders.find_line(tx, orders.find(tx, number), 1)
        line_states.move(tx, line, LineState.CANCELLED, "Line 1 is not wanted.")
        select_orders(tx, [1])
        line_states.close_or_reopen(tx)
    assert (desk.state(number), desk.order_state(number)) == ("25 cancelled", "void")


def test_an_order_closes_when_nothing_is_left_of_it_and_opens_when_something_is_again() -> None:
    desk = Story(book=20, pen=0)
    number = desk.order("book 20", "pen 5")
    with desk.act() as tx:
        line_states.cancel(tx, [2])
    shipped = desk.ship(number)
    assert (desk.state(number), desk.order_state(number)) == ("20 shipped, 5 cancelled", "closed")
    desk.void(*shipped)
    assert (desk.state(number), desk.order_state(number)) == ("20 backordered, 5 cancelled", "open")


def test_r31_an_order_follows_its_lines_by_what_became_of_all_of_them() -> None:
    lines = {
        1: ("open", ["shipped", "cancelled"]),
        2: ("open", ["cancelled", "cancelled"]),
        3: ("closed", ["shipped", "backordered"]),
        4: ("open", ["shipped", "allotted"]),
        5: ("closed", ["shipped", "shipped"]),
        6: ("void", ["cancelled", "backordered"]),
    }
    rows = [(id_, str(id_), order, state) for id_, (order, states) in lines.items() for state in states]
    frame = pl.DataFrame(rows, ["order_id", "number", "order_state", "state"], orient="row")
    moves = line_states.moved_orders(frame).select("order_id", "to_state").rows()
    assert moves == [(1, "closed"), (2, "void"), (3, "open")]


def test_lines_that_are_cancelled_together_are_logged_by_their_ids_with_their_units() -> None:
    desk = Story()
    desk.item("oil", 2, decimals=1)
    number = desk.order("oil 2", "oil 2.5", "oil 1")
    with desk.act() as tx:
        line_states.cancel(tx, [3, 2])
    assert desk.log(number)[-2:] == ["Line 2: 2.5 of oil cancelled.", "Line 3: 1 of oil cancelled."]
