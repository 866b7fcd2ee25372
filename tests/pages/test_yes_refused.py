"""A yes that is refused: its question closes, and the page behind shows the desk as it is now."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest

from engine import notices, orders, shipments, supply
from engine.store import Transaction
from tests.pages.screen import Screen
from tests.pages.test_notices import ready_for_two
from tests.story import Story


class Late(NamedTuple):
    """A question that is answered too late: how it is asked of a desk, what Bob does meanwhile, its yes, and
    what it is refused for."""

    ask: Callable[[Story], Screen]
    meanwhile: Callable[[Story], object]
    yes: str
    refused: str


def _in_two_orders(line: str, page: str, grid: str, button: str) -> Callable[[Story], Screen]:
    def _asked(story: Story) -> Screen:
        for _ in range(2):
            story.order(line)
        return Screen(page).pick(grid, 0, 1).click(button)

    return _asked


def _of_po(story: Story) -> Screen:
    return Screen("supply", po=story.purchase("book", 10)).click("Cancel purchase order")


def _too_many(story: Story) -> Screen:
    story.purchase("book", 5)
    screen = Screen("demand", lic="book")
    screen.test.session_state["more"] = "Receive"
    return screen.again().type("Units that came", "6").click("Book receipt")


def _of_receipt(story: Story) -> Screen:
    story.supply("book", 10)
    return Screen("supply", po="PO101").pick("po-receipts", 0).click("Void this receipt")


def _to_undo(story: Story) -> Screen:
    story.order("book 25")
    story.supply("book", 5)
    return Screen("backorders").click("Fill 5 units now").click("Undo")


def _two_drafts(story: Story) -> Screen:
    ready_for_two(story)
    return Screen("notices").click("Check for changes").pick("notice-drafts", 0, 1).click("Mark 2 as sent")


def _of_shipment(story: Story) -> Screen:
    """A preview, which is tried again before its yes is taken."""
    story.order("book 5")
    return Screen("shipments", shipment="1").click("Void")


def _by_bob(act: Callable[[Transaction], object]) -> Callable[[Story], None]:
    def _done(story: Story) -> None:
        with story.act() as tx:
            act(tx)

    return _done


def _mark_all(tx: Transaction) -> None:
    notices.mark_told(tx, notices.drafts(tx)["notice_id"].to_list())


_PO_VOIDED = _by_bob(lambda tx: supply.void_po(tx, "PO101"))
LATE = {
    "lines": Late(
        _in_two_orders("book 25 split", "backorders", "waiting", "Cancel lines"),
        _by_bob(lambda tx: orders.cancel_line(tx, "1001", 2)),
        "cancel them",
        "of order 1001",
    ),
    "orders": Late(
        _in_two_orders("book 5", "orders", "orders", "Cancel orders"),
        _by_bob(lambda tx: orders.cancel_order(tx, "1001")),
        "cancel them",
        "Order 1001",
    ),
    "shipments": Late(
        _in_two_orders("book 5", "shipments", "shipments", "Ship"),
        _by_bob(lambda tx: shipments.ship(tx, [1])),
        "ship them",
        "Shipment 1",
    ),
    "purchase order": Late(_of_po, _PO_VOIDED, "cancel it", "PO101 is void, so it cannot be cancelled"),
    "receipt": Late(_of_receipt, _by_bob(lambda tx: supply.void_receipt(tx, 1)), "void it", "Receipt 1"),
    "more than was ordered": Late(_too_many, _PO_VOIDED, "book it", "PO101"),
    "shipment": Late(_of_shipment, _by_bob(lambda tx: shipments.void(tx, [1])), "void it", "Shipment 1"),
    "undo": Late(_to_undo, Story.undo, "undo it", "undo"),
    "drafts": Late(_two_drafts, _by_bob(_mark_all), "mark them", "draft"),
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
