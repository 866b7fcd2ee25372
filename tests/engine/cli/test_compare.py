"""``backorder compare`` (R43)."""

from __future__ import annotations

from engine.rules.queue import POLICIES
from tests.engine.cli.command_line import Backorder

Waiting = dict[str, str]


def test_compare_has_a_column_for_each_policy_and_json_a_record(
    backorder: Backorder, waiting: Waiting
) -> None:
    rows = [line.split() for line in backorder("compare").out.splitlines()]
    names = list(POLICIES)
    assert rows[:2] == [
        ["figure", *names],
        ["in_force", *("yes" if name == "strict" else "no" for name in names)],
    ]
    assert ["lines_waiting", *("1" for _ in names)] in rows
    data = backorder("--json", "compare").json
    assert [(row["policy"], row["lines_waiting"]) for row in data] == [(name, 1) for name in names]


def test_compare_on_a_desk_without_orders_says_so(backorder: Backorder, waiting: Waiting) -> None:
    backorder("cancel", waiting["order"])
    answer = backorder("compare")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "No order is open, so there is nothing to compare.\n"
