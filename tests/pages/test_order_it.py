"""*Order it* beside a line that waits, on a selection and on a LIC; linked both ways (R44)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import buying, catalogue, days, supply
from engine.model import PoState
from pages.parts import vendor_dialog
from tests.pages.screen import Screen
from tests.story import Story


@pytest.fixture
def order(story: Story) -> str:
    """An order for 25 books, of which 20 lie there; the press sells them."""
    with story.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    return story.order("book 25")


def pending(story: Story) -> list[str]:
    pos: list[str] = story.ask(supply.purchase_orders, PoState.PENDING)["po"].to_list()
    return pos


def test_r44_a_lic_is_ordered_on_its_page_and_the_purchase_order_is_opened_there(
    story: Story, order: str
) -> None:
    screen = Screen("demand", lic="book").click("Order it: 5 units from press")
    (po,) = pending(story)
    assert screen.successes == [f"Ordered 5 of book on {po}."]
    assert f"5 units of it are on {po}, still to be opened." in screen.text
    waits = [row for row in screen.frame("covered_by", "reason") if "pending" in row["covered_by"]]
    assert [row["covered_by"] for row in waits] == [f"not ordered; 5 on {po}, pending"]
    assert not screen.has("Order it: 5")
    screen.click(f"Open {po}")
    assert story.ask(supply.find, po)["state"] == "open"
    assert not screen.has("Order it: ")
    assert order not in screen.refusals


@pytest.mark.usefixtures("order")
def test_r44_what_several_orders_lack_is_ordered_in_one_act(story: Story) -> None:
    story.order("book 3", "pen 1", customer="college")
    screen = Screen("orders").pick("orders", 0, 1).click("Order it")
    (po,) = pending(story)
    assert screen.successes == [f"Ordered 8 of book on {po}."]


def test_r44_the_selected_lines_of_a_lic_are_ordered(story: Story, order: str) -> None:
    other = story.order("book 7")
    screen = Screen("demand", lic="book").pick("queue-book", 2).click("Order it for these")
    (po,) = pending(story)
    assert screen.successes == [f"Ordered 7 of book on {po}."]
    assert story.ask(buying.for_whom, po)["order"].to_list() == [other]
    assert order != other


def test_r44_a_line_is_ordered_on_its_order_which_then_names_the_purchase_order(
    story: Story, order: str
) -> None:
    screen = Screen("orders", order=order).click("Order it: what nobody ordered")
    (po,) = pending(story)
    rows = screen.frame("line", "expected")
    assert f"not ordered; 5 on {po}, pending" in [row["expected"] for row in rows]
    screen.pick("order_lines", 1).click("Order it")
    assert screen.successes == [f"Nothing more of book is needed: {po} has it, and is still to be opened."]
    screen.click(f"Open {po}")
    assert screen.successes == [f"{po} is open: it is on order now."]
    assert story.ask(supply.find, po)["state"] == PoState.OPEN
    assert not screen.has(f"Open {po}")


def test_r44_what_was_just_ordered_is_opened_beside_the_sentence_that_says_so(
    story: Story, order: str
) -> None:
    screen = Screen("orders", order=order).click("Order it: what nobody ordered")
    (po,) = pending(story)
    screen.again()
    assert not screen.has(f"Open {po}")
    screen.click("Order it: what nobody ordered").click(f"Open {po}")
    assert pending(story) == []


def test_r44_selected_lines_of_the_review_are_ordered_once_each_lic_has_a_vendor(
    story: Story, order: str
) -> None:
    story.order("pen 130")
    screen = Screen("backorders").pick("waiting", 0, 1).click("Order it")
    assert "**pen** has no vendor." in screen.text
    assert not screen.refusals
    assert pending(story) == []
    screen.choose("Vendor of pen", "press")
    screen.test.button(vendor_dialog.ORDER).click()
    screen.again()
    (po,) = pending(story)
    assert story.ask(catalogue.item, "pen")["vendor"] == "press"
    assert sorted(story.ask(supply.lines, po)["lic"]) == ["book", "pen"]
    assert order in story.ask(buying.for_whom, po)["order"].to_list()


def test_r44_a_purchase_order_says_for_whom_it_is(story: Story, order: str) -> None:
    with story.act() as tx:
        buying.order_it(tx, lics=["book"])
    (po,) = pending(story)
    screen = Screen("supply", po=po)
    assert [row["for_whom"] for row in screen.frame("lic", "for_whom")] == [order]
    (row,) = screen.frame("order", "waiting_qty")
    assert (row["order"], row["line"], row["qty"]) == (order, 1, Decimal(5))


def test_r44_a_purchase_is_tried_and_then_made(story: Story, order: str) -> None:
    screen = Screen("whatif").choose("What would change", "Units are bought for a day")
    screen.choose("LIC", "book").type("Units bought", "5")
    with story.session.snapshot() as tx:  # the page's own day, and not the story's
        soon = tx.today + timedelta(days=30)
    screen.test.date_input[0].set_value(soon)
    screen.again().click("Add change")
    (row,) = screen.frame("order", "to_said")
    assert "(PO101)" in row["to_said"]
    screen.click("Apply")
    assert screen.successes == [f"Done: 5 of book are bought and expected on {days.dated(soon)}."]
    assert story.ask(buying.bought_on, order=order)["state"].to_list() == ["open"]
