"""How the texts after the options of ``backorder whatif`` are read as edits."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import typer

from engine.cli import edit_texts
from engine.cli.edit_texts import Reader
from engine.cli.naming import Records
from engine.model import Policy, ShipType
from engine.whatif import edits, pausing
from engine.whatif.edits import Edit
from engine.whatif.transfer_edits import Transfer
from tests.story import Story

ON = date(2199, 3, 10)


@pytest.fixture(scope="module")
def records() -> Records:
    """A desk with orders 0001 and 2026/17."""
    desk = Story(book=20)
    for number in ("0001", "2026/17"):
        desk.order("book 1", number=number)
    return Records(desk.session)


@pytest.mark.parametrize(
    ("reader", "text", "edit"),
    [
        (edit_texts.opened, "0001", edits.Open("0001")),
        (edit_texts.line_added, "2026/17:book=2", edits.AddLine("2026/17", "book", Decimal(2))),
        (edit_texts.qty, "0001/1=3", edits.SetQty("0001", 1, Decimal(3))),
        (edit_texts.priority, "0001=5", edits.Priority("0001", 5)),
        (edit_texts.cancelled, "2026/17", edits.Cancel("2026/17", None)),
        (edit_texts.cancelled, "2026/17/1", edits.Cancel("2026/17", 1)),
        (edit_texts.ship_type, "0001=complete", edits.SetShipType("0001", ShipType.COMPLETE)),
        (edit_texts.split, "0001/1", edits.Split("0001", 1)),
        (edit_texts.whole, "0001/1", edits.Whole("0001", 1)),
        (edit_texts.released, "0001/1", edits.Release("0001", 1)),
        (edit_texts.held, "0001/1=2199-03-10", pausing.PutOnHold("0001", 1, ON)),
        (edit_texts.lifted, "2026/17", pausing.Lift("2026/17", None)),
        (edit_texts.customer_held, "ACME", pausing.HoldCustomer("ACME", None)),
        (edit_texts.customer_lifted, "ACME", pausing.LiftCustomer("ACME")),
        (edit_texts.not_before, "2026/17=2199-03-10", pausing.NotBefore("2026/17", None, ON)),
        (edit_texts.adjusted, "book=-5", edits.Adjust("book", Decimal(-5))),
        (edit_texts.date_moved, "PO1=2199-03-10", edits.MoveDate("PO1", ON)),
        (edit_texts.purchased, "book=5@2199-03-10", edits.Purchase("book", Decimal(5), ON)),
        (edit_texts.transferred, "book=5@EAST", Transfer("book", Decimal(5), "EAST", None, None)),
        (edit_texts.transferred, "book=5@EAST:MAIN", Transfer("book", Decimal(5), "EAST", "MAIN", None)),
        (edit_texts.transferred, "book=5@EAST@2199-03-10", Transfer("book", Decimal(5), "EAST", None, ON)),
        (edit_texts.receipt_voided, "7", edits.VoidReceipt(7)),
        (edit_texts.shipment_voided, "7", edits.VoidShipment(7)),
        (edit_texts.policy, "skip", edits.SetPolicy(Policy.SKIP)),
    ],
)
def test_a_text_is_read_as_its_edit(records: Records, reader: Reader, text: str, edit: Edit) -> None:
    assert reader(records, text) == edit


@pytest.mark.parametrize(
    ("reader", "text"),
    [
        (edit_texts.priority, "0001=high"),
        (edit_texts.split, "0001"),
        (edit_texts.purchased, "book=5@soon"),
        (edit_texts.transferred, "book=5@"),
        (edit_texts.receipt_voided, "the last"),
        (edit_texts.policy, "luck"),
    ],
)
def test_a_text_that_cannot_be_read_is_wrong_usage(records: Records, reader: Reader, text: str) -> None:
    with pytest.raises(typer.BadParameter):
        reader(records, text)


def test_edits_come_option_by_option_and_as_they_were_typed(records: Records) -> None:
    typed = {"void": ["7"], "split": ["0001/2", "0001/1"], "lift": None, "priority": ["0001=5"]}
    assert edit_texts.read(records, typed) == [
        edits.Priority("0001", 5),
        edits.Split("0001", 2),
        edits.Split("0001", 1),
        edits.VoidShipment(7),
    ]


def test_every_option_has_its_turn() -> None:
    assert sorted(edit_texts.IN_TURN) == sorted(edit_texts.EDITS)


def test_what_one_purchase_order_brings_is_one_receipt(records: Records) -> None:
    read = list(edit_texts.receipts(records, ["PO1:book=3", "PO1:pen=4"]))
    assert read == [edits.Receive("PO1", {"book": Decimal(3), "pen": Decimal(4)})]
    with pytest.raises(typer.BadParameter, match="book is named twice"):
        list(edit_texts.receipts(records, ["PO1:book=3", "PO1:book=4"]))
