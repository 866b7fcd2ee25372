"""The desk is a file and not a name: what happens when the name comes to mean another file."""

import json
import shutil
import stat
import sys
from pathlib import Path

import pytest

from db import duck
from db.errors import (
    DeskError,
    DeskReplaced,
    DeskVanished,
    LogOfAnotherFile,
    LogWithoutDesk,
)
from db.making import Making
from db.session import Session
from tests.db import world
from tests.db.threads import in_threads
from tests.db.world import Clerk, add_one, reading

on_posix = pytest.mark.skipif(sys.platform == "win32", reason="there, an open file cannot be taken away")


def beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}.{ending}")


def other_desk(path: Path, *, times: int) -> Path:
    """Another desk beside it, whose counter shows ``times``."""
    other = path.with_name("other.duckdb")
    desk = world.session(other)
    for _ in range(times):
        add_one(desk)
    desk.close()
    return other


# While it is open


def test_who_looks_while_it_is_put_away_takes_our_own_writing_for_ours(
    file_desk: Session, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner's look comes every 25 ms, and on a busy machine in the middle of anything."""
    add_one(file_desk)
    file = file_desk._file
    assert file
    fold, lost = file._fold, list[bool]()

    def folded_and_seen(database: duck.Connection) -> None:
        fold(database)
        in_threads(lambda: lost.append(file.is_lost()))

    monkeypatch.setattr(file, "_fold", folded_and_seen)
    file_desk.close()
    assert lost == [False]
    again = world.session(path)
    assert reading(again) == 1
    again.close()


@on_posix
@pytest.mark.parametrize("how", ["removed", "renamed"])
def test_nothing_is_saved_once_the_file_is_gone(file_desk: Session, path: Path, how: str) -> None:
    add_one(file_desk)
    with pytest.raises(DeskVanished, match=r"desk\.duckdb is gone"), file_desk.transaction(actor="ann") as tx:
        tx.write("world.set", reading=5)
        path.unlink() if how == "removed" else path.rename(path.with_name("aside.duckdb"))
    for _ in range(3):
        with pytest.raises(DeskVanished):
            add_one(file_desk)
    assert not path.exists()


@on_posix
def test_it_goes_on_when_the_file_is_back(file_desk: Session, path: Path) -> None:
    """What was saved before it was moved is in the moved file, also what was in the log only."""
    add_one(file_desk)
    aside = path.rename(path.with_name("aside.duckdb"))
    with pytest.raises(DeskVanished):
        add_one(file_desk)
    with pytest.raises(DeskVanished):
        add_one(file_desk)
    aside.rename(path)
    assert add_one(file_desk) == 2


@on_posix
def test_nothing_is_saved_in_a_file_that_was_renamed_over_and_work_goes_on_in_the_new_one(
    file_desk: Session, path: Path
) -> None:
    other = other_desk(path, times=7)
    add_one(file_desk)
    with (
        pytest.raises(DeskReplaced, match="replaced by another file"),
        file_desk.transaction(actor="a") as tx,
    ):
        tx.write("world.set", reading=99)
        other.replace(path)
    end = 0
    while True:  # a look of the watcher later
        try:
            assert add_one(file_desk) == 8
            break
        except DeskReplaced:
            end += 1
            assert end < 50
    assert reading(file_desk) == 8
    file_desk.close()
    again = world.session(path)
    assert reading(again) == 8
    again.close()


@on_posix
def test_the_log_of_the_file_that_took_its_place_is_left_alone(file_desk: Session, path: Path) -> None:
    """Somebody puts back a desk and its log while ours is open; closing ours must not remove that log."""
    add_one(file_desk)
    beside(path, "wal").unlink()
    path.unlink()
    beside(path, "wal").write_bytes(b"the log of a file that comes next")
    with pytest.raises(DeskVanished):
        add_one(file_desk)
    file_desk.close()
    assert beside(path, "wal").read_bytes() == b"the log of a file that comes next"


# Before it is open


def test_a_sign_of_life_beside_a_desk_that_was_removed_with_its_locks_is_enough(path: Path) -> None:
    beside(path, "scheduler").touch()
    desk = world.session(path)
    with pytest.raises(DeskVanished):
        reading(desk)
    desk.close()
    assert not path.exists()


def test_a_desk_that_vanished_between_two_pieces_of_work_is_not_made_again(path: Path) -> None:
    desk = world.session(path, making=Making.ALWAYS)
    add_one(desk)
    with desk.exclusive_file() as file:
        file.unlink()
    with pytest.raises(DeskVanished):
        reading(desk)
    desk.close()
    assert not path.exists()


def test_a_log_without_its_desk_is_not_thrown_away(path: Path) -> None:
    beside(path, "wal").write_bytes(b"what was done last")
    desk = world.session(path, making=Making.ALWAYS)
    with pytest.raises(LogWithoutDesk, match=r"desk\.duckdb\.wal; put back the file"):
        reading(desk)
    desk.close()
    assert beside(path, "wal").read_bytes() == b"what was done last"
    assert not path.exists()


def killed_with_a_log(path: Path) -> None:
    clerk = Clerk(path, "sit_after_one")
    clerk.says()
    clerk.kill()
    assert beside(path, "wal").exists()


def test_a_log_beside_another_file_is_told_and_neither_is_touched(path: Path) -> None:
    other = other_desk(path, times=3)
    killed_with_a_log(path)
    before = other.read_bytes(), beside(path, "wal").read_bytes()
    shutil.copy(other, path)
    desk = world.session(path)
    with pytest.raises(LogOfAnotherFile, match=r"do not belong together .*move .*desk\.duckdb\.wal away"):
        reading(desk)
    assert (path.read_bytes(), beside(path, "wal").read_bytes()) == before
    beside(path, "wal").unlink()
    assert reading(desk) == 3
    desk.close()


def test_an_opening_that_fails_leaves_no_half_desk(path: Path) -> None:
    (path.parent / "migrations" / "0002_wrong.sql").write_text("insert into no_such_table values (1);")
    desk = world.session(path)
    with pytest.raises(Exception, match="no_such_table"):
        reading(desk)
    desk.close()
    assert [file.name for file in path.parent.iterdir()] == ["migrations"]


# Odd names


ODD_NAMES = ["a b", "a#b", "50%20", "it's", 'a"b', "äöü ß", "a\nb", "-x", "[a]*{b}", "md:x", "a;b", "x" * 200]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_desk_may_have_any_name(tmp_path: Path, name: str) -> None:
    if sys.platform == "win32" and set(name) & set('"*:\n'):
        pytest.skip("no name there")
    place = tmp_path / name[:60]
    place.mkdir()
    world.build(place)
    path = place / f"{name}.duckdb"
    desk = world.session(path)
    assert add_one(desk) == 1
    desk.close()
    killed_with_a_log(path)
    again = world.session(path)
    assert reading(again) == 2
    again.close()


@on_posix
@pytest.mark.parametrize("name", ["what?.duckdb", "a\\b.duckdb", "x" * 300, "\udcff.duckdb"])
def test_a_name_that_cannot_be_is_told_in_a_sentence_and_nothing_is_left(tmp_path: Path, name: str) -> None:
    desk = Session(tmp_path / name, name="a test")
    with pytest.raises(Exception, match=r"cannot be opened|could not be") as told, desk.snapshot():
        pass
    assert isinstance(told.value, DeskError)
    desk.close()
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".duckdb"] == []


# Who may read


@on_posix
def test_the_log_has_the_mode_of_the_desk(file_desk: Session, path: Path) -> None:
    add_one(file_desk)
    file_desk.close()
    path.chmod(0o600)
    desk = world.session(path)
    add_one(desk)
    assert stat.S_IMODE(beside(path, "wal").stat().st_mode) == 0o600
    desk.close()


@on_posix
def test_what_a_killed_process_spilled_is_swept_up(path: Path) -> None:
    spilled = beside(path, "tmp")
    spilled.mkdir()
    (spilled / "duckdb_temp_storage_DEFAULT-0.tmp").write_bytes(b"x" * 100)
    (spilled / "notes.txt").write_text("mine")
    desk = world.session(path)
    add_one(desk)
    desk.close()
    assert [file.name for file in spilled.iterdir()] == ["notes.txt"]


def test_two_that_start_in_a_new_folder_at_once_make_one_desk(path: Path) -> None:
    clerks = [Clerk(path, "bump", 1, name=f"clerk {n}") for n in range(3)]
    assert [clerk.report() for clerk in clerks] == [json.loads('{"done": 1}')] * 3
    desk = world.session(path)
    assert reading(desk) == 3
    desk.close()
