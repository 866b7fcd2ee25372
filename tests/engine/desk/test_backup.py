"""A copy of the desk that can be trusted, and the way back from one."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db import scratch, whole
from db.session import Session
from engine import store
from engine.desk import backup as copying
from engine.desk.backup import BackupDiffers, BackupInTheWay, CannotCopy, Lacking, NoSuchFile, backup, restore
from engine.errors import DeskError, Refused
from tests.papers import everything
from tests.story import Story

BLOCK = 262_144  # bytes: what DuckDB guards with one checksum


@pytest.fixture
def desk(desk_path: Path) -> Iterator[Story]:
    """A desk in a file."""
    story = Story(store.open_desk(desk_path, name="a test"), book=20)
    story.order("book 15")
    yield story
    story.session.close()


def held(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a desk holds."""
    with closing(store.open_desk(path, name="a test")) as session:
        return everything(session)


def test_a_backup_taken_while_the_desk_runs_is_the_desk(desk: Story, tmp_path: Path) -> None:
    copied = backup(desk.session, tmp_path / "copy.duckdb")
    assert (copied.orders, copied.lines, copied.problems) == (1, 1, [])
    assert copied.size == (tmp_path / "copy.duckdb").stat().st_size
    assert held(tmp_path / "copy.duckdb") == everything(desk.session)


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


def test_a_restore_brings_the_desk_back_and_keeps_the_old_one(
    desk: Story, desk_path: Path, tmp_path: Path
) -> None:
    backup(desk.session, tmp_path / "copy.duckdb")
    before = everything(desk.session)
    desk.order("book 5")
    changed = everything(desk.session)
    done = restore(desk_path, tmp_path / "copy.duckdb")
    assert everything(desk.session) == before
    assert done.kept is not None
    assert held(done.kept) == changed


def test_a_restore_into_an_empty_place_keeps_nothing(desk: Story, tmp_path: Path) -> None:
    backup(desk.session, tmp_path / "copy.duckdb")
    done = restore(tmp_path / "new.duckdb", tmp_path / "copy.duckdb")
    assert done.kept is None
    assert held(tmp_path / "new.duckdb") == everything(desk.session)


def refused(desk: Story, desk_path: Path, file: Path) -> str:
    """Why a file is not restored, and that the desk is as it was."""
    before, files = everything(desk.session), sorted(desk_path.parent.iterdir())
    with pytest.raises(DeskError) as caught:
        restore(desk_path, file)
    assert everything(desk.session) == before
    assert set(files) >= {one for one in desk_path.parent.iterdir() if "duckdb." not in one.name}
    return f"{type(caught.value).__name__}: {caught.value}"


def test_a_file_that_is_no_desk_is_refused_under_its_own_name(
    desk: Story, desk_path: Path, tmp_path: Path
) -> None:
    junk, empty = tmp_path / "junk.duckdb", tmp_path / "empty.duckdb"
    junk.write_bytes(b"no desk" * 1000)
    empty.write_bytes(b"")
    for file in (junk, empty):
        told = refused(desk, desk_path, file)
        assert str(file) in told
        assert "-" not in Path(told.split()[1]).name
    assert refused(desk, desk_path, tmp_path / "none.duckdb").startswith(NoSuchFile.__name__)


def test_a_database_of_another_program_is_refused(desk: Story, desk_path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.duckdb"
    folder = tmp_path / "migrations"
    folder.mkdir()
    with closing(Session(other, name="another", migrations=folder)) as session, session.snapshot():
        pass
    assert "is a DuckDB database but not a desk" in refused(desk, desk_path, other)


def test_a_desk_of_a_newer_program_is_refused(desk: Story, desk_path: Path, tmp_path: Path) -> None:
    folder, newer = tmp_path / "migrations", tmp_path / "newer.duckdb"
    folder.mkdir()
    ours = sorted((Path(store.__file__).parent.parent / "db" / "migrations").glob("*.sql"))
    for file in ours:
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / f"{len(ours) + 1:04}_later.sql").write_text("create table later (x integer)", encoding="utf-8")
    with closing(Session(newer, name="another", migrations=folder)) as session, session.snapshot():
        pass
    assert "newer" in refused(desk, desk_path, newer)


