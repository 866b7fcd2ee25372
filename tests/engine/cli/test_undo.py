"""``backorder undo``: an action is taken back."""

from __future__ import annotations

from typing import Any

import pytest

from tests.engine.cli.command_line import Backorder, SitDown

pytestmark = pytest.mark.usefixtures("swept")


def balances(backorder: Backorder) -> Any:
    return backorder("--json", "export", "balances").json[0]


def test_undo_in_a_pipe_needs_a_yes(backorder: Backorder) -> None:
    answer = backorder("undo", 1)
    assert (answer.code, "give --yes" in answer.err) == (2, True)
    assert balances(backorder)["allotted"] == 25


def test_undo_takes_a_run_or_a_row_and_not_both(backorder: Backorder) -> None:
    answer = backorder("undo", 1, "--row", 1, "--yes")
    assert (answer.code, "name a run, or a row with --row, and not both" in answer.err) == (2, True)
    assert balances(backorder)["allotted"] == 25


def test_undo_takes_a_run_back(backorder: Backorder) -> None:
    answer = backorder("undo", 1, "--yes")
    assert (answer.code, answer.out.splitlines()[0]) == (0, "Run 2 undid: Run 1 (primary)")
    assert balances(backorder)["allotted"] == 20
    assert "was undone already, by run 2" in backorder("undo", 1, "--yes").err


def test_undo_without_a_run_takes_the_last_action_back(backorder: Backorder) -> None:
    assert backorder("--json", "undo", "--yes").json["what"] == "Run 1 (primary)"
    assert backorder("--json", "undo", "--yes").json["what"].endswith("came with purchase order PO101.")


def test_undo_shows_on_a_terminal_what_it_would_take_back_and_asks(
    backorder: Backorder, seated: SitDown
) -> None:
    seat = seated(yes=False)
    answer = backorder("undo")
    assert (answer.code, answer.out.splitlines()[0]) == (1, "Would undo: Run 1 (primary)")
    assert seat.asked == ["Undo it?"]
    assert balances(backorder)["allotted"] == 25


def test_r45_an_undo_that_holds_is_not_done_again_by_the_next_sweep(backorder: Backorder) -> None:
    out = backorder("undo", 1, "--yes", "--hold").out
    assert "is on hold until it is lifted: run 1 was undone." in out
    backorder("sweep", "secondary")
    assert balances(backorder)["allotted"] == 20
