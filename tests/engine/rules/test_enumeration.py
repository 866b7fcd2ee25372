"""Several names in a sentence."""

from __future__ import annotations

import pytest

from engine.rules.enumeration import in_a_row


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), ([7], "7"), (["A", "B"], "A and B"), (["A", "B", 3], "A, B and 3")],
)
def test_the_last_name_stands_behind_an_and(names: list[object], said: str) -> None:
    assert in_a_row(names) == said
