"""An undo that is killed half-way did nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import sweeps, undo
from engine.model import SweepName
from tests.crash.processes import at, furnish, proven, running, runs, state

pytestmark = pytest.mark.crash


def test_an_undo_that_was_killed_half_way_left_nothing_and_can_be_made_again(desk_path: Path) -> None:
    number = furnish(desk_path)
    with at(desk_path) as desk:
        sweeps.run_sweep(desk, SweepName.SECONDARY, actor="Ann")
    filled = state(desk_path, number)
    with running("-m", "tests.crash.undoer", desk_path) as process:
        assert process.says() == "stuck"
        process.kill()
    assert (state(desk_path, number), proven(desk_path)) == (filled, True)
    assert [run["sweep"] for run in runs(desk_path)] == ["secondary"]
    with at(desk_path) as desk:
        undo.undo(desk, actor="Ann")
    assert state(desk_path, number) == "10 allotted, 15 backordered"
