"""A vendor that is missing is chosen or added where it is missing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import catalogue, replenishment, supply
from engine.model import PoState
from pages.parts import vendor_dialog
from tests.pages.screen import Screen
from tests.story import Story


@pytest.fixture
def short(story: Story) -> Story:
    """An order for more books than lie there; nobody is known who sells them."""
    story.order("book 25")
    return story


def answer(screen: Screen) -> Screen:
    """Order from the vendors that were chosen."""
    screen.test.button(vendor_dialog.ORDER).click()
    return screen.again()


def test_r44_a_lic_without_a_vendor_says_so_and_is_ordered_once_one_is_chosen(short: Story) -> None:
    screen = Screen("demand", lic="book")
    assert "It has no vendor yet: ordering it asks for one." in screen.text
    screen.click("Order it: 5 units …")
    assert "**book** has no vendor." in screen.text
    assert not screen.refusals
    assert screen.test.button(vendor_dialog.ORDER).disabled
    answer(screen.choose("Vendor of book", "press"))
    (po,) = short.ask(supply.purchase_orders, PoState.PENDING)["po"]
    assert screen.successes == [f"Ordered 5 of book on {po}."]
    assert short.ask(catalogue.item, "book")["vendor"] == "press"
    assert "no vendor yet" not in screen.text


def test_r44_what_has_no_vendor_is_ordered_on_the_page_that_says_what_to_order(short: Story) -> None:
    """By what waits, and by a level: five books, and fifty pens for an empty shelf."""
    short.item("ink", 0)
    with short.act() as tx:
        replenishment.set_levels(tx, "ink", level=Decimal(5), target=Decimal(50))
    screen = Screen("replenishment").click("Order it: 55 units …")
    assert "have no vendor." in screen.text
    answer(screen.choose("Vendor of book", "press").choose("Vendor of ink", "press"))
    assert screen.successes[0].startswith("Ordered ")
    assert not screen.has("Order it: 55 units …")


@pytest.mark.usefixtures("short")
def test_a_vendor_that_is_added_there_is_chosen(story: Story) -> None:
    screen = Screen("demand", lic="book").click("Order it: 5 units …")
    screen.enter("Code", "mill", "Add vendor")
    assert "Vendor mill was added and is chosen." in screen.text
    answer(screen)
    assert story.ask(supply.purchase_orders, PoState.PENDING)["vendor"].to_list() == ["mill"]


@pytest.mark.usefixtures("short")
def test_a_vendor_without_a_code_is_asked_for_it() -> None:
    screen = Screen("demand", lic="book").click("Order it: 5 units …").click("Add vendor")
    assert screen.refusals == ["The vendor has no code; type one."]


def test_of_many_lics_without_a_vendor_it_is_only_said(story: Story) -> None:
    lics = [f"map{number}" for number in range(vendor_dialog.MOST_ASKED + 1)]
    for lic in lics:
        story.item(lic)
    story.order(*(f"{lic} 1" for lic in lics))
    screen = Screen("backorders").pick("waiting", *range(len(lics))).click("Order it")
    (refusal,) = screen.refusals
    assert refusal.count("has no vendor, so it cannot be ordered") == len(lics)


def test_the_vendor_of_a_level_is_added_beside_what_was_typed(story: Story) -> None:
    screen = Screen("replenishment").click("Add a replenishment level")
    screen.choose("LIC", "book").type("Level", "10").type("Target", "50")
    screen.enter("Code", "mill", "Add vendor").click("Save")
    (level,) = story.ask(replenishment.levels).to_dicts()
    assert (level["vendor"], level["target_qty"]) == ("mill", Decimal(50))


def test_the_vendor_of_a_level_that_has_one_gives_way_to_the_one_added(story: Story) -> None:
    with story.act() as tx:
        replenishment.set_levels(tx, "book", level=Decimal(10), target=Decimal(50), vendor="press")
    screen = Screen("replenishment").pick("levels", 0).click("Change …")
    screen.enter("Code", "mill", "Add vendor").click("Save")
    assert story.ask(replenishment.levels)["vendor"].to_list() == ["mill"]
