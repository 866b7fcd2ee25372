"""``backorder release``."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_release_is_an_event_of_its_line(desk: Backorder) -> None:
    said = (
        "Line 1 of order A1 gives back what it has and waits at the back of the queue. "
        "1 line gained 20, 0 lost 0.\n"
    )
    assert desk("release", "A1", 1).out == said
    assert desk("release", "A1", 9).code == 1
