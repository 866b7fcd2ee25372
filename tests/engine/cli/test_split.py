"""``backorder split``."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_split_is_an_event_of_its_line(desk: Backorder) -> None:
    said = "Line 2 of order A1 may be split. No line gained or lost stock.\n"
    assert desk("split", "A1", 2).out == said
    assert desk("split", "A1", 9).code == 1
