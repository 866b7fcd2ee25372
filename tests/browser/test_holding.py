"""A hold from its reason to its lift: the sweep passes the order by, and afterwards it is served."""

from __future__ import annotations

import pytest

from tests.browser.server import Tab
from tests.story import Story

pytestmark = pytest.mark.browser


def test_an_order_on_hold_is_passed_by_until_the_hold_is_lifted(tab: Tab, story: Story) -> None:
    story.item("crayon")
    first, second = story.order("crayon 5"), story.order("crayon 5")
    tab.go(f"/orders?order={first}")
    tab.click("Hold")
    tab.dialog.get_by_role("textbox", name="Why").fill("not paid yet")
    tab.press("Control+Enter")
    tab.not_asked()
    tab.says("is on hold by")
    story.adjust("crayon", 5)
    tab.go("/demand?lic=crayon")
    tab.click("Preview")
    tab.says(f"5 units go to 1 line of 1 order: {second}.")
    tab.press("y")
    tab.not_asked()
    tab.says("1 line filled with 5 units")
    assert (story.state(first), story.state(second)) == ("5 backordered", "5 allotted")
    story.adjust("crayon", 5)
    tab.go(f"/orders?order={first}")
    tab.click("Lift the hold")
    tab.says("No longer on hold")
    assert story.state(first) == "5 allotted"
