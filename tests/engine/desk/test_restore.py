"""The way back from a backup: what is refused, what it lacks, what is kept."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from db.errors import NoSuchPath
from db.session import Session
from engine import store
from engine.desk import backup as copying
from engine.desk.backup import MissingInBackup, backup
from engine.errors import DeskError, Refused
from tests.engine.desk.copies import BLOCK, customers, held, log_of, refused, restore
from tests.papers import everything
from tests.story import Story


def test_a_restore_brings_the_desk_back_and_keeps_the_old_one(
    desk: Story, desk_path: Path, tmp_path: Path
) -> None:
    backup(desk.session, tmp_path / "copy.duckdb")
    before = everything(desk.session)
    desk.order("book 5")
    changed = everything(desk.session)
    done = restore(desk_path, tmp_path / "copy.duckdb")
    assert everything(desk.session) == before
    assert done.aside is not None
    assert held(done.aside) == changed


def test_a_restore_into_an_empty_place_keeps_nothing(desk: Story, tmp_path: Path) -> None:
    backup(desk.session, tmp_path / "copy.duckdb")
    done = restore(tmp_path / "new.duckdb", tmp_path / "copy.duckdb")
    assert done.aside is None
    assert held(tmp_path / "new.duckdb") == everything(desk.session)


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
    assert refused(desk, desk_path, tmp_path / "none.duckdb").startswith(NoSuchPath.__name__)


@pytest.mark.parametrize("way", ["itself", "another way", "symlink", "second name"])
def test_the_desk_is_no_backup_of_itself_whatever_it_is_called(
    desk: Story, desk_path: Path, tmp_path: Path, way: str
) -> None:
    names = {
        "itself": desk_path,
        "another way": desk_path.parent / ".." / desk_path.parent.name / desk_path.name,
    }
    file = names.get(way, tmp_path / "other.duckdb")
    if way == "symlink":
        file.symlink_to(desk_path)
    elif way == "second name":
        file.hardlink_to(desk_path)
    assert f"{file} is the desk itself and no backup of it" in refused(desk, desk_path, file)


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
    assert done.aside is not None
    assert log_of(done.aside).read_bytes() == damaged
    assert not log_of(with_log).exists()
    assert "north" not in customers(with_log)


def test_a_backup_that_has_a_log_beside_it_is_restored_with_it(with_log: Path, tmp_path: Path) -> None:
    for file in (with_log, log_of(with_log)):
        shutil.copy(file, tmp_path / f"by hand{file.name.removeprefix(with_log.stem)}")
    restore(tmp_path / "new.duckdb", tmp_path / "by hand.duckdb")
    assert {"north", "south"} <= customers(tmp_path / "new.duckdb")


def test_lacking_nothing_is_nothing() -> None:
    assert not MissingInBackup(0, 0, None, None)
    assert MissingInBackup(0, 1, None, None)
    assert MissingInBackup(0, 0, None, None, unread="damaged")
