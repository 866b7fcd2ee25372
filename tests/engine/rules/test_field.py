"""A field is checked before it is kept, and read back from what the record log keeps of it."""

from __future__ import annotations

from datetime import date

import pytest

from engine.errors import BadPriority, LongText, Unknown
from engine.model import Cell
from engine.rules.field import Field

COLOUR = Field("ink_colour", "Colour", Cell.CHOICE, choices=("blue", "red"))


def test_a_choice_is_one_of_a_list_and_another_is_refused_with_the_list() -> None:
    assert COLOUR.checked("red", "1001") == COLOUR.of_log("red") == "red"
    with pytest.raises(Unknown, match=r"no ink colour green \(known: blue, red\)"):
        COLOUR.checked("green", "1001")


def test_a_priority_is_from_0_to_9() -> None:
    field = Field("priority", "Priority", Cell.PRIORITY)
    assert (field.checked(9, "order 1001"), field.of_log("9"), field.of_log(None)) == (9, 9, 0)
    with pytest.raises(BadPriority):
        field.checked(10, "order 1001")


def test_a_text_is_kept_as_all_texts_are() -> None:
    field = Field("note", "Note", Cell.TEXT)
    assert field.checked("to\x00day", "1001") == "today"
    with pytest.raises(LongText, match="note"):
        field.checked("x" * 100_000, "1001")


def test_a_day_comes_back_from_the_record_log() -> None:
    field = Field("requested_on", "Asked for", Cell.DAY)
    assert (field.of_log("2026-03-31"), field.of_log(None)) == (date(2026, 3, 31), None)
