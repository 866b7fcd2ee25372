"""Orders, lines and customers are put on hold on the screen and lifted; what else a line claims (R45)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from engine import orders
from engine.orders import holds
from engine.orders.holds import Subject
from tests.pages.screen import Screen
from tests.story import Story


def is_held(story: Story, subject: Subject) -> bool:
    return story.ask(holds.of, subject) is not None


def held(screen: Screen, reason: str = "not paid") -> Screen:
    """Answer the question why."""
    return screen.enter("Why", reason, "Put on hold")


def test_r45_an_order_is_held_with_a_reason_said_on_its_page_and_lifted(story: Story) -> None:
    number = story.order("book 5")
    screen = held(Screen("orders", order=number).click("Hold"))
    assert is_held(story, Subject(number))
    assert "is on hold by" in screen.test.warning[0].value
    screen.click("Lift the hold")
    assert not is_held(story, Subject(number))


def test_r45_all_that_a_customer_wants_is_held_from_an_order(story: Story) -> None:
    number = story.order("book 5")
    screen = Screen("orders", order=number).click("Hold")
    screen._one(screen.test.checkbox, "All that customer school wants").set_value(True)
    held(screen)
    assert is_held(story, Subject(customer="school"))
    Screen("orders", order=number).click("Lift the hold")
    assert not is_held(story, Subject(customer="school"))


def test_a_hold_without_a_reason_is_refused_and_the_question_stays(story: Story) -> None:
    number = story.order("book 5")
    screen = held(Screen("orders", order=number).click("Hold"), reason=" ")
    assert screen.refusals == ["The reason of the hold is empty; name one."]
    assert not is_held(story, Subject(number))


def test_r45_a_line_is_held_lifted_and_given_a_day(story: Story) -> None:
    number = story.order("book 5")
    screen = Screen("orders", order=number).pick("order_lines", 0)
    screen.test.button(key="hold_line-1").click().run()
    held(screen)
    assert is_held(story, Subject(number, 1))
    screen = Screen("orders", order=number).pick("order_lines", 0)
    screen.test.button(key="lift_line-1").click().run()
    assert not is_held(story, Subject(number, 1))
    screen = Screen("orders", order=number).pick("order_lines", 0)
    screen.test.button(key="day_of_line-1").click().run()
    soon = date(2199, 3, 10)
    screen.test.date_input(key=f"not-before-{number}-1").set_value(soon)
    screen.click("Save")
    assert story.lines(number)["not_before"].to_list() == [soon]


@pytest.mark.parametrize("day", [date.min, date(2050, 1, 1), date.max])
def test_the_day_of_an_order_is_asked_for_whatever_day_it_has(story: Story, day: date) -> None:
    """A command or a file may set days that no calendar offers."""
    number = story.order("book 5", not_before=day)
    screen = Screen("orders", order=number)
    screen.test.button(key="day_of_order").click().run()
    field = screen.test.date_input(key=f"not-before-{number}-None")
    assert field.value == day
    field.set_value(date(2199, 3, 10))
    screen.click("Save")
    assert story.ask(orders.find, number)["not_before"] == date(2199, 3, 10)


@pytest.mark.parametrize(("key", "expected"), [("whole_line-1", True), ("split_line-1", False)])
def test_r7_a_line_is_made_whole_or_split(story: Story, key: str, expected: bool) -> None:
    number = story.order("book 50 whole" if key == "split_line-1" else "book 5")
    screen = Screen("orders", order=number).pick("order_lines", 0)
    screen.test.button(key=key).click().run()
    assert story.lines(number)["whole"][0] is expected


def test_the_reason_that_was_typed_outlives_a_change_of_the_order_elsewhere(story: Story) -> None:
    number = story.order("book 5")
    screen = Screen("orders", order=number).click("Hold")
    screen._one(screen.test.date_input, "Until").set_value(date(2199, 3, 10))
    story.actor = "Bea"
    with story.act() as tx:
        orders.change(tx, number, note="ring first")
    held(screen, "not paid since March")
    assert [refusal.split(" at ")[0] for refusal in screen.refusals] == [f"Order {number} was changed by Bea"]
    assert not is_held(story, Subject(number))
    screen.click("Put on hold")
    assert is_held(story, Subject(number))
    assert "is on hold by Ann until 10 Mar 2199: not paid since March" in screen.text


@pytest.mark.parametrize("claim", ["whole", "split", "release"])
def test_what_a_line_claims_is_not_changed_by_who_has_not_seen_the_order_as_it_is(
    story: Story, claim: str
) -> None:
    number = story.order("book 50 whole" if claim == "split" else "book 20")
    screen = Screen("orders", order=number).pick("order_lines", 0)
    before = story.lines(number)
    story.actor = "Bea"
    with story.act() as tx:
        orders.change(tx, number, note="ring first")
    screen.test.button(key=f"{claim}_line-1").click().run()
    assert screen.refusals[0].startswith(f"Order {number} was changed by Bea at ")
    assert story.lines(number).equals(before)


def test_r14_a_release_is_shown_first_and_then_done(story: Story) -> None:
    first = story.order("book 20")
    screen = Screen("orders", order=first).pick("order_lines", 0)
    screen.test.button(key="release_line-1").click().run()
    screen.click("Yes: release it")
    assert any("gave its place up" in sentence for sentence in story.log(first))


def test_r45_lines_are_held_and_lifted_in_bulk_each_as_one_act(story: Story) -> None:
    numbers = [story.order("book 50 whole") for _ in range(2)]
    screen = Screen("backorders").pick("waiting", 0, 1).click("Hold …")
    held(screen)
    assert all(is_held(story, Subject(number, 1)) for number in numbers)
    screen = Screen("backorders").pick("waiting", 0, 1).click("Lift holds")
    assert not any(is_held(story, Subject(number, 1)) for number in numbers)
    story.undo()
    assert all(is_held(story, Subject(number, 1)) for number in numbers)


def test_r45_the_undo_of_a_sweep_offers_to_hold_what_it_takes_back(story: Story) -> None:
    number = story.order("book 50")
    story.adjust("book", 10)
    story.sweep()
    screen = Screen("run_log").pick("runs", 0).click("Undo this run")
    screen.check("Put the 1 line")
    screen.click("Yes: undo it")
    story.sweep()
    assert story.lines(number)["hold"].is_not_null().any()
    assert "10 allotted" not in story.state(number)


def test_all_that_can_be_done_with_a_line_stands_in_its_box(story: Story) -> None:
    number = story.order("book 25")
    screen = Screen("orders", order=number).pick("order_lines", 0)
    boxes = [box for box in _blocks(screen.test.main) if _is_box(box)]
    waiting = next(box for box in boxes if "Waiting" in " ".join(word.value for word in box.markdown))
    labels = [button.label for button in waiting.button]
    assert {"Order it", "Cancel line", "Hold", "Not before", "In one piece", "Release"} <= set(labels)
    assert any("It has waited since" in word.value for word in waiting.markdown)


def _blocks(block: Any) -> Iterator[Any]:
    """Every block inside one."""
    for child in block.children.values():
        if hasattr(child, "children"):
            yield child
            yield from _blocks(child)


def _is_box(block: Any) -> bool:
    """Whether a block has a border."""
    return block.type == "flex_container" and bool(block.proto.flex_container.border)
