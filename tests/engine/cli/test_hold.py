"""``backorder hold`` (R45)."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_r45_hold_takes_an_order_its_lines_or_a_customer(desk: Backorder) -> None:
    answer = desk("hold", "A1", "--reason", "not paid", "--until", "2099-01-05")
    assert answer.out == "Order A1 is on hold until 5 Jan 2099. No line gained or lost stock.\n"
    assert "on hold by Ann until 5 Jan 2099: not paid." in desk("explain", "A1").out
    assert "Order A1 is on hold until 5 Jan 2099: not paid." in desk("export", "log").out
    assert desk("hold", "A2", 1, "--reason", "x").out.startswith("Line 1 of order A2 is on hold until it is")
    data = desk("--json", "hold", "--customer", "school", "--reason", "x").json
    assert (data["customer"], data["order"], data["hold_until"]) == ("school", None, None)
    assert desk("check").code == 0


def test_a_hold_names_what_is_held_why_and_a_day(desk: Backorder) -> None:
    assert (desk("hold", "A1").code, desk("hold", "A1").err) == (
        1,
        "The reason of the hold is empty; name one.\n",
    )
    for wrong in ((), ("A1", "--customer", "school"), ("A1", "--until", "soon")):
        assert desk("hold", *wrong, "--reason", "x").code == 2
