"""A key that answers the question of a shortage is one that was pressed for it (R8)."""

import pytest

from pages.parts.order_entry import questions
from tests.pages.typing_lines import typing
from tests.story import Story


def test_with_nothing_available_no_takes_the_line_off_once_the_question_can_have_been_read(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The N of *PEN 2* that a clerk typed on is no answer."""
    story.order("book 20")
    screen = typing(story, "pen 1", "book 4").click("No: take the line off")
    assert "the line is still there" in screen.text
    assert screen.column("lic") == ["pen", "book"]
    monkeypatch.setattr(questions, "READ_SECONDS", 0.0)
    assert screen.click("No: take the line off").column("lic") == ["pen"]
