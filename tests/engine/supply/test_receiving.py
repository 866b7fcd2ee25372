"""Receipts against purchase orders, and their voids (R3, R23, R39)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import supply
from engine.errors import (
    AlreadyExists,
    OverReceipt,
    ReceiptVoid,
    Refused,
    WrongState,
)
from tests.story import Story

D = Decimal


def test_r39_receiving_may_be_partial_and_the_last_receipt_closes_the_order() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    desk.receive(po, book=4)
    assert (desk.po_state(po), desk.balance("book")["on_order"]) == ("open", "6")
    desk.receive(po, book=6)
    assert (desk.po_state(po), desk.balance("book")["on_hand"]) == ("closed", "10")


def test_r39_an_over_receipt_needs_a_confirmation() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    with pytest.raises(OverReceipt, match="only 10 left to receive, not 12"):
        desk.receive(po, book=12)
    with desk.act() as tx:
        supply.receive(tx, po, {"book": D(12)}, over=True)
    assert (desk.po_state(po), desk.balance("book")["on_hand"], desk.balance("book")["on_order"]) == (
        "closed",
        "12",
        "0",
    )


def test_section_10_receiving_against_a_closed_order_is_refused() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    desk.receive(po, book=10)
    with pytest.raises(WrongState, match=f"Purchase order {po} is closed"):
        desk.receive(po, book=1)


def test_section_10_all_problems_of_a_receipt_are_told_and_nothing_is_booked() -> None:
    desk = Story(book=0, pen=0)
    po = desk.purchase("book", 10)
    with pytest.raises(Refused) as refused:
        desk.receive(po, book=12, pen=3)
    assert len(refused.value.problems) == 2
    assert desk.balance("book")["on_hand"] == "0"


def test_the_same_receipt_is_not_booked_twice() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    with desk.act() as tx:
        supply.receive(tx, po, {"book": D(4)}, reference="DN-7")
    with desk.act() as tx, pytest.raises(AlreadyExists, match="DN-7"):
        supply.receive(tx, po, {"book": D(4)}, reference="DN-7")


def test_r23_voiding_a_receipt_takes_back_what_it_covered() -> None:
    desk = Story(book=0)
    order = desk.order("book 10")
    po = desk.purchase("book", 10)
    receipt = desk.receive(po, book=10)
    desk.sweep()
    assert desk.state(order) == "10 allotted"
    with desk.act() as tx:
        supply.void_receipt(tx, receipt)
    assert (desk.state(order), desk.po_state(po), desk.balance("book")["on_order"]) == (
        "10 backordered",
        "open",
        "10",
    )
    with desk.act() as tx, pytest.raises(ReceiptVoid, match="void already"):
        supply.void_receipt(tx, receipt)
