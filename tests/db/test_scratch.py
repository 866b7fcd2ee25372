"""Files that are not whole yet lie in a hidden folder, which is gone afterwards, whatever happens."""

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from db import scratch


def left(place: Path) -> list[str]:
    return sorted(file.name for file in place.iterdir())


def test_a_finished_file_takes_its_place_and_the_folder_is_gone(tmp_path: Path) -> None:
    target = tmp_path / "desk.csv"
    target.write_text("old")
    with scratch.folder(target) as folder:
        part = folder / "part"
        part.write_text("new")
        assert (folder.parent, folder.name.startswith(".")) == (tmp_path, True)
        assert target.read_text() == "old"
        scratch.put(part, target)
    assert (left(tmp_path), target.read_text()) == (["desk.csv"], "new")


@pytest.mark.parametrize("links", [True, False], ids=["with links", "a disk that knows none"])
def test_a_new_file_takes_no_other_files_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", _no_links)
    part, target = tmp_path / "part", tmp_path / "desk.csv"
    part.write_text("new")
    scratch.put_new(part, target)
    assert (left(tmp_path), target.read_text()) == (["desk.csv"], "new")
    part.write_text("newer")
    with pytest.raises(FileExistsError):
        scratch.put_new(part, target)
    assert target.read_text() == "new"


def _no_links(*_: object) -> None:
    raise PermissionError


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="half"), scratch.folder(tmp_path / "desk.csv") as folder:
        (folder / "part").write_text("half")
        raise ValueError("half way")
    assert left(tmp_path) == []


def test_the_folder_of_one_who_works_stays_and_that_of_a_dead_one_goes(tmp_path: Path) -> None:
    dead, young, old = (tmp_path / f"{scratch.PREFIX}{name}" for name in ("dead", "young", "old"))
    for folder in (dead, young, old):
        folder.mkdir()
    for file in (scratch.LOCK, scratch.LOCKED):
        (dead / file).touch()
    long_ago = time.time() - scratch.UNLOCKED_SECONDS - 1
    os.utime(old, (long_ago, long_ago))
    with scratch.folder(tmp_path / "desk.csv") as mine:
        scratch.sweep_up(tmp_path)
        assert left(tmp_path) == sorted([young.name, mine.name])


def test_a_folder_whose_lock_is_made_and_not_yet_taken_is_nobody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(FileLock):
        """A lock between whose making and taking another process sweeps up."""

        def acquire(self, *args: Any, **facts: Any) -> Any:
            monkeypatch.setattr(scratch, "FileLock", FileLock)
            Path(self.lock_file).write_text("made")
            made = Path(self.lock_file).stat().st_ino
            scratch.sweep_up(tmp_path)
            assert Path(self.lock_file).stat().st_ino == made
            return super().acquire(*args, **facts)

    monkeypatch.setattr(scratch, "FileLock", Slow)
    with scratch.folder(tmp_path / "desk.csv") as mine:
        assert left(tmp_path) == [mine.name]


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_a_file_may_be_read_by_those_who_may_read_its_model(tmp_path: Path) -> None:
    model, file = tmp_path / "model", tmp_path / "file"
    for each in (model, file):
        each.touch()
    model.chmod(0o640)
    file.chmod(0o666)
    scratch.like(file, model)
    assert file.stat().st_mode & 0o777 == 0o640
