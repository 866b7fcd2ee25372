"""What a command refuses is told in lines, and wrong usage in one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.engine.cli.command_line import Backorder

REFUSALS: Sequence[Sequence[object]] = (
    ("cancel", "Z9"),
    ("priority", "A1", 12),
    ("pick", 99),
    ("ship", 98, 99),
    ("void", 99),
    ("receive", "P9", "book=1"),
    ("receive", "P1", "bok=1"),
    ("receive", "P1", "book=x"),
    ("adjust", "bok", 1, "--reason", "count"),
    ("adjust", "book", -999, "--reason", "count"),
    ("return", "A1", 1, 1),
    ("import", "orders", "none.csv"),
    ("import", "all", "none"),
    ("export", "lines", "lines.pdf"),
    ("backup", "none/copy.duckdb"),
    ("restore", "none.duckdb"),
)


@pytest.mark.parametrize("arguments", REFUSALS, ids=lambda arguments: " ".join(map(str, arguments)))
def test_a_refusal_is_a_line_for_each_problem_and_exit_1(
    desk: Backorder, arguments: Sequence[object]
) -> None:
    answer = desk("--json", *arguments)
    assert (answer.code, answer.out) == (1, "")
    problems = answer.err.splitlines()
    assert len(problems) == (2 if arguments[0] == "ship" else 1)
    assert all(problem.endswith(".") for problem in problems)


MISTAKES: Sequence[Sequence[object]] = (
    ("bogus",),
    ("cancel",),
    ("priority", "A1", "high"),
    ("sweep", "tertiary"),
    ("export", "colours"),
    ("export", "all"),
    ("import", "colours", "items.csv"),
    ("import", "items", "items.csv", "--map", "lic"),
    ("receive", "P1", "book"),
    ("ship", 1, "--short", "1"),
    ("ship", 1, 2, "--short", "1=1"),
    ("adjust", "book", 1),
    ("adjust", "book", 1, "--reason", "count", "--bogus"),
    ("--bogus", "check"),
)


@pytest.mark.parametrize("arguments", MISTAKES, ids=lambda arguments: " ".join(map(str, arguments)))
def test_wrong_usage_is_one_line_and_exit_2(desk: Backorder, arguments: Sequence[object]) -> None:
    answer = desk(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.splitlines()) == 1
