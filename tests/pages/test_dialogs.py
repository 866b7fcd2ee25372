"""Questions to a person: made, drawn and answered in one place, so that no page can forget to draw one."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Unpack

import pytest

from engine import orders
from engine.model import ShipType
from engine.rules.header import Header
from tests.pages.screen import Screen
from tests.story import Story

HOUSE = Path(__file__).parents[2]
PAGES = [HOUSE / "app.py", *sorted((HOUSE / "pages").rglob("*.py"))]
DIALOGS = "pages/parts/dialogs.py"


def by_hand(source: str) -> Iterator[str]:
    """What a page draws of a dialog by itself: the dialog, a key of an answer, or the words of one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(value=ast.Name("st"), attr="dialog"):
                yield "st.dialog"
            case ast.keyword(arg="shortcut", value=ast.Constant(value=str(key))) if key in set("YyNn"):
                yield f"shortcut {key}"
            case ast.Constant(value=str(words)) if re.match(r"(yes\b|no[:,])", words, re.IGNORECASE):
                yield words
            case ast.Call(func=ast.Attribute(value=ast.Name("dialogs"), attr="draw")):
                yield "dialogs.draw"


def buttons(source: str) -> Iterator[str]:
    """The words of the buttons of a page that are constants of its own."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="button"), args=[ast.Constant(value=str(words)), *_]):
                yield words


def test_every_dialog_and_every_yes_and_no_is_drawn_in_one_place() -> None:
    drawn = {
        str(file.relative_to(HOUSE)): sorted(set(by_hand(file.read_text(encoding="utf-8")))) for file in PAGES
    }
    own, door = drawn.pop(DIALOGS), drawn.pop("pages/parts/shell.py")
    assert {file: found for file, found in drawn.items() if found} == {}
    assert own == ["No: ", "Yes: ", "shortcut N", "shortcut Y", "st.dialog"]
    assert door == ["dialogs.draw"]


def test_no_button_says_the_key_that_is_shown_on_it() -> None:
    said = {words for file in PAGES for words in buttons(file.read_text(encoding="utf-8"))}
    assert len(said) > 40
    assert [words for words in said if re.search(r"\([A-Z]\)$", words)] == []


def test_no_page_stops_all_that_is_drawn_after_it() -> None:
    stops = {
        str(file.relative_to(HOUSE)) for file in PAGES if "st.stop()" in file.read_text(encoding="utf-8")
    }
    assert stops == {"pages/parts/desk.py", "pages/parts/shell.py"}, "a page ends with shell.end()"


@pytest.mark.parametrize(
    "line",
    [
        '@st.dialog("Really?")\ndef _f(): ...',
        'st.button("Cancel it", shortcut="y")',
        'st.button("Yes, cancel them")',
        'st.button(f"No: keep {n}")',
    ],
)
def test_a_question_made_by_hand_is_found(line: str) -> None:
    assert list(by_hand(line))


def test_a_question_asked_on_a_page_that_ends_early_is_drawn(story: Story) -> None:
    """Nothing waits any more, so that the page stops where the table was; who asked still gets the answer."""
    number = story.order("book 25 split")
    screen = Screen("backorders").pick("waiting", 0).click("Cancel lines")
    with story.act() as tx:
        orders.cancel_line(tx, number, 2)
    screen.again()
    assert "Nothing is waiting" in screen.text
    assert screen.has("Yes: cancel them")
    assert not screen.click("No: keep them").has("Yes: cancel them")


def test_a_question_left_open_is_not_asked_on_another_page(story: Story) -> None:
    number = story.order("book 25 split")
    screen = Screen("orders", order=number).click("Cancel order")
    assert screen.has("Yes: cancel it")
    assert not screen.go("backorders").has("Yes: cancel it")
    assert not screen.go("orders", order=number).has("Yes: cancel it")


def change_elsewhere(story: Story, **head: Unpack[Header]) -> None:
    """What Bob does to the order in a tab of his own."""
    story.actor = "Bob"
    with story.act() as tx:
        orders.change(tx, "1001", **head)


CHANGED = "Order 1001 was changed by Bob at "
Ask = Callable[[Screen], Screen]
QUESTIONS: dict[str, tuple[Ask, str]] = {
    "cancel": (lambda page: page.click("Cancel order"), "Yes: cancel it"),
    "cancel a line": (lambda page: page.click("Cancel line"), "Yes: cancel it"),
    "priority": (lambda page: page.click("Priority").choose("Priority", 5), "Yes: set it"),
    "not before": (lambda page: page.click("Not before"), "Save"),
    "release": (lambda page: page.click("Release"), "Yes: release it"),
    "shortage": (lambda page: page.enter("Add a line", "book 25", "Add"), "Yes: 15 now, 10 on backorder"),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_about_an_order_that_was_changed_elsewhere_gives_way_to_it(
    story: Story, question: str
) -> None:
    story.order("book 5")
    ask, yes = QUESTIONS[question]
    screen = ask(Screen("orders", order="1001").pick("order_lines", 0))
    change_elsewhere(story, note="ring first")
    screen.click(yes)
    assert [refusal[: len(CHANGED)] for refusal in screen.refusals] == [CHANGED]
    assert not screen.has(yes)
    assert "Note: ring first" in screen.text
    assert story.state("1001") == "5 allotted"
    assert screen.again().refusals == []


def test_a_priority_is_not_tried_for_an_order_that_was_changed_elsewhere(story: Story) -> None:
    story.order("book 5")
    screen = Screen("orders", order="1001").click("Priority")
    change_elsewhere(story, note="ring first")
    screen.choose("Priority", 5)
    assert [refusal[: len(CHANGED)] for refusal in screen.refusals] == [CHANGED]
    assert "Priority" not in [choice.label for choice in screen.test.button_group]
    screen.click("Priority").choose("Priority", 5).click("Yes: set it")
    assert (screen.refusals, story.ask(orders.find, "1001")["priority"]) == ([], 5)


def test_a_form_is_asked_again_about_the_order_as_it_is_with_what_was_typed(story: Story) -> None:
    """Nothing that Bob changed is put back by a field that was not typed into."""
    story.order("book 5")
    screen = Screen("orders", order="1001").click("Edit").type("Note", "ring last")
    theirs: tuple[Header, ...] = ({"location": "annex"}, {"ship_type": ShipType.COMPLETE})
    for head in theirs:
        change_elsewhere(story, **head)
        screen.click("Save")
        assert [refusal[: len(CHANGED)] for refusal in screen.refusals] == [CHANGED]
    assert story.ask(orders.find, "1001")["note"] == ""
    screen.click("Save")
    order = story.ask(orders.find, "1001")
    assert (order["location"], order["ship_type"], order["note"]) == ("annex", "complete", "ring last")
    assert (screen.refusals, screen.has("Save")) == ([], False)
