"""Edits as a person would say them (R42)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import get_args

import pytest

from engine.model import Policy, ShipType
from engine.orders import answering
from engine.rules.letters import Answer
from engine.whatif import edits, pausing
from engine.whatif.edits import Edit
from engine.whatif.transfer_edits import Send, Transfer
from engine.whatif.wording import in_words

D = Decimal
IN_WORDS: dict[Edit, str] = {
    edits.Open("1001"): "Order 1001 is opened",
    edits.AddLine("1001", "book", D(5)): "Order 1001 gets one more line: 5 of book",
    edits.SetQty("1001", 2, D("2.50")): "Line 2 of order 1001 is changed to 2.5",
    edits.Priority("1001", 5): "Order 1001 gets priority 5",
    edits.Cancel("1001"): "Order 1001 is cancelled",
    edits.Cancel("1001", 2): "Line 2 of order 1001 is cancelled",
    edits.SetShipType("1001", ShipType.COMPLETE): "Order 1001 ships only complete",
    edits.SetShipType("1001", ShipType.PARTIAL): "Order 1001 ships in parts",
    edits.Split("1001", 2): "Line 2 of order 1001 may be split",
    edits.Whole("1001", 2): "Line 2 of order 1001 ships only in one piece",
    edits.Release("1001", 2): "Line 2 of order 1001 gives up its stock and its place",
    edits.AnswerQuestion(
        "1001", Answer.CANCEL, 2
    ): f"Line 2 of order 1001 is answered: {answering.IN_WORDS[Answer.CANCEL]}",
    pausing.PutOnHold("1001", 2): "Line 2 of order 1001 is on hold until it is lifted",
    pausing.PutOnHold("1001", None, date(2026, 4, 2)): "Order 1001 is on hold until 2 Apr 2026",
    pausing.Lift("1001"): "The hold on order 1001 is lifted",
    pausing.NotBefore("1001", 2, date(2026, 4, 2)): "Line 2 of order 1001 is wanted not before 2 Apr 2026",
    pausing.NotBefore("1001"): "Order 1001 is wanted at once",
    pausing.HoldCustomer("school"): "Customer school is on hold until it is lifted",
    pausing.LiftCustomer("school"): "The hold on customer school is lifted",
    edits.VoidReceipt(7): "Receipt 7 is voided",
    edits.VoidShipment(8): "Shipment 8 is voided",
    edits.Adjust("book", D(-3)): "On hand of book falls by 3",
    edits.Adjust("book", D(3)): "On hand of book rises by 3",
    Transfer("book", D(5), "EAST"): "5 of book are sent from warehouse EAST",
    Transfer("book", D(5), "EAST", "MAIN", date(2026, 4, 2)): (
        "5 of book are sent from warehouse EAST into MAIN and expected on 2 Apr 2026"
    ),
    Send("TR101"): "Transfer TR101 is sent",
    edits.MoveDate("PO1", date(2026, 4, 2)): "PO1 is expected on 2 Apr 2026",
    edits.Purchase("book", D(5), date(2026, 4, 2)): "5 of book are bought and expected on 2 Apr 2026",
    edits.SetPolicy(Policy.SKIP, 10): "The policy becomes Skip what cannot be filled, for at most 10 days",
    edits.SetPolicy(Policy.STRICT, None): "The policy becomes Strict order",
}


@pytest.mark.parametrize("edit", IN_WORDS)
def test_an_edit_is_said_in_words(edit: Edit) -> None:
    assert in_words(edit) == IN_WORDS[edit]


def test_a_receipt_says_all_that_comes() -> None:
    edit = edits.Receive("PO1", {"book": D(5), "pen": D("2.5")})
    assert in_words(edit) == "PO1 brings 5 of book and 2.5 of pen"


def test_every_kind_of_edit_is_among_them() -> None:
    assert {type(edit) for edit in IN_WORDS} | {edits.Receive} == set(get_args(Edit))
