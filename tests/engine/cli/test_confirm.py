"""Acts that may take stock from other orders: on a terminal they are shown first, and asked (R18, R19)."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.engine.cli.command_line import Backorder, SitDown, lines, wants

Act = tuple[object, ...]
TAKES: dict[Act, tuple[str, str]] = {
    ("priority", "A3", 5): ("5", "Order A3 has priority 5. 1 line gained 5, 1 lost 5."),
    ("adjust", "book", -5, "--reason", "lost"): (
        "5",
        "book: on hand 15 in MAIN. 1 line lost 5.",
    ),
    ("void", 1): ("20", "Shipment 1 is void."),
}
"""Commands that take books from A1 when A3 wants some, what it loses, and what is said once that is done."""


@pytest.mark.parametrize("takes", TAKES, ids=lambda takes: str(takes[0]))
def test_r19_on_a_terminal_who_would_lose_is_shown_and_asked(
    desk: Backorder, folder: Path, seated: SitDown, takes: Act
) -> None:
    before, seat = wants(desk, folder), seated(yes=False)
    answer = desk(*takes)
    lost, _ = TAKES[takes]
    assert seat.asked == [f"1 order would lose {lost} units. Go on?"]
    assert answer.out.splitlines()[-1].split()[:4] == ["A1", "school", "book", lost]
    assert (answer.code, answer.err) == (1, "Nothing was done.\n")
    assert lines(desk) == before


@pytest.mark.parametrize("takes", TAKES, ids=lambda takes: str(takes[0]))
def test_what_was_agreed_to_on_a_terminal_is_done_as_shown(
    desk: Backorder, folder: Path, seated: SitDown, takes: Act
) -> None:
    before, _ = wants(desk, folder), seated(yes=True)
    answer = desk(*takes)
    assert (answer.code, answer.out.splitlines()[-1]) == (0, TAKES[takes][1])
    assert lines(desk) != before


@pytest.mark.parametrize("takes", TAKES, ids=lambda takes: str(takes[0]))
@pytest.mark.parametrize("how", ["--yes", "--json", "in a pipe"])
def test_nobody_is_asked_in_a_pipe_nor_with_yes_nor_for_json(
    desk: Backorder, folder: Path, seated: SitDown, monkeypatch: pytest.MonkeyPatch, takes: Act, how: str
) -> None:
    before, seat = wants(desk, folder), seated(yes=False)
    if how == "in a pipe":
        monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    arguments = {"--yes": [*takes, how], "--json": [how, *takes], "in a pipe": takes}[how]
    answer = desk(*arguments)
    assert (answer.code, seat.asked) == (0, [])
    assert how == "--json" or answer.out == f"{TAKES[takes][1]}\n"
    assert lines(desk) != before


def test_what_changed_while_a_terminal_was_asked_is_said_and_nothing_is_done(
    desk: Backorder, folder: Path, seated: SitDown
) -> None:
    wants(desk, folder)
    seated(yes=True, meanwhile=lambda: desk("--json", "--actor", "Bob", "cancel", "A1"))
    answer = desk("priority", "A3", 5)
    assert answer.code == 1
    assert "Bob changed order A1" in answer.err
    assert desk("--json", "export", "log").json[-1]["actor"] == "Bob"


def test_what_takes_nothing_asks_nothing_on_a_terminal(
    desk: Backorder, folder: Path, seated: SitDown
) -> None:
    wants(desk, folder)
    seat = seated(yes=False)
    assert desk("adjust", "pen", -1, "--reason", "count").out == "pen: on hand 8 in MAIN.\n"
    assert desk("adjust", "book", 5, "--reason", "found").code == 0
    assert desk("priority", "A1", 2).out == "Order A1 has priority 2. 1 line gained 5.\n"
    assert seat.asked == []


def test_r19_an_order_that_would_lose_by_its_own_priority_is_apart_from_the_others(
    desk: Backorder, folder: Path, seated: SitDown
) -> None:
    wants(desk, folder)
    assert desk("priority", "A1", 5, "--yes").code == 0
    assert desk("priority", "A3", 3, "--yes").code == 0
    seat = seated(yes=False)
    answer = desk("priority", "A1", 0)
    assert seat.asked == ["1 order would lose 5 units. Go on?"]
    assert answer.out.splitlines()[0] == "The changed orders themselves:"
    assert answer.out.splitlines()[-1].split()[:4] == ["A1", "school", "book", "5"]
