"""Goods that left come back once: by a void, by a return or by an undo of either (R33, R34)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import catalogue, log, orders, proof, returns, shipments, stock, sweeps, whatif
from engine.errors import CameBackAlready
from engine.model import SweepName
from engine.shipments import leaving
from engine.whatif import edits
from tests import worlds
from tests.story import Story


def returned(desk: Story, order: str, qty: int, **facts: bool) -> None:
    with desk.act() as tx:
        returns.take_back(tx, order, 1, Decimal(qty), **facts)


@worlds.copied
def left() -> tuple[Story, str]:
    """Ten books left with an order, on shipment 1."""
    desk = Story(book=10)
    order = desk.order("book 10")
    desk.ship(order)
    return desk, order


@pytest.mark.parametrize("sellable", [True, False])
def test_r33_what_came_back_in_part_is_not_put_back_whole_by_a_void(*, sellable: bool) -> None:
    desk, order = left()
    returned(desk, order, 3, sellable=sellable)
    sentence = rf"^Shipment 1 cannot be voided: 3 of book on line 1 of order {order} came back as a return"
    with pytest.raises(CameBackAlready, match=sentence):
        whatif.preview(desk.session, desk.actor, [edits.VoidShipment(1)], desk.now)
    with pytest.raises(CameBackAlready, match=sentence):
        desk.void(1)
    assert desk.state(order) == "10 shipped, 3 backordered"


def test_r33_also_where_no_replacement_is_owed() -> None:
    desk, order = left()
    desk.prefer(returns_reduce_order="on")
    returned(desk, order, 3)
    with pytest.raises(CameBackAlready):
        desk.void(1)


def test_r33_once_the_return_is_undone_the_shipment_can_be_voided() -> None:
    desk, order = left()
    returned(desk, order, 3)
    assert desk.undo().refused == []
    desk.void(1)
    assert (desk.state(order), desk.balance("book")["on_hand"]) == ("10 backordered, 3 cancelled", "10")


def test_r33_or_the_rest_comes_back_as_a_return_too() -> None:
    desk, order = left()
    returned(desk, order, 3)
    returned(desk, order, 7)
    assert desk.balance("book")["on_hand"] == "10"
    with pytest.raises(CameBackAlready, match="10 of book"):
        desk.void(1)


def test_r34_a_return_is_not_booked_again_once_its_shipment_is_void() -> None:
    desk, order = left()
    returned(desk, order, 3)
    undone = desk.undo()
    desk.void(1)
    again = desk.undo(run_id=undone.run_id)
    assert [line for line in again.refused if "Only 0 of line 1" in line]
    assert desk.balance("book")["on_hand"] == "10"


def counted_twice(monkeypatch: pytest.MonkeyPatch) -> tuple[Story, str]:
    """A desk of an earlier version, which voided the shipment after the return of three."""
    desk, order = left()
    returned(desk, order, 3)
    with monkeypatch.context() as patch:
        patch.setattr(leaving, "refuse", lambda _: None)
        with desk.act(proven=False) as tx:
            shipments.void(tx, [1])
    return desk, order


def test_r33_the_proof_sees_what_was_put_back_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, order = counted_twice(monkeypatch)
    assert desk.ask(proof.problems)["sentence"].to_list() == [
        f"Line 1 of order {order} is backordered with 10, of which 3 came back."
    ]
    found = desk.ask(lambda tx: log.search(tx, order_id=orders.find(tx, order)["order_id"]))
    row = found.filter(found["sentence"].str.contains("came back, fit"))["log_id"][0]
    assert desk.undo(log_id=row).refused == []
    assert (desk.state(order), desk.balance("book")["on_hand"]) == ("10 backordered, 3 cancelled", "10")


def test_r29_a_sweep_leaves_out_what_was_put_back_twice_and_serves_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk, _ = counted_twice(monkeypatch)
    with desk.act(proven=False) as tx:
        catalogue.add_item(tx, "pen")
        number = orders.create(tx, "school")
        orders.add_line(tx, number, "pen", Decimal(2))
        orders.open_order(tx, number)
    with desk.act(proven=False) as tx:
        stock.adjust(tx, "pen", Decimal(2), reason="found")
    report = sweeps.run_sweep(desk.session, SweepName.SECONDARY, actor="Ann", now=desk.now)
    assert report is not None
    assert (report.outcome, desk.state(number)) == ("done", "2 allotted")
    assert "Undo the return" in report.error


def test_r34_the_proof_counts_what_came_back_to_sell(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, order = left()
    monkeypatch.setattr(stock, "move", lambda *_, **__: None)
    with desk.act(proven=False) as tx:
        returns.take_back(tx, order, 1, Decimal(3))
    assert desk.ask(proof.problems)["sentence"].to_list() == [
        f"Line 1 of order {order}: 3 came back to sell, but 0 went on hand."
    ]
