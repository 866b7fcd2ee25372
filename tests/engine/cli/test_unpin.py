"""``backorder unpin`` (R22)."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_r22_an_unpinned_line_may_lose_again(desk: Backorder) -> None:
    desk("pin", "A1", 1)
    assert desk("--json", "unpin", "A1", 1).json == {"order": "A1", "line": 1, "pinned": False}
    assert desk("release", "A1", 1).code == 0
