"""Undo stands in the message of the change itself."""

from __future__ import annotations

import pytest

from engine import orders, undo
from engine.errors import DeskBusy
from pages.parts import desk, undo_buttons
from tests.pages.screen import Screen
from tests.story import Story


def test_what_was_done_is_undone_from_its_own_message(story: Story) -> None:
    order = story.order("book 25")
    screen = Screen("orders", order=order).pick("order_lines", 0)
    screen.enter("Ordered quantity", "22", "Change quantity")
    assert screen.successes == ["Line 1: 25 of book became 22."]
    screen.click("Undo")
    assert "What it does" in screen.text
    screen.click("Yes: undo it")
    assert "undid" in screen.successes[0]
    assert story.state(order) == "20 allotted, 2 backordered, 3 backordered"


def test_of_a_large_change_the_first_sentences_are_shown_and_all_of_it_is_undone(story: Story) -> None:
    order = story.draft(*["book 1"] * 40)
    screen = Screen("order_entry", draft=order).click("Open order")
    while not screen.has("Undo"):
        screen.click("Yes")
    screen.click("Undo")
    assert screen.text.count("\n- Order 1001: Line ") == 30
    assert "- and 32 more sentences" in screen.text  # 10 lines, 20 off a shipment, it and the order void
    screen.click("Yes: undo it")
    assert story.ask(orders.find, order)["state"] == "void"


def test_the_way_back_goes_with_the_message(story: Story) -> None:
    order = story.order("book 25")
    screen = Screen("orders", order=order).pick("order_lines", 0)
    screen.enter("Ordered quantity", "22", "Change quantity")
    assert screen.has("Undo")
    assert not screen.again().has("Undo")


def test_it_is_the_change_of_the_message_that_is_undone_whatever_came_after(story: Story) -> None:
    order = story.order("book 25")
    screen = Screen("orders", order=order).pick("order_lines", 0)
    screen.enter("Ordered quantity", "22", "Change quantity")
    other = story.order("pen 1")
    screen.click("Undo").click("Yes: undo it")
    assert story.ask(orders.find, other)["state"] == "open"
    assert story.state(order) == "20 allotted, 2 backordered, 3 backordered"


def test_what_was_done_is_told_though_its_way_back_meets_a_desk_in_use(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object, **__: object) -> None:
        raise DeskBusy(holder="the nightly import", seconds=30)

    def say_and_meet_it(sentence: str) -> None:
        say(sentence)
        monkeypatch.setattr(desk.session(), "snapshot", busy)

    say = undo_buttons._say_done
    monkeypatch.setattr(undo_buttons, "_say_done", say_and_meet_it)
    order = story.order("book 25")
    screen = Screen("orders", order=order).pick("order_lines", 0)
    screen.enter("Ordered quantity", "22", "Change quantity")
    assert screen.successes == ["Line 1: 25 of book became 22."]
    assert [said.partition(" for ")[0] for said in screen.refusals] == [
        "the nightly import has been using the desk"
    ]


def test_a_remark_has_no_way_back(story: Story) -> None:
    order = story.order("book 2")
    screen = Screen("orders", order=order)
    screen.enter("Remark", "They want blue ones.", "Write")
    assert not screen.has("Undo")


def test_a_sweep_is_undone_from_its_message(story: Story) -> None:
    order = story.order("book 25")
    story.supply("book", 5)
    screen = Screen("backorders").click("Fill 5 units now")
    assert "filled" in screen.successes[0]
    screen.click("Undo").click("Yes: undo it")
    assert story.state(order) == "20 allotted, 5 backordered"


def test_a_sweep_that_found_nothing_has_nothing_to_undo(story: Story) -> None:
    story.order("book 25")
    screen = Screen("backorders").click("Run the sweep now")
    assert "nothing to fill" in screen.successes[0]
    assert not screen.has("Undo")


def test_a_change_of_many_is_undone_as_one_and_says_of_how_many(story: Story) -> None:
    numbers = [story.order("book 25"), story.order("pen 400"), story.order("pen 1")]
    with story.act() as tx:
        for number in numbers:
            orders.set_priority(tx, number, 5)
    seen = undo.preview(story.session, actor="a test")
    changed = f"Order {numbers[0]}: priority changed from 0 to 5"
    assert seen.what == f"{changed}; and 2 more like it ({numbers[1]} and {numbers[2]})."
    story.undo()
    assert {story.ask(orders.find, number)["priority"] for number in numbers} == {0}
