"""Every line of every order, by what became of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import orders
from tests.pages.screen import Screen
from tests.story import Story


def lines(screen: Screen) -> list[tuple[str, str, str]]:
    """Order, line and state of each row."""
    return [(row["order"], row["typed"], row["state"]) for row in screen.frame("order", "typed", "state")]


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
    assert "No line is waiting." in Screen("order_items").text


def test_the_first_view_is_what_is_back_ordered(story: Story) -> None:
    order = story.order("book 25")
    assert lines(Screen("order_items")) == [(order, "1 · 2 parts", "20 allotted · 5 waiting")]


def test_each_view_has_the_lines_of_its_state_and_all_has_all(story: Story) -> None:
    first, second = busy(story)
    assert lines(Screen("order_items", view="shipped")) == [
        (first, "1", "✓ Shipped"),
        (first, "2", "✓ Shipped"),
    ]
    picked = (second, "1 · 2 parts", "5 being picked · 20 cancelled")
    assert lines(Screen("order_items", view="picking")) == [picked, (second, "2", "◑ Being picked")]
    assert lines(Screen("order_items", view="cancelled")) == [picked]
    every = lines(Screen("order_items", view="all"))
    assert [order for order, _, _ in every] == [second] * 2 + [first] * 2


def test_a_view_counts_the_parts_in_its_state_and_all_what_was_not_cancelled(story: Story) -> None:
    _, second = busy(story)
    units = {view: Screen("order_items", view=view).column("qty") for view in ("picking", "cancelled", "all")}
    assert units == {"picking": [5, 1], "cancelled": [20], "all": [5, 1, 15, 2]}
    rows = story.ask(orders.items, customer="school", word=second)
    assert rows["total"].to_list() == [2, 2]
    assert (
        story.ask(orders.item_view_counts)["all"]
        == len(Screen("order_items", view="all").frame("typed"))
        == 4
    )


def test_a_line_that_is_ticked_opens_its_parts(story: Story) -> None:
    order = story.order("book 25")
    screen = Screen("order_items").pick("items", 0)
    assert f"Order {order}, line 1 · **book**, in 2 parts:" in screen.text
    assert f"Order {order}" in screen.links
    parts = [(row["line"], row["qty"], row["state"]) for row in screen.table(1)]
    assert parts == [(1, 20, "● Allotted"), (2, 5, "◔ Waiting")]
    assert screen.column("shipment", 1)[0] == "1"


def test_drafts_are_no_order_items(story: Story) -> None:
    story.draft("book 1")
    assert "There are no such lines." in Screen("order_items", view="all").text


@pytest.mark.parametrize("word", ["school", "BOOK", "1001"])
def test_a_word_finds_the_customer_the_lic_and_the_order(story: Story, word: str) -> None:
    order = story.order("book 25")
    story.order("pen 400", customer="college")
    assert {line[0] for line in lines(Screen("order_items", q=word))} == {order}


def test_what_matches_nothing_says_how_to_go_on(story: Story) -> None:
    story.order("book 25")
    assert "No line matches. Clear a filter" in Screen("order_items", q="zebra").text


def test_lines_of_orders_that_i_entered_are_a_view(story: Story) -> None:
    mine = story.order("book 25")
    story.actor = "Bert"
    story.order("pen 3")
    assert {order for order, _, _ in lines(Screen("order_items", view="mine"))} == {mine}
    assert story.ask(orders.item_view_counts, "Bert") == {
        "backordered": 1, "allotted": 2, "picking": 0, "shipped": 0, "cancelled": 0, "mine": 1, "all": 2,
    }  # fmt: skip


def test_it_says_what_the_lines_come_to(story: Story) -> None:
    story.order("book 25")
    assert "1 line, 5 units" in Screen("order_items").text
