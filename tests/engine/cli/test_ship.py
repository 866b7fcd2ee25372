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
