"""A transfer whose sending is killed half-way has not left (R47)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from engine import catalogue, stock
from engine.quantities import plain
from engine.supply import transfers
from tests.crash.processes import at, furnish, proven, running, state

pytestmark = pytest.mark.crash


def where(path: Path) -> tuple[str, list[str]]:
    """The state of the one transfer, and what lies in each warehouse."""
    with at(path) as desk, desk.snapshot() as tx:
        balances = stock.balances(tx, "book").sort("warehouse")
        return transfers.listed(tx)["state"][0], [plain(qty) for qty in balances["on_hand"]]


def test_a_transfer_whose_sending_was_killed_has_not_left_and_can_be_sent_again(desk_path: Path) -> None:
    order = furnish(desk_path)
    with at(desk_path) as desk, desk.transaction(actor="Ann") as tx:
        catalogue.add_warehouse(tx, "EAST")
        number = transfers.make(tx, {"book": Decimal(25)}, "MAIN", "EAST")
    before = (where(desk_path), state(desk_path, order))
    with running("-m", "tests.crash.sender", desk_path, number) as process:
        assert process.says() == "stuck"
        process.kill()
    assert (where(desk_path), state(desk_path, order), proven(desk_path)) == (*before, True)
    with at(desk_path) as desk, desk.transaction(actor="Ann") as tx:
        transfers.send(tx, number)
    assert (where(desk_path)[0], proven(desk_path)) == ("open", True)
