"""Views of one's own: kept, counted, opened, deleted, undone."""

from __future__ import annotations

import pytest

from tests.pages.screen import Screen
from tests.story import Story


def keep(screen: Screen, name: str, whose: str = "Me") -> Screen:
    """Keep the filters of now under a name."""
    return screen.set("For", whose).enter("Name", name, "Keep")


@pytest.mark.parametrize(
    ("page", "address", "shown"),
    [
        ("orders", {"view": "short", "q": "college"}, "Mine alone 1"),
        ("backorders", {"lic": "book", "ship": "Partial OK"}, "Mine alone 2"),
        ("shipments", {"view": "all", "q": "pen"}, "Mine alone 1"),
        ("supply", {"view": "open", "q": "press"}, "Mine alone 1"),
        ("order_items", {"view": "allotted", "q": "pen"}, "Mine alone 1"),
    ],
)
def test_the_filters_of_now_are_kept_counted_and_opened_again(
    story: Story, page: str, address: dict[str, str], shown: str
) -> None:
    story.order("book 25")
    story.order("book 7", customer="college")
    story.order("pen 3")
    story.purchase("book", 4)
    screen = keep(Screen(page, **address), "Mine alone")
    assert screen.successes == ["The view Mine alone is kept."]
    assert shown in screen.buttons
    fresh = Screen(page).click("Mine alone")
    assert {name: fresh.address[name] for name in address} == address


def test_a_view_is_for_its_person_or_for_everybody(story: Story) -> None:
    story.order("book 25")
    keep(keep(Screen("orders", view="short"), "Ours", "Everybody"), "Mine alone")
    screen = Screen("orders")
    screen.test.sidebar.text_input(key="actor").set_value("Bert")
    screen.again()
    assert (screen.has("Ours"), screen.has("Mine alone")) == (True, False)


def test_a_view_is_deleted_and_comes_back_by_undo(story: Story) -> None:
    story.order("book 25")
    screen = keep(Screen("orders", view="short"), "Mine alone").click("Delete Mine alone")
    assert not screen.has("Mine alone")
    screen.click("Undo").click("Yes: undo it")
    assert screen.has("Mine alone")


def test_nothing_filtered_and_no_name_are_refused_together(story: Story) -> None:
    story.order("book 25")
    screen = Screen("orders").enter("Name", " ", "Keep")
    (refusal,) = screen.refusals
    assert "The view has no name" in refusal
    assert "choose a filter first" in refusal
