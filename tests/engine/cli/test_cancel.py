"""``backorder cancel``."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder, lines


def test_cancel_takes_an_order_or_a_line(desk: Backorder) -> None:
    assert desk("cancel", "A1", 2).out == "Line 2 of order A1 was cancelled; the order is open.\n"
    assert desk("cancel", "A2").out == "Order A2 was cancelled; the order is void.\n"
    assert lines(desk) == ["A1/1 20 allotted", "A1/2 5 cancelled", "A2/1 5 cancelled"]
