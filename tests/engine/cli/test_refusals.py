"""What a command refuses is told in lines, and wrong usage in one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from typer.main import get_command

from engine.cli import app, commands
from tests.engine.cli.command_line import Answer, Backorder

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


def parameters(name: str, kind: str) -> list[Any]:
    """What a command takes: its arguments, or its options."""
    root: Any = get_command(app.app)
    return [one for one in root.commands[name].params if one.param_type_name == kind]


def is_a_line_of_wrong_usage(answer: Answer, name: str) -> bool:
    """Whether an answer is one sentence that says where to read more, in words that are not Python's."""
    words = ("Input should be", "Value error", "argument(s)")
    return (
        (answer.code, answer.out) == (2, "")
        and answer.err.count("\n") == 1
        and answer.err.endswith(f". See backorder {name} --help.\n")
        and not any(word in answer.err for word in words)
    )


@pytest.mark.parametrize("name", commands.NAMES)
def test_an_unknown_option_of_any_command_is_one_line(name: str, backorder: Backorder) -> None:
    assert is_a_line_of_wrong_usage(answer := backorder(name, "--bogus"), name), answer


def test_a_missing_argument_of_any_command_is_one_line(backorder: Backorder) -> None:
    for name in commands.NAMES:
        if any(one.required for one in (*parameters(name, "argument"), *parameters(name, "option"))):
            assert is_a_line_of_wrong_usage(answer := backorder(name), name), answer


def test_an_argument_too_many_of_any_command_is_one_line(backorder: Backorder) -> None:
    for name in commands.NAMES:
        taken = parameters(name, "argument")
        if all(one.nargs == 1 for one in taken):
            words = [next(iter(one.type_descriptor.choices or ["1"]), "1") for one in taken]
            answer = backorder(name, *words, "x", "y")
            assert is_a_line_of_wrong_usage(answer, name), answer
            assert "Too much is x y; leave it out" in answer.err or "Missing option" in answer.err


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["sweep"], "Missing argument 'NAME'; name one of primary, secondary, replenishment, closing."),
        (
            ["slips", "--by", "x"],
            "Invalid value for '--by': 'x' is not one of 'cause', 'vendor', 'customer'.",
        ),
        (["priority", "A1", "x"], "Invalid value for 'N': write a whole number, such as 2."),
        (["up", "--port", "0"], "Invalid value for '--port': write 1 or more."),
        (["up", "--port", "99999"], "Invalid value for '--port': write 65535 or less."),
    ],
)
def test_wrong_usage_is_said_in_words_of_people(line: list[str], said: str, backorder: Backorder) -> None:
    assert backorder(*line).err == f"{said} See backorder {line[0]} --help.\n"


def test_an_option_without_its_value_is_told_how_it_gets_one(backorder: Backorder) -> None:
    assert backorder("slips", "--by").err == "Option '--by' needs a value; write it behind the option.\n"


NAMED_TWICE: Sequence[Sequence[object]] = (
    ("open-po", "P9", "P9"),
    ("pick", 99, 99),
    ("ship", 99, 99),
    ("void", 99, 99),
    ("print", "picking", 99, 99),
    ("print", "po", "P9", "P9"),
    ("hold", "Z9", 1, 1, "--reason", "why"),
    ("lift", "Z9", 1, 1),
    ("answer", "Z9", "wait", 1, 1),
    ("order-it", "Z9", 1, 1),
    ("whatif", "--cancel", "Z9", "--cancel", "Z9"),
    ("whatif", "--cancel", "Z9", "--priority", "Z9=3", "--split", "Z9/1"),
    ("whatif", "--void", 99, "--void", 99),
)


@pytest.mark.parametrize("arguments", NAMED_TWICE, ids=lambda arguments: " ".join(map(str, arguments)))
def test_what_is_named_twice_is_refused_once(desk: Backorder, arguments: Sequence[object]) -> None:
    answer = desk(*arguments)
    assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1), answer


def test_an_edit_that_is_named_twice_is_tried_once_and_units_are_tried_twice(desk: Backorder) -> None:
    twice = ("--priority", "A1=3", "--priority", "A1=3", "--adjust", "pen=1", "--adjust", "pen=1")
    tried = desk("whatif", *twice).out
    assert tried.count("Order A1 gets priority 3.") == 1
    assert tried.count("On hand of pen rises by 1.") == 2


def test_of_edits_that_follow_each_other_the_one_said_last_holds(desk: Backorder) -> None:
    days = [f"--date=P1=2099-04-0{day}" for day in (8, 9, 8)]
    assert desk("whatif", *days, "--priority=A1=3", "--priority=A1=5", "--priority=A1=3", "--apply").code == 0
    assert {row["expected_on"] for row in desk("--json", "export", "purchase-orders").json} == {"2099-04-08"}
    assert {row["priority"] for row in desk("--json", "export", "orders").json if row["order"] == "A1"} == {3}


def told(answer: Answer) -> list[str]:
    """What was refused, each up to its remedy."""
    assert (answer.code, answer.out) == (1, "")
    return [line.partition(";")[0] for line in answer.err.splitlines()]


def test_several_things_wrong_with_an_adjustment_are_told_together(desk: Backorder) -> None:
    assert told(desk("adjust", "bok", 1, "--reason", "", "--warehouse", "MOON")) == [
        "There is no LIC bok (nearest: book)",
        "The adjustment of bok is without a reason, so it cannot be posted",
        "There is no warehouse MOON",
    ]
    assert told(desk("adjust", "book", 1.5, "--reason", "count", "--warehouse", "MOON")) == [
        "The quantity 1.5 of book is not in whole units",
        "There is no warehouse MOON",
    ]


def test_several_things_wrong_with_a_hold_are_told_together(desk: Backorder) -> None:
    assert told(desk("hold", "Z9", 1, 2, "--until", "2001-01-01")) == [
        "The reason of the hold is empty",
        "A hold until 1 Jan 2001 would be over already",
        "There is no order Z9",
    ]


def test_several_things_wrong_with_a_transfer_are_told_together(desk: Backorder) -> None:
    line = ("transfer", "bok=1", "pen=1.5", "--from", "MOON", "--into", "SUN", "--expected", "2001-01-01")
    assert told(desk(*line)) == [
        "There is no warehouse MOON",
        "There is no warehouse SUN",
        "The transfer cannot come on 1 Jan 2001, which has passed",
        "There is no LIC bok (nearest: book)",
        "The quantity 1.5 of pen is not in whole units",
    ]
    assert told(desk("transfer", "book=x", "pen=y", "--from", "MOON")) == [
        "The quantity x of book is not a plain number",
        "The quantity y of pen is not a plain number",
    ]


def test_several_things_wrong_with_edits_that_are_tried_are_told_together(desk: Backorder) -> None:
    assert told(
        desk("whatif", "--cancel", "Z9", "--priority", "Z8=3", "--adjust", "bok=1", "--void", 99)
    ) == [
        "There is no order Z8",
        "There is no order Z9",
        "There is no LIC bok (nearest: book)",
        "There is no shipment 99",
    ]
