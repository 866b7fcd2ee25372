"""``backorder adjust``; what it asks on a terminal is tested with the other acts that take stock."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_r23_adjust_takes_a_signed_quantity(desk: Backorder) -> None:
    assert desk("adjust", "book", -8, "--reason", "lost").out == "book: on hand 12 in MAIN. 1 line lost 8.\n"
    data = desk("--json", "adjust", "pen", "+1", "--reason", "found").json
    assert data["balances"][0]["on_hand"] == 10
    assert (data["lines_released"], data["units_released"]) == (0, 0)


def test_adjust_takes_what_was_counted(desk: Backorder) -> None:
    assert (
        desk("adjust", "book", "=12", "--reason", "count").out == "book: on hand 12 in MAIN. 1 line lost 8.\n"
    )
    refused = desk("adjust", "book", "=12", "--reason", "count")
    assert (refused.code, refused.err) == (
        1,
        "12 of book are on hand in MAIN, as counted; there is nothing to adjust.\n",
    )
