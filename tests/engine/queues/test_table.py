"""A queue as a table: pools as one number, lines in their order, and what lower priorities hold."""

from __future__ import annotations

import polars as pl
import pytest

from engine import queues
from engine.model import QueueLine
from engine.queues import table
from tests.engine.queues.test_granting import SCHEMA, row

LINES = [
    QueueLine(0, True, 7, 1, 3, 4, whole=False, pool=1, complete=False, days=0),
    QueueLine(0, False, 6, 2, 2, 5, whole=False, pool=1, complete=False, days=0),
    QueueLine(-2, False, 8, 3, 4, 2, whole=False, pool=1, complete=False, days=0),
    QueueLine(-2, True, 5, 4, 1, 9, whole=True, pool=2, complete=False, days=0),
]


def queue() -> pl.DataFrame:
    return pl.DataFrame([row(line, 10) for line in LINES], schema=SCHEMA, orient="row")


@pytest.mark.parametrize("pool", [(1, 1), (2**31 - 1, 1), (1, 2**31 - 1), (70_000, 3)])
def test_a_pool_is_the_same_as_one_number_and_as_two(pool: tuple[int, int]) -> None:
    frame = pl.DataFrame([pool], {"item_id": pl.Int32, "warehouse_id": pl.Int32}, orient="row")
    numbers = frame.select(queues.POOL_NO).to_series().to_list()
    assert queues.of_pools(numbers).rows() == [pool]


def test_lines_come_by_priority_then_those_that_hold_then_as_they_were_entered() -> None:
    lines, stock = queues.lines(queue())
    assert [line.line_id for line in lines] == [3, 4, 2, 1]
    assert sorted(stock.values()) == [100_000, 100_000]


def test_lower_priorities_hold_what_they_hold_and_equal_ones_are_none() -> None:
    [pool] = {line.pool for line in queues.lines(queue())[0] if line.line_id == 2}
    held = table.held_below(queue(), [(pool, priority) for priority in (0, 1, 2, 3)])
    assert [held[pool, priority] for priority in (0, 1, 2, 3)] == [0, 50_000, 50_000, 70_000]
