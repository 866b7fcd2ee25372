"""The whole file for one piece of work: copied, replaced, waited for."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db.errors import DeskBusy
from db.session import Session
from tests.db import world
from tests.db.threads import in_threads
from tests.db.world import add_one, made, reading


def test_the_exclusive_file_is_whole_and_nobody_works_meanwhile(
    file_desk: Session, path: Path, tmp_path: Path
) -> None:
    add_one(file_desk)
    with ThreadPoolExecutor(1) as pool:
        with file_desk.exclusive_file() as file:
            other = pool.submit(add_one, file_desk)
            assert file == path
            copy = tmp_path / "migrations" / "copy.duckdb"
            copy.write_bytes(file.read_bytes())
            assert not file.with_name(file.name + ".wal").exists()
            assert not other.done()
        assert other.result(timeout=10) == 2
    restored = world.session(copy, migrations=path.parent / "migrations")
    assert reading(restored) == 1
    restored.close()


def test_the_exclusive_file_waits_for_running_work_and_then_gives_up_in_a_sentence(path: Path) -> None:
    desk = world.session(path, wait_seconds=0.1)
    with desk.holding(), pytest.raises(DeskBusy):
        in_threads(lambda: desk.exclusive_file().__enter__())
    assert add_one(desk) == 1
    desk.close()


def test_the_exclusive_file_may_be_replaced(file_desk: Session, path: Path) -> None:
    add_one(file_desk)
    with file_desk.exclusive_file() as file:
        copy = file.read_bytes()
    add_one(file_desk)
    with file_desk.exclusive_file() as file:
        file.write_bytes(copy)
    assert reading(file_desk) == 1


def test_a_damaged_file_may_be_replaced(path: Path) -> None:
    made(path)
    good = path.read_bytes()
    path.write_bytes(b"spoiled")
    desk = world.session(path)
    with desk.exclusive_file() as file:
        file.write_bytes(good)
    assert reading(desk) == 1
    desk.close()


def test_the_exclusive_file_is_not_for_those_who_work(file_desk: Session) -> None:
    with file_desk.snapshot(), pytest.raises(RuntimeError), file_desk.exclusive_file():
        pass
