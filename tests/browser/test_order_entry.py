"""Typing an order in a real browser: keys, focus, dialogs, reloads."""

import pytest
from playwright.sync_api import expect

from engine import orders
from engine.model import OrderState
from tests.browser.server import PATIENCE_MS, Tab
from tests.story import Story

pytestmark = pytest.mark.browser


def begin(tab: Tab, customer: str = "school") -> str:
    """Open order entry, choose a customer by keys; returns the number of the draft."""
    tab.go("/order_entry")
    tab.wait_until_in("Customer")
    tab.type(customer)
    tab.wait_until_in("Add a line")
    return tab.page.url.partition("draft=")[2]


def test_an_order_is_typed_from_first_to_last_without_the_mouse(tab: Tab, story: Story) -> None:
    story.item("atlas", 20)
    story.item("chalk", 100)
    number = begin(tab)
    tab.type("chalk 3")
    tab.says("Line 1: 3 of chalk added.")
    tab.settle()
    tab.type("atlas*25")
    tab.asked("Yes: 20 now, 5 on backorder")
    tab.press("y")
    tab.not_asked()
    tab.wait_until_in("Add a line")
    tab.type("#1 4")
    tab.says("Line 1: now 4 of chalk.")
    tab.settle()
    tab.press("Control+Enter")
    tab.says(f"Order {number} opened: 2 lines ship now, 1 on backorder.")
    tab.wait_until_in("Customer")
    assert story.state(number) == "4 allotted, 20 allotted, 5 backordered"


def test_the_key_that_sends_what_is_typed_does_not_open_the_draft_as_well(tab: Tab, story: Story) -> None:
    story.item("ledger", 20)
    number = begin(tab)
    tab.type("ledger 3")
    tab.says("Line 1: 3 of ledger added.")
    tab.settle()
    tab.type("ledger 1", then="Control+Enter")
    tab.says("Line 2: 1 of ledger added.")
    tab.settle()
    tab.click("New location")
    expect(tab.field("Code")).to_be_focused(timeout=PATIENCE_MS)
    tab.type("GYM", then="Control+Enter")
    tab.says("Location GYM was added.")
    tab.click("Paste lines")
    tab.dialog.get_by_role("textbox").fill("ledger\t4")
    tab.press("Control+Enter")
    expect(tab.dialog.get_by_role("button", name="Add 1 line")).to_be_visible(timeout=PATIENCE_MS)
    tab.settle()
    tab.press("Control+Enter")
    tab.says("1 line added.")
    tab.settle()
    tab.press("Control+k")
    tab.type("nothing of that name", then="Control+Enter")
    tab.page.get_by_text("nothing of that name").wait_for()
    tab.settle()
    order = story.ask(orders.find, number)
    assert (order["state"], order["location"]) == (OrderState.PENDING, "GYM")
    assert story.lines(number)["qty"].to_list() == [3, 1, 4]


def test_no_makes_the_line_wait_whole(tab: Tab, story: Story) -> None:
    story.item("globe", 20)
    number = begin(tab)
    tab.type("globe 25")
    tab.asked("No: all 25 wait")
    tab.press("n")
    tab.not_asked()
    tab.wait_until_in("Add a line")
    tab.press("Control+Enter")
    tab.says(f"Order {number} opened: 1 line on backorder.")
    assert story.lines(number)["whole"].to_list() == [True]


def test_with_nothing_available_only_a_backorder_is_offered(tab: Tab, story: Story) -> None:
    story.item("easel")
    number = begin(tab)
    tab.type("easel 4")
    tab.asked("Yes: backorder all 4")
    assert tab.dialog.get_by_text("Backorder this line?").is_visible()
    assert tab.dialog.get_by_role("button", name="on backorder").count() == 0
    tab.press("y")
    tab.not_asked()
    tab.wait_until_in("Add a line")
    tab.press("Control+Enter")
    tab.says(f"Order {number} opened: 1 line on backorder.")


def test_esc_leaves_the_line_undecided_and_the_order_a_draft(tab: Tab, story: Story) -> None:
    story.item("lamp", 20)
    number = begin(tab)
    tab.type("lamp 25")
    tab.asked("Yes: 20 now")
    tab.press("Escape")
    tab.not_asked()
    tab.wait_until_in("Add a line")
    tab.says("Undecided: line 1 (lamp)")
    tab.press("Control+Enter")
    tab.asked("Yes: 20 now")
    assert story.order_state(number) == OrderState.PENDING
    tab.press("y")
    tab.says(f"Order {number} opened: 1 line ships now, 1 on backorder.")
    assert story.order_state(number) == OrderState.OPEN


def test_a_reload_keeps_the_draft(tab: Tab, story: Story) -> None:
    story.item("desk", 20)
    number = begin(tab)
    tab.type("desk 7")
    tab.says("Line 1: 7 of desk added.")
    tab.page.reload()
    tab.wait_until_in("Add a line")
    assert f"draft={number}" in tab.page.url
    tab.says("1 line, 7 units, all available now")
    tab.type("desk 2")
    tab.says("2 lines, 9 units, all available now")


def test_the_cursor_stands_in_the_line_box_on_every_way_to_a_draft_and_only_there(
    tab: Tab, story: Story
) -> None:
    draft, order = story.draft("pen 1"), story.order("pen 1")
    tab.go(f"/order_entry?draft={draft}")
    tab.wait_until_in("Add a line")
    tab.field("Priority").focus()
    tab.page.get_by_test_id("stSidebarNavLink").filter(has_text="Orders").first.click()
    tab.page.wait_for_url("**/orders*")
    tab.settle()
    tab.page.go_back()
    tab.wait_until_in("Add a line")
    tab.go(f"/orders?order={order}")
    tab.says(f"Order {order}")
    assert tab.page.evaluate("document.activeElement.tagName") == "BODY"


def test_what_is_refused_is_put_back_ready_to_be_typed_over(tab: Tab, story: Story) -> None:
    story.item("paper", 20)
    number = begin(tab)
    tab.type("papper 7")
    tab.says("There is no LIC papper")
    tab.wait_until_in("Add a line")
    assert tab.field("Add a line").input_value() == "papper 7"
    tab.page.wait_for_timeout(300)
    tab.type("paper 7")
    tab.says("Line 1: 7 of paper added.")
    assert story.ask(orders.lines, number)["qty"].to_list() == [7]


def test_a_double_click_opens_the_order_once(tab: Tab, story: Story) -> None:
    story.item("stool", 20)
    number = begin(tab)
    tab.type("stool 7")
    tab.says("Line 1: 7 of stool added.")
    tab.settle()
    tab.page.get_by_role("button", name="Open order").dblclick()
    tab.wait_until_in("Customer")
    assert story.state(number) == "7 allotted"
    assert tab.page.get_by_text("cannot be changed").count() == 0
