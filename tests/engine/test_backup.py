"""A copy of the desk that can be trusted, and the way back from one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.session import Session
from engine import store
from engine.backup import BackupInTheWay, CannotCopy, NoSuchFile, backup, restore
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


def test_a_backup_taken_while_the_desk_runs_is_the_desk(desk, tmp_path):
    copied = backup(desk.session, tmp_path / "copy.duckdb")
    assert (copied.orders, copied.lines, copied.problems) == (1, 1, [])
    assert copied.size == (tmp_path / "copy.duckdb").stat().st_size
    assert held(tmp_path / "copy.duckdb") == everything(desk.session)


def test_work_goes_on_beside_a_backup(desk, tmp_path):
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


def test_a_backup_leaves_nothing_beside_itself_and_overwrites_nothing(desk, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    backup(desk.session, folder / "copy.duckdb")
    assert [file.name for file in folder.iterdir()] == ["copy.duckdb"]
    with pytest.raises(BackupInTheWay):
        backup(desk.session, folder / "copy.duckdb")


def test_a_backup_into_a_folder_that_is_not_there_is_one_sentence(desk, tmp_path):
    with pytest.raises(CannotCopy):
        backup(desk.session, tmp_path / "none" / "copy.duckdb")


def test_a_restore_brings_the_desk_back_and_keeps_the_old_one(desk, desk_path, tmp_path):
    backup(desk.session, tmp_path / "copy.duckdb")
    before = everything(desk.session)
    desk.order("book 5")
    changed = everything(desk.session)
    done = restore(desk_path, tmp_path / "copy.duckdb")
    assert everything(desk.session) == before
    assert done.kept is not None
    assert held(done.kept) == changed


def test_a_restore_into_an_empty_place_keeps_nothing(desk, tmp_path):
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


def test_a_file_that_is_no_desk_is_refused_under_its_own_name(desk, desk_path, tmp_path):
    junk, empty = tmp_path / "junk.duckdb", tmp_path / "empty.duckdb"
    junk.write_bytes(b"no desk" * 1000)
    empty.write_bytes(b"")
    for file in (junk, empty):
        told = refused(desk, desk_path, file)
        assert str(file) in told
        assert "-" not in Path(told.split()[1]).name
    assert refused(desk, desk_path, tmp_path / "none.duckdb").startswith(NoSuchFile.__name__)


def test_a_database_of_another_program_is_refused(desk, desk_path, tmp_path):
    other = tmp_path / "other.duckdb"
    folder = tmp_path / "migrations"
    folder.mkdir()
    with closing(Session(other, name="another", migrations=folder)) as session, session.snapshot():
        pass
    assert "is a DuckDB database but not a desk" in refused(desk, desk_path, other)


def test_a_desk_of_a_newer_program_is_refused(desk, desk_path, tmp_path):
    folder, newer = tmp_path / "migrations", tmp_path / "newer.duckdb"
    folder.mkdir()
    ours = sorted((Path(store.__file__).parent.parent / "db" / "migrations").glob("*.sql"))
    for file in ours:
        (folder / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / f"{len(ours) + 1:04}_later.sql").write_text("create table later (x integer)", encoding="utf-8")
    with closing(Session(newer, name="another", migrations=folder)) as session, session.snapshot():
        pass
    assert "newer" in refused(desk, desk_path, newer)


def test_a_truncated_backup_is_refused(desk, desk_path, tmp_path):
    backup(desk.session, tmp_path / "copy.duckdb")
    content = (tmp_path / "copy.duckdb").read_bytes()
    cut = tmp_path / "cut.duckdb"
    cut.write_bytes(content[: len(content) // 2])
    assert "cannot be read as a desk" in refused(desk, desk_path, cut)


def test_damage_in_any_block_is_refused_or_was_in_none_that_counts(desk, desk_path, tmp_path):
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


def test_r29_a_backup_that_breaks_the_proof_is_refused(desk, desk_path, tmp_path):
    with desk.act(proven=False) as tx:
        tx.write("orders.set_qty", line_id=1, qty=99)
    copied = backup(desk.session, tmp_path / "copy.duckdb")
    assert copied.problems
    told = refused(desk, desk_path, tmp_path / "copy.duckdb")
    assert told.startswith(Refused.__name__)
