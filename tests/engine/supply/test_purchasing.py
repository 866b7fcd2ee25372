"""Purchase orders and receipts (R1, R4, R39, R23)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine import supply
from engine.errors import (
    AlreadyExists,
    EmptyPurchaseOrder,
    OverReceipt,
    ReceiptVoid,
    ReceivedAlready,
    Refused,
    Unknown,
    WrongState,
)
from tests.story import Story

D = Decimal


def po_state(desk: Story, po: str) -> str:
    state: str = desk.ask(supply.find, po)["state"]
    return state


def test_r4_a_pending_purchase_order_is_not_on_order() -> None:
    desk = Story(book=1)
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, "book", D(10))
    assert desk.balance("book")["on_order"] == "0"
    with desk.act() as tx:
        supply.open_po(tx, po)
    assert desk.balance("book")["on_order"] == "10"


def test_a_line_without_a_date_is_expected_after_the_vendors_lead_time() -> None:
    desk = Story(book=1)
    po = desk.purchase("book", 10)
    assert desk.ask(supply.lines, po)["expected_on"].to_list() == [date(2026, 3, 7)]


def test_r39_receiving_may_be_partial_and_the_last_receipt_closes_the_order() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    desk.receive(po, book=4)
    assert (po_state(desk, po), desk.balance("book")["on_order"]) == ("open", "6")
    desk.receive(po, book=6)
    assert (po_state(desk, po), desk.balance("book")["on_hand"]) == ("closed", "10")


def test_r39_an_over_receipt_needs_a_confirmation() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    with pytest.raises(OverReceipt, match="only 10 left to receive, not 12"):
        desk.receive(po, book=12)
    with desk.act() as tx:
        supply.receive(tx, po, {"book": D(12)}, over=True)
    assert (po_state(desk, po), desk.balance("book")["on_hand"], desk.balance("book")["on_order"]) == (
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
    assert (desk.state(order), po_state(desk, po), desk.balance("book")["on_order"]) == (
        "10 backordered",
        "open",
        "10",
    )
    with desk.act() as tx, pytest.raises(ReceiptVoid, match="void already"):
        supply.void_receipt(tx, receipt)


def test_an_empty_purchase_order_cannot_be_opened_and_a_void_one_brings_nothing() -> None:
    desk = Story(book=0)
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
    with desk.act() as tx, pytest.raises(EmptyPurchaseOrder):
        supply.open_po(tx, po)
    other = desk.purchase("book", 10)
    with desk.act() as tx:
        supply.void_po(tx, other)
    assert desk.balance("book")["on_order"] == "0"


def test_a_changed_line_moves_its_date_and_never_falls_below_what_came() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    desk.receive(po, book=4)
    line_id = desk.ask(supply.lines, po)["po_line_id"][0]
    with desk.act() as tx, pytest.raises(ReceivedAlready, match="received with 4"):
        supply.change_po_line(tx, po, line_id, qty=D(3))
    with desk.act() as tx:
        supply.change_po_line(tx, po, line_id, qty=D(4), expected_on=date(2026, 4, 1))
    assert po_state(desk, po) == "closed"


def test_unknown_vendors_and_lics_are_refused() -> None:
    desk = Story(book=0)
    with desk.act() as tx, pytest.raises(Unknown, match="no vendor nobody"):
        supply.create_po(tx, "nobody")
    with pytest.raises(Unknown, match="for LIC pen"):
        desk.receive(desk.purchase("book", 10), pen=1)
