"""Every list can be had as a file: as it is shown, and whole."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import orders, stock, supply, sweeps
from pages.parts import export
from tests.pages.screen import Screen
from tests.story import Story

LISTS: dict[tuple[str, str], str] = {
    ("orders", "void"): "view",
    ("order_items", "cancelled"): "view",
    ("shipments", "shipped"): "view",
    ("supply", "Receipts"): "tab",
    ("supply", "Adjustments"): "tab",
    ("supply", "Returns"): "tab",
    ("promises", "Promised"): "tab",
    ("run_log", ""): "",
    ("record_log", ""): "",
}
"""A page and what it is narrowed to -> by what."""


@pytest.fixture
def busy(story: Story) -> Story:
    """A desk with a row in each of these lists."""
    shipped, cancelled, _ = story.order("book 5"), story.order("pen 1"), story.order("book 25")
    story.ship(shipped)
    with story.act() as tx:
        orders.cancel_order(tx, cancelled)
    with story.act() as tx:
        stock.return_goods(tx, shipped, 1, Decimal(2))
    story.receive(story.purchase("pen", 3), pen=3)
    story.adjust("book", -1)
    story.sweep()
    return story


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(("page", "narrowed"), LISTS)
def test_a_list_is_exported_as_shown_and_whole(page: str, narrowed: str) -> None:
    by = LISTS[page, narrowed]
    text = Screen(page, **({by: narrowed} if by else {})).text
    assert "as shown" in text
    assert "without a filter" in text


def test_of_many_rows_the_newest_are_shown_and_all_are_counted(busy: Story) -> None:
    """A list that ends somewhere says so: nobody takes the newest rows for all there are."""
    busy.receive(busy.purchase("book", 3), book=3)
    busy.adjust("book", 4)
    for read in (stock.adjustments, supply.receipts):
        every = busy.ask(read, most=export.EVERY)
        cut = busy.ask(read, most=1)
        assert cut.height == 1 < every.height
        assert cut["total"].to_list() == [every.height]


def test_the_whole_run_log_is_counted(busy: Story) -> None:
    busy.sweep()
    every = busy.ask(sweeps.runs, most=export.EVERY)
    assert busy.ask(sweeps.run_count) == every.height > 1
