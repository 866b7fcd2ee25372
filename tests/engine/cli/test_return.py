"""``backorder return``."""

from __future__ import annotations

from tests.engine.cli.command_line import Backorder


def test_r34_return_takes_goods_back(desk: Backorder) -> None:
    desk("ship", 2)
    assert (
        desk("return", "A2", 1, 2).out
        == "2 of line 1 of order A2 came back, fit to sell; the order is open.\n"
    )
    told = desk("--json", "return", "A2", 1, 1, "--unsellable").json
    assert (told["qty"], told["sellable"]) == (1, False)
