"""Shipments are found by number and by words, and remarked on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import log, shipments
from engine.errors import ShipmentChanged, Unknown
from engine.shipments import ShipmentView
from tests.story import Story


def test_a_shipment_that_is_not_there_is_named() -> None:
    desk = Story()
    with pytest.raises(Unknown, match="no shipment 7"):
        desk.ask(shipments.find, 7)


def test_shipments_are_listed_by_state_number_order_and_lic_the_newest_first() -> None:
    desk = Story(book=20, pen=5)
    order = desk.order("book 5", "pen 1")
    desk.order("book 2")
    desk.pick(order)

    def listed(**facts: object) -> list[int]:
        return list(desk.ask(shipments.listed, **facts)["shipment_id"])

    assert listed() == [2, 1]
    assert listed(view=ShipmentView.PICKING) == listed(word=order) == listed(word="pen") == [1]
    assert listed(word="2") == [2]


def test_whoever_saw_other_lines_than_a_shipment_carries_is_refused() -> None:
    desk = Story(book=20)
    desk.order("book 5")
    desk.ask(shipments.check_carries, 1, {1: Decimal(5)})
    with pytest.raises(ShipmentChanged):
        desk.ask(shipments.check_carries, 1, {1: Decimal(4)})


def test_a_remark_is_in_the_log_of_its_shipment() -> None:
    desk = Story(book=20)
    desk.order("book 5")
    with desk.act() as tx:
        shipments.comment(tx, 1, " Two boxes. ")
    assert desk.ask(log.search, shipment_id=1)["sentence"][0] == "Two boxes."
