"""``backorder watch``."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from engine.service import watcher
from tests.engine.cli.command_line import Backorder


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(watcher, "FolderWatcher", partial(watcher.FolderWatcher, settled_seconds=0.0))
    return tmp_path / "in"


def test_what_lies_in_the_folder_is_taken_in_once(desk: Backorder, inbox: Path) -> None:
    assert desk("watch", inbox, "--once").out == ""
    (inbox / "items" / "a.csv").write_text("lic\nmug\n", encoding="utf-8")
    done = desk("watch", inbox, "--once")
    assert done.out == "items/a.csv: 1 added, 0 updated, 0 unchanged (1 row); now items/done/a.csv.\n"
    assert (done.code, done.err) == (0, "")


def test_what_came_back_ends_it_with_1_and_stands_in_the_json(desk: Backorder, inbox: Path) -> None:
    desk("watch", inbox, "--once")
    (inbox / "stock" / "a.csv").write_text("lic,qty\nmug,1\n", encoding="utf-8")
    answer = desk("--json", "watch", inbox, "--once")
    assert (answer.code, answer.json) == (
        1,
        [
            {
                "file": "stock/a.csv",
                "moved_to": "stock/bad/a.csv",
                "sentences": ["Row 2: There is no LIC mug; check the spelling or add it first."],
                "report": None,
            }
        ],
    )


def test_a_folder_that_is_watched_is_refused(desk: Backorder, inbox: Path) -> None:
    with watcher.having(inbox):
        answer = desk("watch", inbox, "--once")
    assert (answer.code, answer.out) == (1, "")
    assert "is watched by another program already" in answer.err
