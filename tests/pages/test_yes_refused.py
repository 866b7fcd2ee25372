"""A yes that is refused: its question closes, and the page behind shows the desk as it is now."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from engine import notices, orders, shipments, supply
from tests.pages.screen import Screen
from tests.story import Story


class Late(NamedTuple):
    """A question that is answered too late: how it is asked of a desk, what happens meanwhile, its yes."""

    ask: Callable[[Story], Screen]
    meanwhile: Callable[[Story], None]
    yes: str
    refused: str


def _two_waiting(story: Story) -> Screen:
    story.order("book 25 split")
    story.order("book 25 split")
    return Screen("backorders").pick("waiting", 0, 1).click("Cancel lines")


def _line_cancelled(story: Story) -> None:
    with story.act() as tx:
        orders.cancel_line(tx, "1001", 2)


def _two_orders(story: Story) -> Screen:
    story.order("book 5")
    story.order("book 5")
    return Screen("orders").pick("orders", 0, 1).click("Cancel orders")


def _order_cancelled(story: Story) -> None:
    with story.act() as tx:
        orders.cancel_order(tx, "1001")


def _two_shipments(story: Story) -> Screen:
    story.order("book 5")
    story.order("book 5")
    return Screen("shipments").pick("shipments", 0, 1).click("Ship")


def _shipped(story: Story) -> None:
    with story.act() as tx:
        shipments.ship(tx, [1])


def _po_voided(story: Story) -> None:
    with story.act() as tx:
        supply.void_po(tx, "PO101")


def _of_po(label: str) -> Callable[[Story], Screen]:
    def _asked(story: Story) -> Screen:
        return Screen("supply", po=story.purchase("book", 10)).click(label)

    return _asked


def _too_many(story: Story) -> Screen:
    story.purchase("book", 5)
    screen = Screen("demand", lic="book")
    screen.test.session_state["more"] = "Receive"
    return screen.again().type("Units that came", "6").click("Book receipt")


def _of_receipt(story: Story) -> Screen:
    story.supply("book", 10)
    return Screen("supply", po="PO101").pick("po-receipts", 0).click("Void this receipt")


def _receipt_voided(story: Story) -> None:
    with story.act() as tx:
        supply.void_receipt(tx, 1)


def _to_undo(story: Story) -> Screen:
    story.order("book 25")
    story.supply("book", 5)
    return Screen("backorders").click("Fill 5 units now").click("Undo")


def _undone(story: Story) -> None:
    story.undo()


def _two_drafts(story: Story) -> Screen:
    story.order("book 25")
    story.order("book 1", customer="college")
    with story.act() as tx:
        notices.draft(tx)
    story.supply("book", 6)
    story.sweep()
    return Screen("notices").click("Check for changes").pick("notice-drafts", 0, 1).click("Mark 2 as sent")


def _drafts_sent(story: Story) -> None:
    with story.act() as tx:
        notices.mark_told(tx, notices.drafts(tx)["notice_id"].to_list())


def _of_shipment(story: Story) -> Screen:
    """A preview, which is tried again before its yes is taken."""
    story.order("book 5")
    return Screen("shipments", shipment="1").click("Void")


def _voided(story: Story) -> None:
    with story.act() as tx:
        shipments.void(tx, [1])


LATE = {
    "lines": Late(_two_waiting, _line_cancelled, "cancel them", "of order 1001"),
    "orders": Late(_two_orders, _order_cancelled, "cancel them", "Order 1001"),
    "shipments": Late(_two_shipments, _shipped, "ship them", "Shipment 1"),
    "purchase order": Late(_of_po("Cancel purchase order"), _po_voided, "cancel it", "PO101"),
    "receipt": Late(_of_receipt, _receipt_voided, "void it", "Receipt 1"),
    "more than was ordered": Late(_too_many, _po_voided, "book it", "PO101"),
    "shipment": Late(_of_shipment, _voided, "void it", "Shipment 1"),
    "undo": Late(_to_undo, _undone, "undo it", "undo"),
    "drafts": Late(_two_drafts, _drafts_sent, "mark them", "draft"),
}


@pytest.mark.parametrize("about", LATE)
def test_a_yes_that_is_refused_closes_its_question_and_says_why_over_the_page(
    story: Story, about: str
) -> None:
    late = LATE[about]
    screen = late.ask(story)
    assert screen.has(f"Yes: {late.yes}")
    story.actor = "Bob"
    late.meanwhile(story)
    screen.click(f"Yes: {late.yes}")
    assert [late.refused in refusal for refusal in screen.refusals] == [True]
    assert not screen.has(f"Yes: {late.yes}")
    assert screen.again().refusals == []
