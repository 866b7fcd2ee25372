"""``backorder void``; what it asks on a terminal is tested with the other acts that take stock."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder, lines


def test_r33_void_takes_several_shipments_at_once_and_one_named_twice_once(desk: Backorder) -> None:
    assert desk("void", 1, 2).out == "Shipments 1, 2 are void.\n"
    assert lines(desk) == ["A1/1 20 backordered", "A1/2 5 backordered", "A2/1 5 backordered"]
    assert desk("sweep", "secondary").code == 0
    assert desk("void", 3, 3).code == 0
