"""Lines pinned together: on the backorder review, where they have a part, and among order items (R22)."""

from __future__ import annotations

from tests.pages.screen import Screen
from tests.story import Story


def test_what_the_chosen_lines_have_is_pinned_in_one_act(story: Story) -> None:
    """Of 25 books 20 are set aside, and 5 wait."""
    order = story.order("book 25")
    screen = Screen("backorders", view="all", lic="book").pick("waiting", 0)
    screen.click("Pin what they have (1)")
    assert "1 line is pinned: nobody can take what is set aside for them." in screen.successes
    story.order("book 20", priority=9)
    assert story.state(order).startswith("20 allotted")


def test_lines_that_have_nothing_say_why_there_is_nothing_to_pin(story: Story) -> None:
    story.item("globe", 0)
    story.order("globe 40")
    story.order("globe 9")
    screen = Screen("backorders", view="all", lic="globe").pick("waiting", 0, 1)
    assert not screen.has("Pin what they have")
    assert "Nothing to pin: a pin keeps what is set aside for a line" in screen.text


def test_allotted_lines_are_pinned_and_unpinned_in_one_act(story: Story) -> None:
    first, second = story.order("book 5"), story.order("pen 3")
    screen = Screen("order_items", view="allotted").pick("items", 0, 1).click("Pin what they have (2)")
    assert "2 lines are pinned: nobody can take what is set aside for them." in screen.successes
    story.order("book 20", priority=9)
    assert story.state(first) == "5 allotted"
    screen = Screen("order_items", view="allotted", q=second).pick("items", 0).click("Unpin (1)")
    assert "1 line is no longer pinned." in screen.successes
