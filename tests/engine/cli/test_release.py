"""``backorder release``."""

from __future__ import annotations

from pathlib import Path

from tests.engine.cli.command_line import Backorder, wants


def test_a_line_whose_stock_nobody_else_takes_is_not_said_to_wait(desk: Backorder) -> None:
    said = "Nobody else takes the 20 that line 1 of order A1 gave back, so it has that again.\n"
    assert desk("release", "A1", 1).out == said
    assert desk("release", "A1", 9).code == 1


def test_a_line_waits_for_what_another_takes(desk: Backorder, folder: Path) -> None:
    wants(desk, folder)
    assert desk("release", "A1", 1).out == (
        "Line 1 of order A1 gives back 5 and waits for as many at the back of the queue; "
        "nobody else takes the other 15, so it has that again.\n"
    )


def test_a_line_without_stock_has_nothing_to_give_back(desk: Backorder, folder: Path) -> None:
    wants(desk, folder)
    said = "Line 1 of order A3 had nothing to give back; it waits at the back of the queue.\n"
    assert desk("release", "A3", 1).out == said


def test_the_waiting_part_of_a_split_line_has_nothing_to_give_back(desk: Backorder) -> None:
    """Line 2 is what line 1, which holds 20, still wants."""
    said = "Line 2 of order A1 had nothing to give back; it waits at the back of the queue.\n"
    assert desk("release", "A1", 2, "--yes").out == said
    desk("pin", "A1", 1)
    assert desk("release", "A1", 2, "--yes").out == said
