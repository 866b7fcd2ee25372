"""The walk by sums along the rank on small queues; ``test_table`` has random ones and the oracle."""

from decimal import Decimal
from typing import Any

import polars as pl

from engine.quantities import QTY, SUM
from engine.queues import ranking

_TYPES: dict[str, Any] = {
    "line_id": pl.Int64,
    "item_id": pl.Int32,
    "warehouse_id": pl.Int32,
    "priority": pl.Int8,
    "entry_seq": pl.Int64,
    "qty": QTY,
    "held": pl.Boolean,
    "whole": pl.Boolean,
    "stock_qty": SUM,
}


def queue(stock: int, *lines: tuple[int, int, str]) -> pl.DataFrame:
    """Lines of one pool as (priority, qty, words); words: held, whole."""
    rows = [
        (n, 1, 1, priority, n, Decimal(qty), "held" in words, "whole" in words, Decimal(stock))
        for n, (priority, qty, words) in enumerate(lines, start=1)
    ]
    return pl.DataFrame(rows, _TYPES, orient="row")


def granted(found: pl.DataFrame) -> list[int]:
    return [int(qty) for qty in found.sort("line_id")["granted_qty"]]


def test_r15_stock_goes_along_the_rank_and_the_last_one_gets_a_part() -> None:
    lines = queue(25, (0, 20, ""), (5, 15, ""), (0, 5, ""))
    assert granted(ranking.by_rank(lines, may_gain=True)) == [10, 15, 0]


def test_r15_a_whole_line_that_does_not_fit_holds_its_place_and_holders_behind_it_keep() -> None:
    lines = queue(25, (5, 20, ""), (4, 10, "whole"), (3, 4, "held"), (2, 1, ""))
    assert granted(ranking.by_rank(lines, may_gain=True)) == [20, 0, 4, 0]


def test_r23_where_nobody_may_gain_only_holders_are_walked() -> None:
    lines = queue(5, (0, 4, "held"), (9, 9, ""), (0, 3, "held"))
    assert granted(ranking.by_rank(lines, may_gain=False)) == [4, 1]


def test_a_pool_in_which_a_whole_line_would_lose_what_it_holds_is_hard() -> None:
    lines = queue(5, (5, 4, ""), (0, 3, "held whole"))
    assert ranking.hard(ranking.by_rank(lines, may_gain=True)).rows() == [(1, 1)]
    assert ranking.hard(ranking.by_rank(queue(7, *[(0, 3, "held whole")]), may_gain=True)).is_empty()
