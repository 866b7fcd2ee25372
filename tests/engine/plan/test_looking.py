"""What is wrong with options, files and columns is said at once, before a row is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import Refused
from tests.engine.plan.lake import Lake, lines, stock


def test_all_that_is_wrong_is_said_at_once(lake: Lake) -> None:
    lake.fill(lines({}).drop("qty", "lic"), stock(book=5).rename({"on_hand": "units"}))
    Path(lake.wanted.out).write_text("here already")
    with pytest.raises(Refused) as refused:
        lake.plan(
            policy="best", engine="abacus", skip_age_days=-1, memory="much", temp=lake.folder / "nowhere"
        )
    said = str(refused.value)
    assert len(refused.value.problems) == 9
    for word in (
        "best",
        "abacus",
        "--skip-age-days",
        "--memory",
        "--temp",
        "there already",
        "lic",
        "qty",
        "on_hand",
    ):
        assert word in said
