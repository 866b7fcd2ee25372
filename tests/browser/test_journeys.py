"""What people come for, from first click to last: manager, buyer, many at once and back, two tabs, a phone,
and a server that dies."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from engine import orders, supply
from engine.store import open_desk
from tests.browser import looking
from tests.browser.server import PATIENCE_MS, Server, Tab, opened, served
from tests.story import Story

pytestmark = pytest.mark.browser

TEXT = 4.5
PHONE: ViewportSize = {"width": 390, "height": 844}


def test_a_manager_orders_what_nobody_ordered_from_the_bar_that_shows_it(tab: Tab, story: Story) -> None:
    """The sentence, the bar, the LIC, the order: the question ends with something that can be done."""
    story.item("globe", 3, vendor_code="press")
    story.order("globe 903")
    tab.go("/")
    tab.says("units")
    bar = tab.page.locator("path[aria-roledescription=bar][aria-label*='LIC: globe']").first
    bar.scroll_into_view_if_needed()
    bar.click()
    tab.page.wait_for_url(re.compile("lic=globe"))
    tab.go("/demand?lic=globe")
    tab.click("Order it: 900 units from press")
    tab.says("PO")
    assert story.ask(supply.purchase_orders, "pending")["qty"].to_list() == [900]
    expect(tab.page).to_have_title(re.compile("LIC globe"))


def test_a_buyer_orders_all_of_a_vendor_opens_the_purchase_order_and_prints_it(
    tab: Tab, story: Story
) -> None:
    story.item("easel", vendor_code="press")
    story.order("easel 7")
    tab.go("/replenishment")
    tab.says("wait for it")
    tab.click("Order all")
    tab.says("easel")
    tab.click("Open PO")
    tab.says("on order now")
    (po,) = story.ask(supply.purchase_orders, "open")["po"].to_list()
    tab.go(f"/supply?po={po}")
    expect(tab.page).to_have_title(re.compile(f"Purchase order {po}"))
    tab.click("Print …")
    tab.dialog.frame_locator("iframe").get_by_text("easel").first.wait_for()


def test_many_are_changed_at_once_and_undone_as_one(tab: Tab, story: Story) -> None:
    """The message of the change has the way back, and it says of how many."""
    story.item("chalk")
    numbers = [story.order("chalk 2"), story.order("chalk 3", customer="college"), story.order("chalk 4")]
    tab.go("/backorders?lic=chalk")
    tab.says("3 lines")
    for row in range(3):
        tab.tick(row)
    tab.says("3 selected")
    tab.click("Set priority")
    tab.dialog.get_by_role("radio", name="7", exact=True).click()
    tab.says("Nobody")
    tab.settle()
    tab.press("y")
    tab.not_asked()
    assert {story.ask(orders.find, number)["priority"] for number in numbers} == {7}
    tab.click("Undo")
    tab.asked("Yes: undo it")
    tab.says("and 2 more like it")
    tab.press("y")
    tab.not_asked()
    tab.says("undid")
    assert {story.ask(orders.find, number)["priority"] for number in numbers} == {0}


def test_what_another_tab_changed_is_not_overwritten(tab: Tab, browser: Browser, story: Story) -> None:
    story.item("lamp", 5)
    order = story.order("lamp 3")
    tab.go(f"/orders?order={order}")
    tab.click("Edit")
    tab.dialog.get_by_role("textbox", name="Note").fill("Ring twice")
    with opened(browser, tab.server) as other:
        other.go(f"/orders?order={order}")
        other.click("Priority")
        other.dialog.get_by_role("radio", name="3", exact=True).click()
        other.says("Nobody")
        other.settle()
        other.press("y")
        other.not_asked()
    tab.click("Save")
    tab.says(f"Order {order} was changed by Ann")
    expect(tab.dialog.get_by_role("textbox", name="Note")).to_have_value("Ring twice")


def test_what_was_done_is_said_and_nothing_moves_by_it(tab: Tab, story: Story) -> None:
    """And it is seen where the page is scrolled down, with the way back beside it."""
    order = story.order("pen 1")
    tab.go(f"/orders?order={order}")
    title = tab.page.get_by_role("heading", level=1)
    before = title.bounding_box()
    tab.click("Priority")
    tab.dialog.get_by_role("radio", name="3", exact=True).click()
    tab.says("Nobody")
    tab.settle()
    tab.press("y")
    tab.not_asked()
    message = tab.page.locator(".st-key-done-just-now")
    expect(message).to_be_in_viewport(timeout=PATIENCE_MS)
    assert title.bounding_box() == before
    assert looking.contrast(message.get_by_test_id("stAlert").first) >= TEXT
    tab.click("Undo")
    tab.asked("Yes: undo it")
    expect(message).to_have_count(0, timeout=PATIENCE_MS)


def test_goods_are_received_on_a_phone(browser: Browser, server: Server, story: Story) -> None:
    story.item("stapler")
    po = story.purchase("stapler", 10)
    with opened(browser, server, viewport=PHONE, has_touch=True) as tab:
        tab.go("/supply")
        tab.wait_until_in("Scan")
        tab.type(po)
        tab.wait_until_in("What came?")
        tab.type("stapler 4")
        expect(tab.cell(2, 0)).to_have_text("4", timeout=PATIENCE_MS)
        tab.click("Book receipt")
        tab.says("4 units")
    assert story.balance("stapler")["on_hand"] == "4"


def test_a_draft_outlives_the_server_it_was_typed_on(browser: Browser, tmp_path: Path) -> None:
    """Killed, and started again at the same port: the page is there again by itself, and so is the draft."""
    desk = tmp_path / "desk.duckdb"
    session = open_desk(desk, name="a test")
    number = Story(session, book=20).draft("book 7")
    session.close()
    with served(desk, tmp_path) as server:
        port = int(server.address.rpartition(":")[2])
        tab = Tab(browser.new_context().new_page(), server)
        tab.go(f"/order_entry?draft={number}")
        tab.wait_until_in("Add a line")
        server.process.kill()
        server.process.wait(timeout=20)
        expect(tab.page.get_by_text("Connection error")).to_be_visible(timeout=PATIENCE_MS)
    with served(desk, tmp_path, port=port):
        expect(tab.page.get_by_text("Connection error")).to_have_count(0, timeout=PATIENCE_MS)
        tab.says("1 line, 7 units")
        tab.wait_until_in("Add a line")
        tab.type("book 2")
        tab.says("2 lines, 9 units")
        tab.page.context.close()
    assert tab.troubles == []
