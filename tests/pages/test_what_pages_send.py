"""What a page sends again: a list to choose from that grows with the desk is the same when a page is drawn
again, so that the browser keeps it and is sent its digest alone."""

from __future__ import annotations

import pytest

from engine.orders import entry
from pages.parts import shell
from tests.pages.screen import Screen
from tests.pages.typing_lines import typing
from tests.story import Story

PAGES = [file for listed in shell.SECTIONS.values() for file, _, _ in listed]


def lists(screen: Screen) -> dict[str, bytes]:
    """The lists to choose from, by their keys and words, as they are sent."""
    return {
        f"{field.key} {field.label}": field.proto.SerializeToString(deterministic=True)
        for field in [*screen.test.selectbox, *screen.test.multiselect]
    }


@pytest.mark.parametrize("page", PAGES)
def test_a_list_of_a_page_is_sent_as_it_was(story: Story, page: str) -> None:
    story.order("book 25 whole")
    screen = Screen(page)
    first = lists(screen)
    assert lists(screen.again()) == first


def test_the_filters_of_the_review_are_sent_as_they_were(story: Story) -> None:
    story.order("book 25 whole")
    screen = Screen("backorders", priority="0")
    first = lists(screen)
    assert {"_lic LICs", "_customer Customers"} <= first.keys()
    again = lists(screen.again())
    assert {name: again[name] for name in ("_lic LICs", "_customer Customers")}.items() <= first.items()


def test_the_customers_of_a_draft_are_sent_as_they_were_while_lines_are_typed(story: Story) -> None:
    screen = typing(story)
    first = lists(screen)
    screen.enter("Add a line", "book 1", "Add")
    assert lists(screen)["customer-1001 Customer"] == first["customer-1001 Customer"]


def test_a_draft_whose_customer_is_another_by_now_shows_it(story: Story) -> None:
    screen = typing(story, "book 1")
    for customer in ("college", "school"):
        with story.act() as tx:
            entry.change_customer(tx, "1001", customer)
        assert screen.again().test.selectbox(key="customer-1001").value == customer
        assert screen.again().test.selectbox(key="customer-1001").value == customer
        assert screen.refusals == []
