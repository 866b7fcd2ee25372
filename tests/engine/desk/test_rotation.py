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
    assert {file.name for file in folder.iterdir()} == {*kept, *others, "desk.backups-of.txt"}


def test_r50_two_desks_of_one_name_never_make_room_for_each_other(desk: Story, tmp_path: Path) -> None:
    folder, path = tmp_path / "backups", desk.session.path
    assert path
    folder.mkdir()
    other = tmp_path / "west" / path.name
    other.parent.mkdir()
    (folder / "desk.backups-of.txt").write_text(f"{other}\n", encoding="utf-8")
    other.touch()
    (folder / "desk-20260301T120000.duckdb").touch()
    with pytest.raises(rotation.BackupsOfAnother, match=r"has the backups of another desk .*west"):
        rotation.back_up(desk.session, folder, 1, NOON)
    assert (folder / "desk-20260301T120000.duckdb").exists()
    other.unlink()  # it was moved, and is this one
    rotation.back_up(desk.session, folder, 1, NOON)
    assert (folder / "desk.backups-of.txt").read_text(encoding="utf-8") == f"{path.resolve()}\n"
    assert rotation.made(path, folder) == [folder / "desk-20260302T120000.duckdb"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x80x", "C:\\desk.duckdb".encode("utf-16"), b""])
def test_a_note_that_names_no_desk_is_written_anew(desk: Story, tmp_path: Path, content: bytes) -> None:
    """An editor may save it as it likes."""
    folder, path = tmp_path / "backups", desk.session.path
    assert path
    folder.mkdir()
    (folder / "desk.backups-of.txt").write_bytes(content)
    rotation.back_up(desk.session, folder, 1, NOON)
    assert (folder / "desk.backups-of.txt").read_text(encoding="utf-8") == f"{path.resolve()}\n"


def test_r50_a_desk_in_memory_has_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no file"):
        rotation.back_up(Story().session, tmp_path, 2, NOON)
