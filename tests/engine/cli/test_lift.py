"""``backorder lift`` (R45)."""

from __future__ import annotations

from pathlib import Path

from tests.engine.cli.command_line import Backorder, SitDown, wants


def test_r45_lift_ends_a_hold_and_settles_at_once(desk: Backorder) -> None:
    desk("hold", "A1", 2, "--reason", "x")
    desk("adjust", "book", 5, "--reason", "found")
    assert desk("lift", "A1", 2).out == "Line 2 of order A1 is no longer on hold. 1 line gained 5.\n"


def test_what_is_not_on_hold_is_refused(desk: Backorder) -> None:
    answer = desk("lift", "A1")
    assert (answer.code, answer.err.split(",")[0]) == (1, "Nothing holds order A1 itself")


def test_r19_on_a_terminal_a_lift_that_takes_stock_is_asked_about(
    desk: Backorder, folder: Path, seated: SitDown
) -> None:
    wants(desk, folder)
    desk("hold", "A3", "--reason", "x")
    desk("priority", "A3", 5)
    seat = seated(yes=False)
    assert desk("lift", "A3").code == 1
    assert seat.asked == ["1 order would lose 5 units. Go on?"]
    done = "Order A3 is no longer on hold. 1 line gained 5, 1 lost 5.\n"
    assert desk("lift", "A3", "--yes").out == done


def test_several_lines_are_lifted_together_or_not_at_all(desk: Backorder) -> None:
    answer = desk("hold", "A1", 1, 2, "--reason", "x")
    assert answer.out.startswith("Lines 1, 2 of order A1 are on hold until it is lifted.")
    assert desk("lift", "A1", 2, 9).code == 1
    assert desk("lift", "A1", 1, 2).out.startswith("Lines 1, 2 of order A1 are no longer on hold.")
