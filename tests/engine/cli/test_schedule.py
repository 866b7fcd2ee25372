"""``backorder schedule``."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_schedule_shows_when_the_sweeps_run(desk: Backorder) -> None:
    rows = desk("--json", "schedule").json
    assert [row["sweep"] for row in rows] == ["primary", "secondary", "replenishment", "closing"]
