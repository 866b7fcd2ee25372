"""Receiving a LIC on its own page, beside *Supply* by the same box (R39)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import supply
from tests.pages.screen import Screen
from tests.story import Story


def receive(lic: str) -> Screen:
    """The page of a LIC with *Receive* open."""
    screen = Screen("demand", lic=lic)
    screen.test.session_state["more"] = "Receive"
    return screen.again()


def test_a_lic_is_received_on_its_page_of_what_is_due_first(story: Story) -> None:
    order = story.order("book 25")
    later = story.purchase("book", 40, expected_on=story.today + timedelta(9))
    sooner = story.purchase("book", 7, expected_on=story.today + timedelta(2))
    screen = receive("book")
    (choice,) = [box for box in screen.test.selectbox if box.label == "On its way"]
    assert choice.options == [f"{sooner} from Press", f"{later} from Press"]
    assert "7 units to come, " in screen.text
    assert f"5 units go to 1 line of 1 order: {order}. 2 units lie free then." in screen.text
    screen.click("Book receipt")
    assert "was booked: 7 units. The purchase order is complete." in screen.successes[0]
    assert screen.has("Undo")
    assert story.balance("book")["on_hand"] == "27"
    assert [story.po_state(po) for po in (sooner, later)] == ["closed", "open"]


def test_what_came_is_shown_before_it_is_booked_and_more_is_asked_about(story: Story) -> None:
    order, po = story.order("book 25"), story.purchase("book", 5)
    screen = receive("book").type("Units that came", "3").again()
    assert f"3 units go to 1 line of 1 order: {order}." in screen.text
    screen.type("Units that came", "6").click("Book receipt")
    assert "6 came, 5 were to come." in screen.text
    screen.click("Yes: book it")
    assert story.po_state(po) == "closed"
    assert story.balance("book")["on_hand"] == "26"


def test_what_is_left_after_a_receipt_is_what_is_proposed_next(story: Story) -> None:
    po = story.purchase("book", 9)
    screen = receive("book").type("Units that came", "4").click("Book receipt")
    assert "5 units to come, " in screen.text
    screen.click("Book receipt")
    assert story.po_state(po) == "closed"
    assert story.balance("book")["on_hand"] == "29"


@pytest.mark.parametrize("typed", ["", "many", "1.5"])
def test_what_is_no_quantity_is_not_received(story: Story, typed: str) -> None:
    story.purchase("book", 5)
    screen = receive("book").type("Units that came", typed).click("Book receipt")
    assert len(screen.refusals) == 1
    assert story.balance("book")["on_hand"] == "20"


def test_without_an_open_purchase_order_it_says_why_there_is_nothing_to_receive(story: Story) -> None:
    assert "no open purchase order brings it" in receive("book").text
    with story.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, "book", Decimal(5))
    screen = receive("book")
    assert f"Nothing is to be received yet: {po}, with 5 units of it, is pending." in screen.text
    screen.click(f"Open {po}")
    assert screen.has("Book receipt")
