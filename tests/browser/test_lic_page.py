"""The page of a LIC whose stock lies in two warehouses, in a real browser."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from engine import catalogue, stock
from tests.browser.server import HALF, ROW, Tab
from tests.story import Story

pytestmark = pytest.mark.browser


def test_a_balance_of_one_warehouse_opens_what_is_counted_there_alone(tab: Tab, story: Story) -> None:
    """40 lie in EAST, and 100 in MAIN, of which 30 are wanted."""
    with story.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "pen", Decimal(40), reason="count", warehouse="EAST")
    story.order("pen 30")
    tab.go("/demand?lic=pen")
    expect(tab.cell(0, 1)).to_have_text("EAST")
    expect(tab.cell(1, 1)).to_have_text("40")
    grid = tab.page.get_by_test_id("stDataFrame").first
    width = grid.evaluate("grid => grid.getBoundingClientRect().width")
    warehouse, figure = 110, 85
    spread = width / (warehouse + 8 * figure)
    grid.click(position={"x": spread * (warehouse + figure) - 17, "y": 2 * ROW + HALF})
    tab.says("together 40 units")
    expect(tab.dialog).to_contain_text("pen in EAST: on hand 40")
    expect(tab.dialog.get_by_test_id("glide-cell-1-0")).to_have_text("40")
    tab.press("Escape")
    tab.not_asked()
    grid.click(position={"x": spread * (warehouse + 5 * figure) - 17, "y": ROW + HALF})
    tab.says("1 line, together 30 units")
