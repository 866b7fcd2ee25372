"""What waits uncovered, line by line: the one definition, beside what the parts of lines say (R40, R44)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import example, given
from hypothesis import strategies as st

from db.session import Transaction
from engine import buying
from engine.buying import uncovered
from engine.errors import DeskError
from engine.model import ShipType
from engine.reports import backorders, coverage
from tests.acts import acts, perform
from tests.examples import drawing
from tests.story import Story


def everything(tx: Transaction) -> pl.DataFrame:
    tx.write("allocation.select_pools_that_wait")
    return uncovered.read(tx).lines


def by_line(desk: Story) -> dict[tuple[str, int], int]:
    rows = desk.ask(everything).select("order", "line", "uncovered_qty").rows()
    return {(order, line): int(qty) for order, line, qty in rows}


def test_r44_it_is_the_back_of_the_queue_that_is_not_covered() -> None:
    desk = Story(book=3)
    first, second = desk.order("book 10 split"), desk.order("book 5")
    urgent = desk.order("book 4", priority=5)
    desk.purchase("book", 9, expected_on=desk.today)
    assert by_line(desk) == {(first, 1): 2, (second, 1): 5}
    assert urgent not in str(by_line(desk))


def test_r44_of_a_line_in_one_piece_only_what_nothing_brings_is_left_to_buy() -> None:
    desk = Story(book=0)
    number = desk.order("book 25 whole")
    desk.purchase("book", 18)
    assert by_line(desk) == {(number, 1): 7}


@drawing(3)
@given(st.lists(acts, min_size=6, max_size=12))
@example([("hold", 0, False, 1), ("order", ["book 1 split"], 1, ShipType.PARTIAL), ("ship", 0)])
def test_r40_r44_it_sums_to_what_is_not_ordered_and_is_what_the_parts_say_where_lines_may_be_split(
    script: list[tuple[Any, ...]],
) -> None:
    desk = Story(book=20, pen=5)
    numbers = [desk.order("book 30", "pen 12")]
    for act in script:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            continue
    lines, listed = desk.ask(everything), desk.ask(coverage.not_ordered)
    assert lines["uncovered_qty"].sum() == listed["not_ordered_qty"].sum()
    waiting = desk.ask(backorders.waiting)
    if waiting["whole"].any() or not waiting.filter(pl.col("priority") > 0).is_empty():
        return
    bare: Counter[tuple[str, int]] = Counter()
    for order, line, parts in waiting.filter(~pl.col("paused")).select("order", "root_line", "parts").rows():
        bare[order, line] += sum(int(part["qty"]) for part in parts if part["source"] == "none")
    # What is paused is bought for as well, behind all others; its parts say only why it is (R45). Of a
    # line of which some is paused nothing is compared: what is uncovered is told of the whole line.
    paused = set(waiting.filter("paused").select("order", "root_line").rows())
    lacking, told = (
        {key: qty for key, qty in sums.items() if qty and key not in paused} for sums in (by_line(desk), bare)
    )
    assert lacking == told


def test_r44_what_is_pending_and_for_whom_is_read_with_it() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    found = desk.ask(lambda tx: (tx.write("allocation.select_pools_that_wait"), uncovered.read(tx))[1])
    assert found.pools["vendor"].to_list() == [None]
    assert (found.pending.height, found.links.height) == (0, 0)
    assert found.pools["multiple_qty"].to_list() == [Decimal(1)]


def test_r44_what_comes_makes_good_first_what_lies_below_zero() -> None:
    """10 below zero | 29 wait | 29 on the way: 19 of them are for the line"""
    desk = Story()
    desk.item("book", 0, vendor_code="press")
    desk.prefer(allow_negative_stock="on")
    desk.adjust("book", -10)
    order = desk.order("book 29")
    desk.purchase("book", 29, expected_on=desk.today + timedelta(days=3))
    assert by_line(desk) == {(order, 1): 10}
    for ordered in (1, 0):
        with desk.act() as tx:
            assert buying.order_it(tx, lines=[(order, None)]).ordered.height == ordered
