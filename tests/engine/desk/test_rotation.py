"""Backups in one folder: the oldest make room for the newest, and nothing else is touched (R50)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine.desk import rotation
from tests.story import Story

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_r50_the_newest_of_this_desk_stay_and_no_other_file_is_touched(desk: Story, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    others = {"desk.duckdb", "desk-20260301T120000.duckdb.wal", "other-20260301T120000.duckdb"}
    for name in others:
        (folder / name).touch()
    for hours in range(3):
        rotation.back_up(desk.session, folder, 2, NOON + timedelta(hours=hours))
    kept = ["desk-20260302T140000.duckdb", "desk-20260302T130000.duckdb"]
    assert desk.session.path
    assert [file.name for file in rotation.made(desk.session.path, folder)] == kept
    assert {file.name for file in folder.iterdir()} == {*kept, *others}


def test_r50_a_desk_in_memory_has_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no file"):
        rotation.back_up(Story().session, tmp_path, 2, NOON)
