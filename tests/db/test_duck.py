"""A session opens its file, closes it, and says what cannot be opened."""

import threading
from pathlib import Path

import duckdb
import pytest

from db.errors import DeskClosed, DeskDamaged, DeskForeign, DeskOutOfReach
from db.session import Session, Transaction
from tests.db import world
from tests.db.threads import in_threads
from tests.db.world import add_one, made, reading


def test_nothing_is_opened_before_the_first_work(path: Path) -> None:
    world.session(path).close()
    assert not path.exists()


def test_what_is_to_be_done_on_opening_is_done_once(path: Path) -> None:
    def greet(tx: Transaction) -> None:
        tx.write("world.add_stock", lic="LIC-1", on_hand=1)

    desk = world.session(path, on_open=greet)
    in_threads(*[lambda: reading(desk)] * 4)
    with desk.snapshot() as tx:
        assert tx.rows("world.stock")["note"].to_list() == ["desk"]
    desk.close()


def test_an_opening_that_fails_leaves_the_desk_free(path: Path) -> None:
    def refuse(tx: Transaction) -> None:
        raise ValueError("not today")

    desk = world.session(path, on_open=refuse)
    for _ in range(2):
        with pytest.raises(ValueError, match="not today"):
            reading(desk)
    other = world.session(path, wait_seconds=0.5)
    assert reading(other) == 0
    other.close()
    desk.close()


def test_a_closed_session_says_so_and_may_be_closed_again(path: Path) -> None:
    desk = world.session(path)
    add_one(desk)
    desk.close()
    desk.close()
    with pytest.raises(DeskClosed):
        reading(desk)


def test_closing_interrupts_work_that_does_not_end(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.session.CLOSING_SECONDS", 0.2)
    desk = world.session(path)
    begun, end = threading.Event(), threading.Event()

    def stay() -> None:
        with desk.snapshot():
            begun.set()
            end.wait(10)

    thread = threading.Thread(target=stay)
    thread.start()
    begun.wait(10)
    desk.close()  # comes back although the thread stays
    end.set()
    thread.join()
    desk.close()
    with pytest.raises(DeskClosed):
        reading(desk)


@pytest.mark.parametrize("content", [b"", b"hello, this is a letter\n" * 1000])
def test_a_file_that_is_no_database_is_told_in_a_sentence(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    desk = world.session(path)
    with pytest.raises(
        DeskDamaged, match=r"desk\.duckdb cannot be read as a desk .*restore the latest backup"
    ):
        reading(desk)
    desk.close()
    assert path.read_bytes() == content
    assert {file.name for file in path.parent.iterdir()} == {path.name, "migrations"}


@pytest.mark.parametrize("where", [20, 4116, 8212])
def test_a_damaged_desk_is_told_in_a_sentence(path: Path, where: int) -> None:
    made(path)
    content = bytearray(path.read_bytes())
    content[where : where + 64] = bytes(64)
    path.write_bytes(content)
    desk = world.session(path)
    with pytest.raises(DeskDamaged):
        reading(desk)
    desk.close()


def test_a_truncated_desk_is_told_in_a_sentence(path: Path) -> None:
    made(path)
    path.write_bytes(path.read_bytes()[:9000])
    desk = world.session(path)
    with pytest.raises(DeskDamaged):
        reading(desk)
    desk.close()


def test_another_programs_database_is_refused(path: Path) -> None:
    made(path)
    with duckdb.connect(path) as stranger:
        stranger.execute("drop table migration")
    desk = world.session(path)
    with pytest.raises(DeskForeign, match="is a DuckDB database but not a desk"):
        reading(desk)
    desk.close()
    assert path.with_name("desk.duckdb.hold").exists()  # which were there before: a desk was here


def test_beside_the_database_of_another_program_nothing_of_ours_stays(path: Path) -> None:
    with duckdb.connect(path) as stranger:
        stranger.execute("create table note (text varchar)")
    desk = world.session(path)
    with pytest.raises(DeskForeign):
        reading(desk)
    desk.close()
    assert {file.name for file in path.parent.iterdir()} == {path.name, "migrations"}


def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    desk = Session(tmp_path / "nowhere" / "desk.duckdb", name="a test")
    with pytest.raises(DeskOutOfReach, match="its folder does not exist"), desk.snapshot():
        pass
    assert list(tmp_path.iterdir()) == []
    desk.close()


def test_a_folder_in_place_of_the_file_is_told_in_a_sentence(path: Path) -> None:
    path.mkdir()
    desk = world.session(path)
    with pytest.raises(DeskOutOfReach, match="it is a folder"):
        reading(desk)
    desk.close()
