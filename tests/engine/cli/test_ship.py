"""``backorder ship``."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder, lines


def test_shipments_are_picked_shipped_and_voided_several_at_once(desk: Backorder) -> None:
    assert desk("pick", 1, 2).out == "Shipments 1, 2 are being picked.\n"
    assert desk("ship", 2).out == "Shipment 2 is shipped.\n"
    assert desk("--json", "void", 1).json == [{"shipment": 1, "state": "void"}]
    assert lines(desk) == ["A1/1 20 backordered", "A1/2 5 backordered", "A2/1 5 shipped"]


def test_r12_a_short_shipment_backorders_the_rest_or_reduces_the_order(desk: Backorder) -> None:
    assert desk("ship", 1, "--short", "1=15").code == 0
    assert desk("ship", 2, "--short", "A2/1=3", "--reduce").code == 0
    assert lines(desk) == [
        "A1/1 15 shipped",
        "A1/2 5 backordered",
        "A1/3 5 backordered",
        "A2/1 3 shipped",
        "A2/2 2 cancelled",
    ]


def test_r46_what_was_not_found_comes_off_on_hand(desk: Backorder) -> None:
    before = desk("--json", "export", "balances").out
    assert desk("ship", 1, "--short", "1=15", "--reason", "not-found", "--note", "shelf 4").code == 0
    assert desk("export", "balances").out != before
    assert "(not found, shelf 4)" in desk("export", "log").out


def test_a_reason_without_a_line_that_ships_less_is_a_wrong_usage(desk: Backorder) -> None:
    for option in (["--reason", "damaged"], ["--note", "wet"], ["--reduce"]):
        answer = desk("ship", 1, *option)
        assert answer.code == 2
        assert "are about a line that ships less" in answer.err
    assert desk("ship", 1, "--short", "1=15", "--reason", "eaten").code == 2
