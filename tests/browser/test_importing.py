"""A shop's export dropped into a real browser, until its orders stand in the queue."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import orders
from tests.browser.server import Tab
from tests.shop_files import order, shopify_orders
from tests.story import Story

pytestmark = pytest.mark.browser


def test_a_shopify_export_is_dropped_recognised_and_imported(tab: Tab, story: Story, tmp_path: Path) -> None:
    story.item("mug", 5)
    file = tmp_path / "orders_export.csv"
    newer = order("#2", "bob@shop.example", ("mug", 4), ("pen", 1), at="2026-02-21 10:00:00 -0500")
    older = order("#1", "amy@shop.example", ("mug", 3), at="2026-02-20 10:00:00 -0500")
    file.write_text(shopify_orders(newer, older), encoding="utf-8")
    tab.go("/preferences?tab=Import")
    tab.page.locator('input[type="file"]').set_input_files(file)
    tab.says("This looks like a Shopify order export.")
    tab.says("3 rows: 2 orders new. 2 customers made of them.")
    tab.settle()
    tab.page.get_by_role("button", name="Import 3 rows").click()
    tab.says("Orders: 3 rows: 2 orders new.")
    assert story.state("#1") == "3 allotted"
    assert story.state("#2") == "2 allotted, 2 backordered, 1 allotted"
    assert story.ask(orders.find, "#1")["customer"] == "amy@shop.example"
