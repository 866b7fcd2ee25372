"""The head of an order: each of its fields once, with all that differs between them."""

from __future__ import annotations

from typing import get_type_hints

from engine.rules import header
from engine.rules.header import BY_NAME, HEADER_FIELDS, IN_FILES, Head, Header


def test_every_field_is_stored_and_may_be_given() -> None:
    names = [field.name for field in HEADER_FIELDS]
    assert names == list(get_type_hints(Head)) == list(get_type_hints(Header)) == list(BY_NAME)


def test_every_default_is_a_value_that_the_field_takes() -> None:
    assert [field.checked(field.default, "1001") for field in HEADER_FIELDS] == [
        field.default for field in HEADER_FIELDS
    ]


def test_a_note_stays_at_the_desk_a_day_is_each_lines_own_and_the_others_stand_in_files() -> None:
    assert {*BY_NAME} - {*IN_FILES} == {"note", "not_before"}
    assert header.only("priority", 5) == {"priority": 5}
