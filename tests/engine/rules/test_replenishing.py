"""When a pool is ordered for, and how much (R36)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.model import LARGEST
from engine.rules.replenishing import Levels, need

D = Decimal


@pytest.mark.parametrize(
    ("total", "levels", "by_hand", "ordered"),
    [
        (11, {}, 0, 0),  # above the level
        (10, {}, 0, 40),  # at it: up to the target
        (-5, {}, 0, 55),
        (10, {}, 15, 25),  # a person ordered some already (R37)
        (10, {}, 40, 0),
        (10, {"multiple": D(12)}, 0, 48),
        (10, {"minimum": D(100)}, 0, 100),
        (10, {"minimum": D(100), "multiple": D(12)}, 0, 108),
        (10, {"multiple": D(0)}, 0, 40),
        ("9.5", {"multiple": D("0.25")}, 0, "40.5"),
    ],
)
def test_r36_a_pool_at_its_level_is_ordered_up_to_its_target(
    total: int | str, levels: dict[str, Decimal], by_hand: int, ordered: int | str
) -> None:
    wanted = {"level": D(10), "target": D(50), "multiple": D(1), "minimum": D(0)} | levels
    assert need(D(total), Levels(**wanted), D(by_hand)) == D(ordered)


def test_r36_a_line_orders_no_more_than_it_can_say() -> None:
    """The rest is needed again once that one is open."""
    ordered = need(-LARGEST, Levels(D(10), D(50), multiple=D(7), minimum=D(0)))
    assert ordered <= LARGEST
    assert ordered % 7 == 0
    assert LARGEST - ordered < 7
