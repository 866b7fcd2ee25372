"""How the text of a preference is read, and how its value is said."""

from __future__ import annotations

import pytest

from engine.model import MailSecurity, Policy
from engine.rules.preference import BY_TYPE, About, Group, Value, number, text, text_of


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (bool, "On", True),
        (bool, "yes", True),
        (bool, "0", False),
        (Policy, "complete-first", Policy.COMPLETE_FIRST),
        (MailSecurity, "ssl", MailSecurity.SSL),
    ],
)
def test_a_value_is_read_as_its_type_says(kind: type, given: str, value: Value) -> None:
    assert BY_TYPE[kind].read(given) == value


@pytest.mark.parametrize(("kind", "given"), [(bool, "maybe"), (Policy, "fair"), (bool, "")])
def test_another_text_is_no_value(kind: type, given: str) -> None:
    with pytest.raises(ValueError):
        BY_TYPE[kind].read(given)


def test_a_number_is_whole_and_bounded_and_a_text_passes_its_test_or_is_empty() -> None:
    days = number(30, "days")
    assert days.read("30") == 30
    for given in ("31", "-1", "2.5", "٣", ""):
        with pytest.raises(ValueError):
            days.read(given)
    short = text(str.isupper, 2, "two large letters")
    assert (short.read(""), short.read("EU"), short.longest) == ("", "EU", 2)
    for given in ("EUR", "eu", "E\n"):
        with pytest.raises(ValueError):
            short.read(given)


def test_what_is_written_is_what_is_read() -> None:
    assert [text_of(value) for value in (True, False, Policy.SKIP, 10, " x ")] == [
        *("on", "off", "skip", "10", "x")
    ]


def test_nothing_is_said_in_the_words_of_the_preference() -> None:
    about = About(Group.MONEY, "Currency", "", text(bool, 5, "a sign"), "none", "EUR")
    assert (about.in_words(""), about.in_words("EUR")) == ("none", "EUR")
