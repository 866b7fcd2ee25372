"""Which open lines have a part in the queue, and from which day (R45)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from engine.model import Policy
from engine.queues import taking_part, with_joining
from engine.rules.holds import UNTIL_LIFTED
from engine.rules.queue import POLICIES

TODAY = date(2026, 3, 2)
SOON, LATER = TODAY + timedelta(days=3), TODAY + timedelta(days=30)
OLD_ON = TODAY + timedelta(days=6)


def lines(*rows: tuple[int, bool, bool, int, date | None]) -> pl.DataFrame:
    names = {"order_id": pl.Int32, "held": pl.Boolean, "complete": pl.Boolean, "days": pl.Int64}
    return pl.DataFrame(rows, {**names, "paused_until": pl.Date}, orient="row").with_row_index("line_id", 1)


def joins(policy: Policy, *rows: Any) -> list[date | None]:
    found = with_joining(lines(*rows), POLICIES[policy], 10, pl.lit(OLD_ON))
    return found["joins_on"].to_list()


def test_where_nothing_is_paused_all_take_part_now() -> None:
    assert joins(Policy.STRICT, (1, False, False, 0, None), (2, True, False, 0, SOON)) == [None, None]


@pytest.mark.parametrize("policy", Policy)
def test_what_waits_joins_on_the_day_on_which_its_pause_ends(policy: Policy) -> None:
    assert joins(policy, (1, False, False, 0, SOON), (2, False, False, 0, None)) == [SOON, None]


def test_r43_lines_beside_one_that_is_paused_join_with_it_or_once_their_order_is_old() -> None:
    rows = (
        (1, False, True, 4, SOON),
        (1, False, True, 4, None),
        (2, False, True, 4, UNTIL_LIFTED),
        (2, False, True, 4, None),
        (2, True, True, 4, None),
        (3, False, True, 10, LATER),
        (3, False, True, 10, None),
    )
    assert joins(Policy.SKIP, *rows) == [SOON, SOON, UNTIL_LIFTED, OLD_ON, None, LATER, None]
    assert joins(Policy.STRICT, *rows) == [SOON, None, UNTIL_LIFTED, None, None, LATER, None]
    left = taking_part(lines(*rows), POLICIES[Policy.SKIP], 10)
    assert left["line_id"].to_list() == [5, 7]
