"""``backorder not-before`` (R45)."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_r45_an_order_or_a_line_is_not_wanted_before_a_day(desk: Backorder) -> None:
    answer = desk("not-before", "A1", "2099-02-01")
    assert answer.out.startswith("Order A1 is wanted not before 1 Feb 2099.")
    assert desk("not-before", "A2", "2099-02-01", "--line", 1).out.startswith("Line 1 of order A2 is wanted")
    assert "It is not wanted before 1 Feb 2099." in desk("explain", "A1").out
    assert desk("not-before", "A1", "now").out.startswith("Order A1 is wanted at once.")
    assert desk("not-before", "A1", "soon").code == 2
    past = desk("not-before", "A1", "2020-02-01")
    assert (past.code, "1 Feb 2020 has passed, so order A1 would be wanted at once;" in past.err) == (1, True)
