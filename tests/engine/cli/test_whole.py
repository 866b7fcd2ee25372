"""``backorder whole``."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_whole_is_an_event_of_its_line(desk: Backorder) -> None:
    said = "Line 2 of order A1 ships only in one piece. No line gained or lost stock.\n"
    assert desk("whole", "A1", 2).out == said
    assert desk("whole", "A1", 9).code == 1
