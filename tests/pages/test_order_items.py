"""Every line of every order, by what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import orders
from tests.pages.screen import Screen
from tests.story import Story


def lines(screen: Screen) -> list[tuple[str, int, str]]:
    """Order, line and state of each row."""
    return [(row["order"], row["line"], row["state"]) for row in screen.frame("order", "line", "state")]


def busy(story: Story) -> tuple[str, str]:
    """An order that is split, of which some shipped; and one that is being picked, with a cancelled line."""
    first = story.order("book 15", "pen 2")
    story.ship(first)
    second = story.order("book 25", "pen 1")
    story.pick(second)
    with story.act() as tx:
        orders.cancel_line(tx, second, 3)
    return first, second


def test_an_empty_desk_has_no_line(empty_desk: Path) -> None:
    assert "No line is back ordered." in Screen("order_items").text


def test_the_first_view_is_what_is_back_ordered(story: Story) -> None:
    order = story.order("book 25")
    assert lines(Screen("order_items")) == [(order, 2, "◔ Backordered")]


def test_each_view_has_the_lines_of_its_state_and_all_has_all(story: Story) -> None:
    first, second = busy(story)
    assert lines(Screen("order_items", view="Shipped")) == [(first, 1, "✓ Shipped"), (first, 2, "✓ Shipped")]
    assert lines(Screen("order_items", view="Picking")) == [
        (second, 1, "◑ Picking"),
        (second, 2, "◑ Picking"),
    ]
    assert lines(Screen("order_items", view="Cancelled")) == [(second, 3, "✕ Cancelled")]
    every = lines(Screen("order_items", view="All"))
    assert [order for order, _, _ in every] == [second] * 3 + [first] * 2


def test_drafts_are_no_order_items(story: Story) -> None:
    story.draft("book 1")
    assert "There are no such lines." in Screen("order_items", view="All").text


@pytest.mark.parametrize("word", ["school", "BOOK", "1001"])
def test_a_word_finds_the_customer_the_lic_and_the_order(story: Story, word: str) -> None:
    order = story.order("book 25")
    story.order("pen 400", customer="college")
    assert {line[0] for line in lines(Screen("order_items", q=word))} == {order}


def test_what_matches_nothing_says_how_to_go_on(story: Story) -> None:
    story.order("book 25")
    assert "No line matches. Clear a filter" in Screen("order_items", q="zebra").text


def test_it_says_what_the_lines_come_to(story: Story) -> None:
    story.order("book 25")
    assert "1 line, 5 units" in Screen("order_items").text
