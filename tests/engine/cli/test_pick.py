"""``backorder pick``."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder, lines


def test_pick_takes_several_shipments_at_once(desk: Backorder) -> None:
    assert desk("pick", 1, 2).out == "Shipments 1, 2 are being picked.\n"
    assert lines(desk) == ["A1/1 20 picking", "A1/2 5 backordered", "A2/1 5 picking"]
