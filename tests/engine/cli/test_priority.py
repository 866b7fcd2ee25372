"""``backorder priority``; what it asks on a terminal is tested with the other acts that take stock."""

from __future__ import annotations

from pathlib import Path

from tests.engine.cli.command_line import Backorder, lines, wants


def test_r18_priority_settles_at_once(desk: Backorder, folder: Path) -> None:
    wants(desk, folder)
    answer = desk("priority", "A3", 5)
    assert answer.out == "Order A3 has priority 5. 1 line gained 5, 1 lost 5.\n"
    assert lines(desk) == [
        "A1/1 15 allotted",
        "A1/2 5 backordered",
        "A1/3 5 backordered",
        "A2/1 5 allotted",
        "A3/1 5 allotted",
    ]
