"""``backorder answer``."""

from __future__ import annotations

import pytest

from tests.engine.cli.command_line import Backorder


@pytest.fixture
def asked(desk: Backorder) -> Backorder:
    """The desk on which purchase order P1 comes years later than promised; its customer was asked."""
    desk("late", "P1", "2101-04-01", "--yes")
    desk("notices", "--mark-sent")
    return desk


def test_the_questions_without_an_answer_are_listed(desk: Backorder, asked: Backorder) -> None:
    (row,) = asked("--json", "answer").json
    shown = [row[name] for name in ("order", "line", "lic", "qty", "first_on", "due_on", "is_due")]
    assert shown == ["A1", 1, "book", 5, "2099-04-01", "2101-04-01", False]
    assert asked("answer").out.splitlines()[1].startswith("A1     school    1     book  5")


@pytest.mark.parametrize(
    ("given", "done", "states"),
    [
        ("wait", "what is late waits until it comes.", ["allotted", "backordered"]),
        ("send", "what is there goes. No line gained or lost stock.", ["allotted", "backordered"]),
        ("cancel", "what waits is cancelled.", ["allotted", "cancelled"]),
    ],
)
def test_r51_an_answer_is_entered_and_done(
    asked: Backorder, given: str, done: str, states: list[str]
) -> None:
    answer = asked("answer", "A1", given, 1, 1)  # named twice, answered once
    assert (answer.code, answer.out) == (0, f"The customer of order A1 answered {given}: {done}\n")
    assert [row["state"] for row in asked("--json", "export", "lines").json if row["order"] == "A1"] == states
    assert asked("answer").out == "No customer was asked anything, or all have answered.\n"
    assert asked("undo", "--yes").code == 0
    assert len(asked("--json", "answer").json) == 1


def test_what_was_not_asked_or_not_said_is_refused(asked: Backorder) -> None:
    assert asked("answer", "A2", "wait").err == (
        "Nothing is asked about order A2, or it was answered; look at the questions on the Notices page.\n"
    )
    assert asked("answer", "A1").code == 2
    assert asked("answer", "A1", "perhaps").code == 2
    assert asked("answer", "A9", "wait").err.startswith("There is no order A9")