def test_a_truncated_backup_is_refused(desk: Story, desk_path: Path, tmp_path: Path) -> None:
    backup(desk.session, tmp_path / "copy.duckdb")
    content = (tmp_path / "copy.duckdb").read_bytes()
    cut = tmp_path / "cut.duckdb"
    cut.write_bytes(content[: len(content) // 2])
    assert "cannot be read as a desk" in refused(desk, desk_path, cut)


def test_damage_in_any_block_is_refused_or_was_in_none_that_counts(
    desk: Story, desk_path: Path, tmp_path: Path
) -> None:
    backup(desk.session, tmp_path / "copy.duckdb")
    content, before = (tmp_path / "copy.duckdb").read_bytes(), everything(desk.session)
    outcomes = set()
    for start in range(3 * 4096, len(content), BLOCK):
        harmed = bytearray(content)
        harmed[start + 100 : start + 108] = b"\x07" * 8
        file = tmp_path / "harmed.duckdb"
        file.write_bytes(harmed)
        try:
            restore(desk_path, file)
            outcomes.add("restored")
        except DeskError:
            outcomes.add("refused")
        assert everything(desk.session) == before
    assert "refused" in outcomes


def test_r29_a_backup_that_breaks_the_proof_is_refused(desk: Story, desk_path: Path, tmp_path: Path) -> None:
    with desk.act(proven=False) as tx:
        tx.write("line_states.set_qty", line_id=1, qty=99)
    copied = backup(desk.session, tmp_path / "copy.duckdb")
    assert copied.problems
    told = refused(desk, desk_path, tmp_path / "copy.duckdb")
    assert told.startswith(Refused.__name__)


# What stands in the log only


HOUSE = Path(__file__).parents[3]
KILLED = """
import os, sys
from pathlib import Path
from engine import catalogue, store
desk = store.open_desk(Path(sys.argv[1]), name="the killed")
for name in sys.argv[2:]:
    with desk.transaction(actor="Ann") as tx:
        catalogue.add_customer(tx, name)
os._exit(9)
"""
KILLED_IN_THE_MIDDLE = """
import os, sys
from pathlib import Path
from db import scratch
with scratch.folder(Path(sys.argv[1])) as folder:
    (folder / "half").touch()
    os._exit(9)
"""


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


@pytest.fixture
def with_log(desk: Story, desk_path: Path) -> Path:
    """A desk whose last two customers stand in its log only, because whoever wrote them was killed."""
    desk.session.close()
    subprocess.run([sys.executable, "-c", KILLED, str(desk_path), "north", "south"], cwd=HOUSE, check=False)
    assert log_of(desk_path).exists()
    return desk_path


def customers(path: Path) -> set[str]:
    with closing(store.open_desk(path, name="a test")) as session, session.snapshot() as tx:
        return set(tx.rows("whole_desk.table_rows", table_name="customer")["code"])


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


def test_a_restore_says_what_the_backup_lacks_before_and_after(
    desk: Story, desk_path: Path, tmp_path: Path
) -> None:
    backup(desk.session, tmp_path / "copy.duckdb")
    desk.order("book 1")
    desk.order("book 2")
    with copying.ready(desk_path, tmp_path / "copy.duckdb") as ready:
        before = ready.lacks
        desk.order("book 1")
        done = copying.put(ready)
    assert before.orders == 2
    assert done.lacks is not None
    assert done.lacks.orders == 3
    assert done.lacks.log_rows > before.log_rows > 0
    assert done.lacks.since == before.since
    assert done.lacks.until is not None
    assert before.until is not None
    assert done.lacks.until > before.until


def test_a_backup_that_has_all_lacks_nothing(desk: Story, desk_path: Path, tmp_path: Path) -> None:
    backup(desk.session, tmp_path / "copy.duckdb")
    assert not restore(desk_path, tmp_path / "copy.duckdb").lacks
    assert not restore(tmp_path / "new.duckdb", tmp_path / "copy.duckdb").lacks


def test_of_a_desk_that_cannot_be_read_nobody_knows_what_is_lacking_and_all_of_it_is_kept(
    with_log: Path, tmp_path: Path
) -> None:
    shutil.copy(with_log, tmp_path / "copy.duckdb")
    damaged = log_of(with_log).read_bytes().replace(b"north", b"norts")
    log_of(with_log).write_bytes(damaged)
    done = restore(with_log, tmp_path / "copy.duckdb")
    assert done.lacks is not None
    assert "WAL" in done.lacks.unread
    assert done.kept is not None
    assert log_of(done.kept).read_bytes() == damaged
    assert not log_of(with_log).exists()
    assert "north" not in customers(with_log)


def test_a_backup_that_has_a_log_beside_it_is_restored_with_it(with_log: Path, tmp_path: Path) -> None:
    for file in (with_log, log_of(with_log)):
        shutil.copy(file, tmp_path / f"by hand{file.name.removeprefix(with_log.stem)}")
    restore(tmp_path / "new.duckdb", tmp_path / "by hand.duckdb")
    assert {"north", "south"} <= customers(tmp_path / "new.duckdb")


def test_lacking_nothing_is_nothing() -> None:
    assert not Lacking(0, 0, None, None)
    assert Lacking(0, 1, None, None)
    assert Lacking(0, 0, None, None, unread="damaged")


# Who may read, and what is left behind


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such modes there")
def test_backups_and_restored_desks_keep_the_mode_of_the_desk(
    desk: Story, desk_path: Path, tmp_path: Path
) -> None:
    desk_path.chmod(0o600)
    backup(desk.session, tmp_path / "copy.duckdb")
    (tmp_path / "copy.duckdb").chmod(0o644)
    done = restore(desk_path, tmp_path / "copy.duckdb")
    assert done.kept is not None
    assert [stat.S_IMODE(file.stat().st_mode) for file in (desk_path, done.kept)] == [0o600, 0o600]
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
