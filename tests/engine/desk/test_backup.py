"""A copy of the desk that can be trusted, and the way back from one."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from db import scratch, whole
from db.session import Session
from engine import store
from engine.desk.backup import BackupDiffers, BackupInTheWay, CannotCopy, backup
from engine.errors import DeskError
from tests.engine.desk.copies import HOUSE, customers, held, log_of, restore
from tests.papers import everything
from tests.story import Story


def test_a_backup_taken_while_the_desk_runs_is_the_desk(desk: Story, tmp_path: Path) -> None:
    copied = backup(desk.session, tmp_path / "copy.duckdb")
    assert (copied.orders, copied.lines, copied.problems) == (1, 1, [])
    assert copied.size == (tmp_path / "copy.duckdb").stat().st_size
    assert held(tmp_path / "copy.duckdb") == everything(desk.session)


def test_a_file_that_came_while_the_copy_was_made_stays(
    desk: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, like = tmp_path / "copy.duckdb", scratch.like
    monkeypatch.setattr(scratch, "like", lambda *of: (like(*of), file.write_text("somebody's")))
    with pytest.raises(BackupInTheWay):
        backup(desk.session, file)
    assert (file.read_text(), list(tmp_path.glob(f"{scratch.PREFIX}*"))) == ("somebody's", [])


def test_work_goes_on_beside_a_backup(desk: Story, tmp_path: Path) -> None:
    stop = threading.Event()
    done: list[str] = []

    def work() -> None:
        while not stop.is_set():
            done.append(desk.order("book 1"))

    worker = threading.Thread(target=work)
    worker.start()
    try:
        copies = [backup(desk.session, tmp_path / f"copy{n}.duckdb") for n in range(3)]
    finally:
        stop.set()
        worker.join()
    assert [copy.problems for copy in copies] == [[], [], []]
    assert copies[0].orders <= copies[-1].orders <= len(done) + 1


def test_a_backup_leaves_nothing_beside_itself_and_overwrites_nothing(desk: Story, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(desk.session, folder / "copy.duckdb")
    assert [file.name for file in folder.iterdir()] == ["copy.duckdb"]
    with pytest.raises(BackupInTheWay):
        backup(desk.session, folder / "copy.duckdb")


def test_a_backup_into_a_folder_that_is_not_there_is_one_sentence(desk: Story, tmp_path: Path) -> None:
    with pytest.raises(CannotCopy):
        backup(desk.session, tmp_path / "none" / "copy.duckdb")


# What stands in the log only


KILLED_IN_THE_MIDDLE = """
import os, sys
from pathlib import Path
from db import scratch
with scratch.folder(Path(sys.argv[1])) as folder:
    (folder / "half").touch()
    os._exit(9)
"""


def test_a_backup_takes_along_what_could_not_be_folded_in(
    with_log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on a full disk, where closing the desk leaves the log as it is."""
    at_rest = tmp_path / "at rest"
    at_rest.mkdir()
    for file in (with_log, log_of(with_log)):
        shutil.copy(file, at_rest / file.name)

    def shut(one: Session) -> None:
        real(one)
        for file in at_rest.iterdir() if one is session else ():
            shutil.copy(file, with_log.parent / file.name)

    real = Session._shut
    with closing(store.open_desk(with_log, name="a test")) as session:
        with session.snapshot():
            pass
        with monkeypatch.context() as patch:
            patch.setattr(Session, "_shut", shut)
            backup(session, tmp_path / "copy.duckdb")
    assert {"north", "south"} <= customers(tmp_path / "copy.duckdb")
    assert not log_of(tmp_path / "copy.duckdb").exists()


def test_a_backup_of_a_desk_whose_log_is_damaged_is_refused(with_log: Path, tmp_path: Path) -> None:
    content = log_of(with_log).read_bytes().replace(b"north", b"norts")
    log_of(with_log).write_bytes(content)
    session = store.open_desk(with_log, name="a test")
    with pytest.raises(DeskError, match=r"The log of .*desk\.duckdb cannot be read .*keep both files"):
        backup(session, tmp_path / "copy.duckdb")
    session.close()
    assert sorted(file.name for file in tmp_path.glob("copy*")) == []
    assert log_of(with_log).read_bytes() == content


def test_a_log_that_was_cut_before_its_first_commit_is_no_obstacle(with_log: Path, tmp_path: Path) -> None:
    log_of(with_log).write_bytes(log_of(with_log).read_bytes()[:90])
    with closing(store.open_desk(with_log, name="a test")) as session:
        backup(session, tmp_path / "copy.duckdb")
        assert held(tmp_path / "copy.duckdb") == everything(session)
    assert [file.name for file in tmp_path.glob("copy*.wal")] == []


def test_a_copy_that_lacks_a_row_is_thrown_away(
    desk: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = whole.copy

    def an_older_one(path: Path, target: Path) -> bool:
        return real(older, target)

    older = tmp_path / "older.duckdb"
    backup(desk.session, older)
    desk.order("book 1")
    monkeypatch.setattr(whole, "copy", an_older_one)
    with pytest.raises(BackupDiffers, match=r"differs from the desk in .*order_line.*thrown away"):
        backup(desk.session, tmp_path / "copy.duckdb")
    assert not (tmp_path / "copy.duckdb").exists()


# What a backup lacks


# Who may read, and what is left behind


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_backups_and_restored_desks_keep_the_mode_of_the_desk(
    desk: Story, desk_path: Path, tmp_path: Path
) -> None:
    desk_path.chmod(0o600)
    backup(desk.session, tmp_path / "copy.duckdb")
    (tmp_path / "copy.duckdb").chmod(0o644)
    done = restore(desk_path, tmp_path / "copy.duckdb")
    assert done.aside is not None
    assert [stat.S_IMODE(file.stat().st_mode) for file in (desk_path, done.aside)] == [0o600, 0o600]
    (tmp_path / "copy.duckdb").unlink()
    backup(desk.session, tmp_path / "copy.duckdb")
    assert stat.S_IMODE((tmp_path / "copy.duckdb").stat().st_mode) == 0o600


def test_what_a_killed_backup_left_is_swept_up_by_the_next(desk: Story, tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED_IN_THE_MIDDLE, str(tmp_path / "copy.duckdb")]
    ended = subprocess.run(command, cwd=HOUSE, check=False)
    assert ended.returncode == 9
    assert len(list(tmp_path.glob(".backorder-*"))) == 1
    with scratch.folder(tmp_path / "another") as in_use:
        backup(desk.session, tmp_path / "copy.duckdb")
        assert list(tmp_path.glob(".backorder-*")) == [in_use]
    assert list(tmp_path.glob(".backorder-*")) == []
