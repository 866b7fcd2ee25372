"""Shipping and priorities in a real browser: the questions that move other people's stock."""

import pytest

from tests.browser.server import Tab
from tests.story import Story

pytestmark = pytest.mark.browser


def test_less_ships_than_was_set_aside(tab: Tab, story: Story) -> None:
    """R12: 533 allotted, 500 in the box."""
    story.item("ink", 533)
    number = story.order("ink 533")
    (shipment,) = story.shipments_of(number)
    tab.go(f"/shipments?shipment={shipment}")
    tab.click("Ship")
    tab.asked("Ship these quantities")
    tab.dialog.get_by_role("textbox", name="ink").fill("500")
    tab.click("Ship these quantities")
    tab.asked("Backorder the 33")
    tab.dialog.get_by_role("radio", name="Not found").click()
    tab.says("It comes off on hand")
    tab.settle()
    tab.press("b")
    tab.says(f"Shipment {shipment} was shipped; the rest waits on backorder.")
    assert story.state(number) == "500 shipped, 33 backordered"


def test_the_links_of_a_line_stand_on_the_line_of_its_buttons(tab: Tab, story: Story) -> None:
    story.item("binder", 3)
    number = story.order("binder 3")
    (shipment,) = story.shipments_of(number)
    tab.go(f"/orders?order={number}")
    tab.tick(0)
    button = tab.page.get_by_role("button", name="Cancel line")
    middles = [
        box["y"] + box["height"] / 2
        for name in (f"Shipment {shipment}", "Demand for binder")
        for place in (button, tab.page.get_by_role("link", name=name))
        if (box := place.bounding_box())
    ]
    assert len(middles) == 4
    assert max(middles) - min(middles) < 1


def scan(tab: Tab, *codes: str) -> None:
    """Type as a scanner does: no pause between letters, Enter at once; the next code takes a moment."""
    for code in codes:
        tab.page.keyboard.type(code, delay=0)
        tab.press("Enter")
        tab.page.wait_for_timeout(400)
    tab.settle()


def test_a_shipment_is_opened_counted_and_shipped_with_a_scanner_alone(tab: Tab, story: Story) -> None:
    story.item("stamp", 3)
    (shipment,) = story.shipments_of(story.order("stamp 3"))
    tab.go("/shipments")
    tab.wait_until_in("Scan")
    scan(tab, str(shipment))
    tab.wait_until_in("What is packed?")
    scan(tab, "stamp", "STAMP", "stamp")
    tab.says("All of it is packed")
    tab.press("Enter")
    tab.says(f"Shipment {shipment} was shipped.")


def test_who_begins_to_pick_and_prints_scans_on(tab: Tab, story: Story) -> None:
    story.item("chalk", 2)
    (shipment,) = story.shipments_of(story.order("chalk 2"))
    tab.go(f"/shipments?shipment={shipment}")
    tab.click("Pick")
    tab.wait_until_in("What is packed?")
    tab.click("Print")
    tab.press("Escape")
    tab.not_asked()
    tab.wait_until_in("What is packed?")
    scan(tab, "chalk", "chalk", "")
    tab.says(f"Shipment {shipment} was shipped.")


def test_a_receipt_is_counted_with_a_scanner_and_too_much_is_asked_about(tab: Tab, story: Story) -> None:
    """R39: 12 of 10 came; it is asked about and booked."""
    story.item("stapler")
    po = story.purchase("stapler", 10)
    tab.go(f"/supply?po={po}")
    tab.wait_until_in("What came?")
    scan(tab, "stapler", "stapler", "stapler 12", "")
    tab.asked("Yes: book it")
    tab.press("y")
    tab.says("12 units. The purchase order is complete.")
    assert story.balance("stapler")["on_hand"] == "12"


def test_what_is_to_be_printed_is_seen_first(tab: Tab, story: Story) -> None:
    story.item("easel", 2)
    (shipment,) = story.shipments_of(story.order("easel 2"))
    tab.go(f"/shipments?shipment={shipment}")
    tab.click("Print …")
    sheet = tab.dialog.frame_locator("iframe")
    sheet.get_by_role("heading", name="Picking list").wait_for()
    tab.dialog.get_by_role("radio", name="Packing slips").click()
    sheet.get_by_role("heading", name=f"Packing slip {shipment}").wait_for()
    sheet.locator("body").evaluate(
        "body => { body.ownerDocument.defaultView.print = () => { body.id = 'printed' } }"
    )
    sheet.get_by_role("button", name="Print").click()
    sheet.locator("#printed").wait_for()


def test_a_priority_shows_who_would_lose_before_it_is_set(tab: Tab, story: Story) -> None:
    """R19: 20 went to the first order; the second asks for 5 of them."""
    story.item("ruler", 20)
    first, second = story.order("ruler 20"), story.order("ruler 5", customer="college")
    tab.go(f"/orders?order={second}")
    tab.click("Priority")
    tab.dialog.get_by_role("radio", name="5", exact=True).click()
    tab.says("Who loses")
    assert story.state(first) == "20 allotted"
    tab.settle()
    tab.press("y")
    tab.not_asked()
    assert story.state(first) == "15 allotted, 5 backordered"
    assert story.state(second) == "5 allotted"


def test_an_order_that_takes_stock_is_opened_after_a_look_at_who_loses_it(tab: Tab, story: Story) -> None:
    """R18: 20 went to the first order; a draft with priority 5 takes 5 of them, once that was seen."""
    story.item("slate", 20)
    first, urgent = story.order("slate 20"), story.draft("slate 5", customer="college", priority=5)
    tab.go(f"/order_entry?draft={urgent}")
    tab.click("Open order")
    tab.asked("Yes: backorder all 5")
    tab.press("y")
    tab.asked("Yes: open it")
    tab.says("Who loses")
    assert story.state(first) == "20 allotted"
    tab.press("n")
    tab.not_asked()
    assert story.order_state(urgent) == "pending"
    tab.click("Open order")
    tab.asked("Yes: open it")
    tab.press("y")
    tab.says(f"Order {urgent} opened: 1 line ships now.")
    tab.not_asked()
    tab.wait_until_in("Customer")
    assert story.state(first) == "15 allotted, 5 backordered"
    assert story.state(urgent) == "5 allotted"


def test_several_shipments_are_picked_at_once(tab: Tab, story: Story) -> None:
    story.item("glue", 20)
    numbers = [story.order("glue 5"), story.order("glue 6", customer="college")]
    tab.go("/shipments?q=glue")
    tab.tick(0)
    tab.tick(1)
    tab.click("Pick 2")
    tab.says("2 shipments are being picked.")
    assert all(story.shipments_of(number, "picking") for number in numbers)
