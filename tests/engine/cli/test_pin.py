"""``backorder pin`` (R22)."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_r22_a_pinned_line_keeps_its_stock(desk: Backorder) -> None:
    assert desk("pin", "A1", 1).out == "Line 1 of order A1 is pinned: nobody can take its stock.\n"
    assert "pinned" in desk("release", "A1", 1).err
    assert desk("pin", "A1", 2).code == 1
