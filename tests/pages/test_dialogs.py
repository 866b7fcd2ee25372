"""Questions to a person: made, drawn and answered in one place, so that no page can forget to draw one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import orders
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
