"""``backorder lift`` (R45)."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_r45_lift_ends_a_hold_and_settles_at_once(desk: Backorder) -> None:
    desk("hold", "A1", 2, "--reason", "x")
    desk("adjust", "book", 5, "--reason", "found")
    assert (
        desk("lift", "A1", 2).out == "Line 2 of order A1 is no longer on hold. 1 line gained 5, 0 lost 0.\n"
    )


def test_what_is_not_on_hold_is_refused(desk: Backorder) -> None:
    answer = desk("lift", "A1")
    assert (answer.code, answer.err.split(",")[0]) == (1, "Nothing holds order A1 itself")
