"""Preferences: each is one entry, with all that people are told of it."""

from __future__ import annotations

from dataclasses import fields

import pytest

from engine import preferences
from engine.errors import BadPreference, Unknown
from engine.preferences import ABOUT, Preferences
from engine.rules.preference import Group, text_of

NAMES = [entry.name for entry in fields(Preferences)]


@pytest.mark.parametrize("name", NAMES)
def test_a_default_is_read_as_it_is_written(name: str) -> None:
    default = getattr(Preferences(), name)
    assert preferences.parse(name, text_of(default)) == default


@pytest.mark.parametrize("name", [name for name in NAMES if isinstance(getattr(Preferences(), name), bool)])
def test_a_switch_says_what_it_means_on_and_off(name: str) -> None:
    meaning = ABOUT[name].meaning
    assert meaning.startswith("On: ")
    assert " Off: " in meaning


def test_every_preference_has_a_name_of_its_own_for_people() -> None:
    assert len({about.label for about in ABOUT.values()}) == len(NAMES)
    assert sorted(name for group in Group for name in preferences.names_in(group)) == sorted(NAMES)


def test_what_cannot_be_is_refused_with_what_it_takes() -> None:
    """Section 10."""
    with pytest.raises(BadPreference, match="a whole number of days from 0 to 3650"):
        preferences.parse("skip_age_days", "3651")
    with pytest.raises(Unknown, match="known: backorder_management, "):
        preferences.parse("smtp_password", "secret")
