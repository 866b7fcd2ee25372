"""The commands that look back: asof, replay, undo."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine import cli
from engine.model import SweepName
from engine.store import open_desk
from tests.story import Story

Told = tuple[int, str, str]
Backorder = Callable[..., Told]


@pytest.fixture
def backorder(
    desk_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Backorder:
    """The command line on a desk: 20 books for an order of 25; on 2 March 5 more come in and are swept."""
    session = open_desk(desk_path, name="a test")
    story = Story(session, book=20)
    story.order("book 25")
    story.supply("book", 5)
    story.sweep(SweepName.PRIMARY)
    session.close()
    monkeypatch.setenv("BACKORDER_DB", str(desk_path))

    def call(*arguments: object) -> Told:
        code = cli.run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def balances(backorder: Backorder) -> Any:
    return json.loads(backorder("--json", "export", "balances")[1])[0]


def test_asof_tells_a_day_an_instant_and_a_row(backorder):
    told = json.loads(backorder("--json", "asof", "2026-03-02")[1])
    assert (told["balances"][0]["allotted"], told["backlog"]["qty"]) == (25, 0)
    assert backorder("asof", "2026-03-01")[1] == (
        "After row #0 of the record log, 0 lines of 0 orders waited for 0 units, no prices known.\n"
    )
    assert "1 line of 1 order waited for 5 units" in backorder("asof", "2026-03-02T09:05+00:00")[1]
    assert "After row #" in backorder("asof", "#1", "--what", "queue")[1]


def test_asof_writes_a_file(backorder, tmp_path):
    file = tmp_path / "then.csv"
    assert backorder("asof", "2026-03-02", "--file", file)[1] == f"1 row of balances written to {file}.\n"
    assert file.read_text(encoding="utf-8").splitlines()[0].startswith("lic,description,warehouse,on_hand")


def test_asof_refuses_what_is_no_instant(backorder):
    code, _, err = backorder("asof", "yesterday")
    assert (code, err.startswith("yesterday is no day")) == (1, True)


def test_replay_says_the_same(backorder):
    code, out, _ = backorder("replay")
    assert (code, out.startswith("Run 1 (primary, strict): the same, ")) == (0, True)
    assert json.loads(backorder("--json", "replay", 1)[1])[0]["same"] is True


def test_undo_in_a_pipe_needs_a_yes(backorder):
    code, _, err = backorder("undo", 1)
    assert (code, "say --yes" in err) == (2, True)
    assert balances(backorder)["allotted"] == 25


def test_undo_takes_a_run_back(backorder):
    code, out, _ = backorder("undo", 1, "--yes")
    assert (code, out.splitlines()[0]) == (0, "Run 2 undid: Run 1 (primary)")
    assert balances(backorder)["allotted"] == 20
    assert "was undone already, by run 2" in backorder("undo", 1, "--yes")[2]


def test_undo_without_a_run_takes_the_last_action_back(backorder):
    assert json.loads(backorder("--json", "undo", "--yes")[1])["what"] == "Run 1 (primary)"
    assert json.loads(backorder("--json", "undo", "--yes")[1])["what"].endswith(
        "came with purchase order PO101."
    )
