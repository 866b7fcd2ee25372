"""Preferences from files: all that are right are set together, or none."""

from __future__ import annotations

from engine import preferences
from tests.papers import Papers


def test_preferences_are_set_and_the_same_ones_twice_change_nothing(papers: Papers) -> None:
    text = "name,value\nsweep_on_receipt,yes\nskip_age_days,5\n"
    assert papers.counts("preferences", text) == (0, 2, 0)
    assert papers.desk.ask(preferences.read).skip_age_days == 5
    before = papers.everything()
    assert papers.counts("preferences", text) == (0, 0, 2)
    assert papers.everything() == before


def test_section_10_bad_preferences_are_refused_together_and_none_is_set(papers: Papers) -> None:
    found = papers.refused(
        "preferences",
        "name,value\nsweep_on_receipt,on\nskip_age_days,many\ncolour,red\nsweep_on_receipt,off\n",
    )
    assert [text.partition(":")[0] for text in found] == ["Row 3", "Row 4", "Row 5"]
