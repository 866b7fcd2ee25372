"""``backorder replay``: past runs are computed again."""

from __future__ import annotations

import pytest

from engine.cli import replay
from tests.engine.cli.command_line import Backorder


@pytest.mark.usefixtures("swept")
def test_where_not_every_run_was_compared_that_is_said(
    backorder: Backorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert backorder("replay").err == ""
    monkeypatch.setattr(replay, "MOST", 1)
    said = "The newest 1 runs are compared; name an older one to compare that.\n"
    assert backorder("replay").err == said
    assert backorder("replay", 1).err == ""


@pytest.mark.usefixtures("swept")
def test_replay_says_the_same(backorder: Backorder) -> None:
    answer = backorder("replay")
    assert (answer.code, answer.out.startswith("Run 1 (primary, strict): the same, ")) == (0, True)
    assert backorder("--json", "replay", 1).json[0]["same"] is True
