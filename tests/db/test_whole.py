"""A closed desk is its file and the log beside it: both are copied, and both get a second name, or none."""

import os
from pathlib import Path

import pytest

from db import whole


@pytest.fixture
def closed_desk(tmp_path: Path) -> Path:
    path = tmp_path / "desk.duckdb"
    path.write_bytes(b"blocks")
    path.with_name("desk.duckdb.wal").write_bytes(b"log")
    return path


def test_the_log_belongs_to_the_file(closed_desk: Path) -> None:
    assert [file.name for file in whole.files(closed_desk)] == ["desk.duckdb", "desk.duckdb.wal"]


def test_a_copy_has_both_and_says_whether_it_is_what_was_read(closed_desk: Path, tmp_path: Path) -> None:
    assert whole.copy(closed_desk, tmp_path / "copy")
    assert ((tmp_path / "copy").read_bytes(), (tmp_path / "copy.wal").read_bytes()) == (b"blocks", b"log")


def test_a_copy_that_differs_from_what_was_read_is_told(
    closed_desk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda _: (tmp_path / "copy").write_bytes(b"a bad disk"))
    assert not whole.copy(closed_desk, tmp_path / "copy")


def test_a_second_name_outlives_the_first(closed_desk: Path, tmp_path: Path) -> None:
    second = whole.name_twice(closed_desk, tmp_path / "second")
    for file in whole.files(closed_desk):
        file.unlink()
    assert [file.read_bytes() for file in whole.files(second)] == [b"blocks", b"log"]


def test_where_one_of_both_gets_no_second_name_none_is_left(closed_desk: Path, tmp_path: Path) -> None:
    (tmp_path / "second.wal").mkdir()  # neither a link nor a copy can take its place
    (tmp_path / "second.wal" / "desk.duckdb.wal").mkdir()
    with pytest.raises(OSError):
        whole.name_twice(closed_desk, tmp_path / "second")
    assert not (tmp_path / "second").exists()
