"""Undo and replay, on their pages."""

from __future__ import annotations

from engine.model import SweepName
from tests.pages.screen import Screen
from tests.story import Story


def test_a_run_is_undone_from_the_run_log_after_a_preview(story: Story) -> None:
    number = story.order("book 25")
    story.supply("book", 5)
    story.sweep(SweepName.PRIMARY)
    screen = Screen("run_log").pick("runs", 0)
    screen.click("Undo this run")
    told = " ".join(str(block.value) for block in screen.test.markdown)
    assert "5 of book went back to backorder" in told
    assert story.state(number) == "20 allotted, 5 allotted"
    screen.click("Yes: undo it")
    assert story.state(number) == "20 allotted, 5 backordered"


def test_a_run_is_replayed_from_the_run_log(story: Story) -> None:
    story.order("book 25")
    story.supply("book", 5)
    story.sweep(SweepName.PRIMARY)
    screen = Screen("run_log").pick("runs", 0)
    screen.click("Replay it")
    assert any("gives the same result" in str(block.value) for block in screen.test.success)


def test_the_last_action_is_undone_from_the_orders(story: Story) -> None:
    number = story.order("book 25")
    story.priority(number, 5)
    screen = Screen("orders")
    screen.click("Undo last action")
    screen.click("Yes: undo it")
    assert story.ask(lambda tx: tx.row("orders.find", number=number))["priority"] == 0
