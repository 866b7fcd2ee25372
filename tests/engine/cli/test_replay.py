"""``backorder replay``: past runs are computed again."""

from __future__ import annotations

import pytest

from tests.engine.cli.command_line import Backorder


@pytest.mark.usefixtures("swept")
def test_replay_says_the_same(backorder: Backorder) -> None:
    answer = backorder("replay")
    assert (answer.code, answer.out.startswith("Run 1 (primary, strict): the same, ")) == (0, True)
    assert backorder("--json", "replay", 1).json[0]["same"] is True
