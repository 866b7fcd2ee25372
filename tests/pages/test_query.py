"""Filters that stand in the address: what names nothing there is left out, and that is said once."""

from __future__ import annotations

import pytest

from tests.pages.screen import Screen, shown
from tests.story import Story


@pytest.mark.parametrize(
    ("page", "param", "code", "what"),
    [
        ("backorders", "lic", "nonsense", "LIC nonsense"),
        ("backorders", "customer", "nobody", "customer nobody"),
        ("backorders", "view", "mine-all", "view mine-all"),
        ("backorders", "age", "old", "age old"),
        ("backorders", "ship", "Slow", "ship type Slow"),
        ("orders", "view", "[x](y)", "view [x](y)"),
        ("promises", "show", "Gone", "choice Gone"),
        ("run_log", "sweep", "Tertiary", "sweep Tertiary"),
        ("run_log", "outcome", "Fine", "outcome Fine"),
        ("record_log", "by", "Nobody", "person Nobody"),
        ("record_log", "kind", "Sort", "kind Sort"),
    ],
)
def test_a_filter_that_names_nothing_is_said_once(
    story: Story, page: str, param: str, code: str, what: str
) -> None:
    story.order("book 25")
    screen = Screen(page, **{param: code})
    assert [shown(one.value) for one in screen.test.warning] == [
        f"There is no {what} here; the filter was left out."
    ]
    assert not screen.again().test.warning


def test_a_filter_that_names_something_is_no_matter(story: Story) -> None:
    story.order("book 25")
    assert not Screen("backorders", lic="book", view="whole").test.warning
