"""The morning report as a page: a day in the address, what is to be decided, what happened and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from tests.pages.screen import Screen
from tests.story import Story


def test_goods_that_nothing_brings_are_not_said_to_be_received(story: Story) -> None:
    """As a sentence of its own, *Receive 4 of globe* is read as if they stood at the door."""
    story.item("globe")
    story.complete("book 5", "globe 4")
    frees = "Receive 4 of globe, which is not on an open purchase order: that frees 5 units."
    assert frees in Screen("morning").text


def test_today_says_what_is_to_be_decided_and_leads_there(story: Story) -> None:
    story.now = datetime.now(UTC) - timedelta(days=1)
    story.item("globe", 0, vendor_code="press")
    order = story.order("book 25", "globe 5")
    story.purchase("book", 30, expected_on=story.today)
    story.now = datetime.now(UTC)
    screen = Screen("morning")
    assert screen.title == "Morning report"
    assert screen.address == {}
    assert "**10 units** of **2 LICs** wait for 1 customer on 1 order" in screen.text
    assert [(row["called"], row["order_qty"]) for row in screen.frame("called", "order_qty")] == [
        ("Press", 5)
    ]
    assert [row["po"] for row in screen.frame("po", "days_late")] == ["PO101"]
    assert {row["order"] for row in screen.frame("order", "expected")} == {order}
    assert "Orders: 1 open" in screen.text
    assert "Replenishment" in screen.links


def test_r25_while_sweeps_are_off_the_next_one_is_said_to_give_once_they_are_on(story: Story) -> None:
    story.order("book 20")
    story.order("book 15")
    story.supply("book", 15)
    assert "The next sweep gives 15 units to 1 line." in Screen("morning").text
    assert "Stock is free for 1 line; the next sweep gives it." in Screen("backlog").text
    story.prefer(backorder_management="off")
    once = ", once backorder management is on."
    assert f"The next sweep gives 15 units to 1 line{once}" in Screen("morning").text
    assert f"Stock is free for 1 line; the next sweep gives it{once}" in Screen("backlog").text


def test_what_was_taken_back_says_why(story: Story) -> None:
    """20 on hand: a more urgent order takes 5"""
    story.now = datetime.now(UTC) - timedelta(days=1)
    story.order("book 20")
    story.order("book 5", customer="college", priority=5)
    (row,) = Screen("morning").frame("order", "sentence")
    assert row["qty"] == 5
    assert "order 1002 comes first" in row["sentence"]


def test_a_loss_is_told_of_on_a_day_without_orders_goods_and_sweeps(story: Story) -> None:
    """All that happened is that a priority was raised: it took 5 of the 20 on hand."""
    story.now = datetime.now(UTC) - timedelta(days=2)
    story.order("book 20")
    urgent = story.order("book 5", customer="college")
    story.now = datetime.now(UTC) - timedelta(days=1)
    story.priority(urgent, 5)
    screen = Screen("morning")
    assert "No orders, no goods, no sweeps." in screen.text
    assert [row["qty"] for row in screen.frame("order", "sentence")] == [5]


def test_a_day_that_is_over_stands_in_the_address_and_has_nothing_to_decide(story: Story) -> None:
    """The story begins on 2 March 2026."""
    story.order("book 25")
    screen = Screen("morning", day="2026-03-03")
    assert screen.address == {"day": "2026-03-03"}
    assert "What happened on 2 Mar" in screen.text
    assert "To decide today" not in screen.text
    assert "Morning report of 3 March 2026" in screen.click("Print …").paper


def test_an_empty_desk_has_nothing_to_decide(empty_desk: Path) -> None:
    assert Screen("morning").successes == ["Nothing has to be decided."]
