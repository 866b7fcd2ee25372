"""What opens over a page: the cursor is where one types, the answer has a key, nothing lies over it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from engine import orders
from tests.browser.server import PATIENCE_MS, Server, Tab, opened
from tests.story import Story

pytestmark = pytest.mark.browser

FORMS = [
    ("/order_entry", ["New customer"], "Code"),
    ("/demand", ["New LIC"], "LIC"),
    ("/demand?new=lic", [], "LIC"),
    ("/supply", ["New purchase order", "New vendor"], "Code"),
    ("/replenishment", ["Add a replenishment level"], "LIC"),
    ("/preferences?tab=Warehouses", ["Add a warehouse"], "Code"),
]
"""Where it stands, how one gets there, and the first field of a dialog that is filled in."""


@pytest.mark.parametrize(("path", "way", "first"), FORMS)
def test_a_dialog_that_is_filled_in_takes_the_cursor_and_is_sent_with_one_key(
    tab: Tab, path: str, way: list[str], first: str
) -> None:
    tab.go(path)
    for button in way:
        tab.click(button)
    field = tab.dialog.get_by_role("textbox", name=first, exact=True)
    field = field.or_(tab.dialog.get_by_role("combobox", name=first)).first
    expect(field).to_be_focused(timeout=PATIENCE_MS)
    keys = tab.dialog.locator('[kind^="primary"] kbd')
    expect(keys.first).to_be_visible()


def test_what_is_asked_from_a_popover_closes_it(tab: Tab) -> None:
    tab.go("/supply")
    tab.click("New purchase order")
    expect(tab.page.get_by_test_id("stPopoverBody")).to_be_visible(timeout=PATIENCE_MS)
    tab.click("New vendor")
    expect(tab.page.get_by_test_id("stPopoverBody")).to_have_count(0, timeout=PATIENCE_MS)
    expect(tab.field("Code")).to_be_focused(timeout=PATIENCE_MS)
    tab.type("MILL")
    tab.says("Vendor MILL was added.")


def test_a_popover_that_is_filled_in_takes_the_cursor(tab: Tab, story: Story) -> None:
    story.item("ruler")
    story.order("ruler 5")
    tab.go("/backorders")
    tab.click("Own views")
    name = tab.page.get_by_test_id("stPopoverBody").get_by_role("textbox", name="Name")
    expect(name).to_be_focused(timeout=PATIENCE_MS)


def test_letters_that_answer_a_dialog_are_not_typed_into_its_field(tab: Tab, story: Story) -> None:
    story.item("globe", 20)
    number = story.order("globe 20")
    (shipment,) = story.shipments_of(number)
    tab.go(f"/shipments?shipment={shipment}")
    tab.click("Ship")
    tab.dialog.get_by_role("textbox").first.fill("15")
    tab.press("Control+Enter")
    tab.asked("Reduce the order by 5")
    tab.press("g")
    tab.asked("Ship these quantities")


def test_on_a_phone_a_dialog_opens_without_a_keyboard(browser: Browser, server: Server) -> None:
    size: ViewportSize = {"width": 390, "height": 844}
    with opened(browser, server, viewport=size, is_mobile=True, has_touch=True) as tab:
        tab.go("/demand")
        tab.click("New LIC")
        code = tab.dialog.get_by_role("textbox", name="LIC", exact=True)
        expect(code).to_be_visible(timeout=PATIENCE_MS)
        tab.settle()
        expect(code).not_to_be_focused()


def test_a_question_gives_way_to_an_order_that_was_changed_in_another_tab(
    tab: Tab, browser: Browser, story: Story
) -> None:
    """The page behind it is drawn anew, and what is said is seen where that is scrolled down."""
    order = story.order(*["pen 1"] * 12)
    tab.go(f"/orders?order={order}")
    tab.tick(11)
    tab.click("Cancel line")
    tab.asked("Yes: cancel it")
    with opened(browser, tab.server) as other:
        other.go(f"/orders?order={order}")
        other.click("Edit")
        other.dialog.get_by_role("textbox", name="Note").fill("Ring twice")
        other.click("Save")
        other.not_asked()
    tab.press("y")
    tab.not_asked()
    tab.says("Note: Ring twice")
    refusal = tab.page.get_by_test_id("stAlert").filter(has_text=f"Order {order} was changed by Ann")
    expect(refusal).to_be_in_viewport(timeout=PATIENCE_MS)
    tab.click("Cancel line")
    tab.asked("Yes: cancel it")
    tab.press("y")
    tab.says("Line 12 was cancelled.")


def test_a_form_is_asked_again_with_what_was_typed_and_is_not_sent_unseen(tab: Tab, story: Story) -> None:
    """Ctrl + Enter in a field sends it twice: as the key of the field, and as that of the button."""
    order = story.order("pen 1")
    tab.go(f"/orders?order={order}")
    tab.click("Edit")
    note = tab.dialog.get_by_role("textbox", name="Note")
    note.fill("Ring twice")
    with story.act() as tx:
        orders.change(tx, order, location="annex")
    tab.press("Control+Enter")
    tab.says(f"Order {order} was changed by Ann")
    tab.settle()
    expect(note).to_have_value("Ring twice")
    assert story.ask(orders.find, order)["note"] == ""
    tab.press("Control+Enter")
    tab.not_asked()
    found = story.ask(orders.find, order)
    assert (found["location"], found["note"]) == ("annex", "Ring twice")
