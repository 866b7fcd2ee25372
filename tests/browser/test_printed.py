"""What is printed is seen first, on a phone too: nothing of a sheet lies beyond its right edge."""

from __future__ import annotations

from decimal import Decimal

import pytest
from playwright.sync_api import Browser, ViewportSize

from engine import paper
from engine.paper import Print
from tests.story import Story

pytestmark = pytest.mark.browser

FRAME: ViewportSize = {"width": 318, "height": 520}
"""The frame that shows a sheet on a phone, 390 pixels wide."""
BEYOND = """() => [...document.querySelectorAll('section, html')]
  .filter(one => one.scrollWidth > one.clientWidth)
  .map(one => `${one.tagName}: ${one.scrollWidth} of ${one.clientWidth}`)"""


def sheets() -> dict[str, str]:
    """One of each kind, with long words, prices and a currency."""
    desk = Story()
    desk.item("WB-MATH-7", 20, description="Mathematics Workbook, year 7", unit_cost=Decimal("1024.50"))
    desk.prefer(currency="EUR", letterhead="Lantern House School Supplies, 4 Mill Street")
    po = desk.purchase("WB-MATH-7", 1250)
    (shipment,) = desk.shipments_of(desk.order("WB-MATH-7 12"))
    numbers = {Print.PO: po}
    printed: dict[str, str] = {
        what: desk.ask(paper.printed, what, [numbers.get(what, str(shipment))]) for what in Print
    }
    return {**printed, "morning": desk.ask(paper.morning_report)}


def test_on_a_phone_nothing_of_a_sheet_is_cut_at_the_right(browser: Browser) -> None:
    cut = {}
    with browser.new_context(viewport=FRAME) as context:
        page = context.new_page()
        for what, document in sheets().items():
            page.set_content(document)
            cut[what] = page.evaluate(BEYOND)
    assert not any(cut.values()), cut
