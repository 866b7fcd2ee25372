"""A form is sent once, though Ctrl + Enter in a text field is the key of the field and that of its button."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import catalogue, stock
from engine.supply import transfers
from tests.browser.server import Tab
from tests.story import Story

pytestmark = pytest.mark.browser


def test_a_return_is_booked_once(tab: Tab, story: Story) -> None:
    story.item("globe", 10)
    order = story.order("globe 8")
    story.ship(order)
    tab.go(f"/orders?order={order}")
    tab.tick(0)
    tab.click("Return")
    field = tab.dialog.get_by_role("textbox", name="How many came back")
    field.fill("2")
    tab.press("Control+Enter")
    tab.not_asked()
    tab.settle()
    assert story.balance("globe")["on_hand"] == "4"


def test_what_is_missing_is_booked_once(tab: Tab, story: Story) -> None:
    story.item("atlas", 10)
    with story.act() as tx:
        catalogue.add_warehouse(tx, "ANNEX")
        number = transfers.make(tx, {"atlas": Decimal(9)}, "MAIN", "ANNEX")
        transfers.send(tx, number)
    tab.go(f"/supply?po={number}")
    tab.click("Something is missing")
    field = tab.page.get_by_role("textbox", name="Units that do not come")
    field.fill("2")
    tab.page.get_by_role("textbox", name="In your own words").fill("wet")
    tab.press("Control+Enter")
    tab.says("2 of atlas booked as missing")
    tab.settle()
    on_order = story.ask(stock.balances, "atlas").filter(warehouse="ANNEX")["on_order"]
    assert on_order.to_list() == [Decimal(7)]
