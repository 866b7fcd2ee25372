"""Sessions inside one process: transactions, snapshots, threads, and what a bad file is told."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import duckdb
import pytest

from db.errors import DeskBusy, DeskClosed, DeskDamaged, DeskFailed, DeskForeign, DeskOutOfReach
from db.session import Session, Transaction
from tests.db import world
from tests.db.world import add_one, reading

T = TypeVar("T")


def in_threads(*jobs: Callable[[], T]) -> list[T]:
    with ThreadPoolExecutor(len(jobs)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(job) for job in jobs]]


def soon(condition: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for what another thread is about to do."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


# Transactions and snapshots


def test_a_transaction_commits_when_its_block_ends(file_desk: Session) -> None:
    assert add_one(file_desk) == 1
    assert reading(file_desk) == 1


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_transaction_rolls_back_when_its_block_raises(
    file_desk: Session, kind: type[BaseException]
) -> None:
    with pytest.raises(kind), file_desk.transaction(actor="ann") as tx:
        tx.write("world.set", reading=5)
        raise kind
    assert reading(file_desk) == 0
    assert add_one(file_desk) == 1


def test_a_transaction_rolls_back_after_a_statement_failed(file_desk: Session) -> None:
    with pytest.raises(Exception, match="no_such_table"), file_desk.transaction(actor="ann") as tx:
        tx.write("world.set", reading=5)
        tx.rows("world.wrong")
    assert reading(file_desk) == 0


def test_a_snapshot_sees_one_state_while_a_writer_commits(file_desk: Session) -> None:
    with file_desk.snapshot() as before:
        assert before.value("world.reading") == 0
        in_threads(lambda: add_one(file_desk))
        assert before.value("world.reading") == 0
    assert reading(file_desk) == 1


def test_a_snapshot_cannot_write(file_desk: Session) -> None:
    with pytest.raises(Exception, match="read-only"), file_desk.snapshot() as tx:
        tx.write("world.set", reading=5)
    assert reading(file_desk) == 0


def test_a_transaction_inside_a_transaction_is_a_mistake_in_the_program(file_desk: Session) -> None:
    with file_desk.transaction(actor="ann"), pytest.raises(RuntimeError, match="has a transaction already"):
        add_one(file_desk)
    assert add_one(file_desk) == 1


def test_a_snapshot_inside_a_transaction_sees_what_was_before_it(file_desk: Session) -> None:
    with file_desk.transaction(actor="ann") as tx:
        tx.write("world.set", reading=5)
        assert reading(file_desk) == 0
    assert reading(file_desk) == 5


def test_holding_keeps_other_writers_out_and_readers_in(file_desk: Session) -> None:
    with ThreadPoolExecutor(2) as pool, file_desk.holding():
        assert add_one(file_desk) == 1
        other = pool.submit(add_one, file_desk)
        assert pool.submit(reading, file_desk).result(timeout=5) == 1
        time.sleep(0.05)
        assert not other.done()
        assert add_one(file_desk) == 2
    assert other.result() == 3


# Threads


def test_readers_read_at_the_same_time(file_desk: Session) -> None:
    everyone = threading.Barrier(4, timeout=10)

    def look() -> int:
        with file_desk.snapshot() as tx:
            everyone.wait()
            value: int = tx.value("world.reading")
            return value

    assert in_threads(*[look] * 4) == [0] * 4


def test_a_reader_does_not_wait_for_a_writer(file_desk: Session) -> None:
    with file_desk.transaction(actor="ann") as tx:
        tx.write("world.set", reading=5)
        assert in_threads(lambda: reading(file_desk)) == [0]


def test_writers_in_threads_lose_nothing(file_desk: Session) -> None:
    in_threads(*[lambda: [add_one(file_desk) for _ in range(50)]] * 6)
    assert reading(file_desk) == 300


def test_writers_take_turns(file_desk: Session) -> None:
    """One that begins again at once goes behind those that wait."""
    shares = in_threads(*[lambda: writes_within(file_desk, 0.7)] * 4)
    assert min(shares) * 3 >= max(shares)


def writes_within(desk: Session, seconds: float) -> int:
    end, done = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        add_one(desk)
        done += 1
    return done


def test_a_snapshot_may_grow_into_a_transaction_while_writers_wait(file_desk: Session) -> None:
    both = threading.Barrier(2, timeout=10)

    def look_then_write() -> int:
        with file_desk.snapshot():
            both.wait()
            return add_one(file_desk)

    assert sorted(in_threads(look_then_write, look_then_write)) == [1, 2]


def test_a_wait_in_one_process_ends_in_a_sentence(path: Path) -> None:
    desk = world.session(path, "the pages", wait_seconds=0.1)
    with (
        desk.holding(),
        pytest.raises(DeskBusy, match=r"^The pages \(this process\) has been using the desk"),
    ):
        in_threads(lambda: add_one(desk))
    assert add_one(desk) == 1
    desk.close()


def test_nobody_is_sent_away_while_others_end_their_work(path: Path) -> None:
    """Five acts of a tenth of a second, and nobody waits longer than a quarter for something to move."""
    desk = world.session(path, "the pages", wait_seconds=0.25)

    def act() -> int:
        with desk.transaction(actor="ann") as tx:
            time.sleep(0.1)
            value: int = tx.value("world.reading") + 1
            tx.write("world.set", reading=value)
        return value

    reading(desk)
    assert sorted(in_threads(*[act] * 5)) == [1, 2, 3, 4, 5]
    desk.close()


def test_readers_that_come_and_go_do_not_hide_a_writer_that_hangs(path: Path) -> None:
    desk = world.session(path, "the pages", wait_seconds=0.3)
    with ThreadPoolExecutor(2) as pool, desk.holding():
        told = pool.submit(lambda: add_one(desk))
        for _ in range(12):
            pool.submit(reading, desk).result(timeout=5)
            time.sleep(0.05)
        assert isinstance(told.exception(timeout=5), DeskBusy)
    desk.close()


# Opening


def test_a_desk_in_memory_needs_no_file(memory_desk: Session) -> None:
    assert add_one(memory_desk) == 1
    with pytest.raises(RuntimeError, match="no file"), memory_desk.exclusive_file():
        pass


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


def test_after_duckdb_gave_up_the_desk_is_opened_afresh(path: Path) -> None:
    openings: list[int] = []
    desk = world.session(path, on_open=lambda tx: openings.append(1))
    with pytest.raises(DeskFailed), desk.snapshot() as tx:
        tx.rows("world.unreadable")
    soon(lambda: bool(reading(desk) == 0 and len(openings) == 2))
    desk.close()


# Bad files


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


def test_a_folder_that_is_not_there_is_told_in_a_sentence(tmp_path: Path) -> None:
    desk = Session(tmp_path / "nowhere" / "desk.duckdb", name="a test")
    with pytest.raises(DeskOutOfReach, match="its folder does not exist"), desk.snapshot():
        pass
    assert list(tmp_path.iterdir()) == []
    desk.close()


def test_a_folder_in_place_of_the_file_is_told_in_a_sentence(path: Path) -> None:
    path.mkdir()
    desk = world.session(path)
    with pytest.raises(DeskOutOfReach):
        reading(desk)
    desk.close()


def made(path: Path) -> None:
    desk = world.session(path)
    add_one(desk)
    desk.close()


# The file itself


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


# What a statement may reach


@pytest.mark.parametrize("where", ["file", "memory"])
def test_no_statement_reads_a_file_or_opens_the_way_to_one(
    where: str, file_desk: Session, memory_desk: Session, tmp_path: Path
) -> None:
    """As one that was smuggled in would; afterwards the desk is as it was."""
    desk = file_desk if where == "file" else memory_desk
    add_one(desk)
    (tmp_path / "secret.csv").write_text("password\nswordfish\n", encoding="utf-8")
    attempts = [
        f"select * from read_csv('{tmp_path}/secret.csv')",
        f"select * from read_text('{tmp_path}/secret.csv')",
        f"select * from glob('{tmp_path}/*')",
        f"copy counter to '{tmp_path}/out.csv'",
        f"attach '{tmp_path}/other.duckdb' as other",
        "set enable_external_access = true",
        "set allow_community_extensions = true",
        "install httpfs",
        "load httpfs",
    ]
    for attempt in attempts:
        with pytest.raises(duckdb.Error, match=r"(?i)disabled|locked"), desk.snapshot() as tx:
            tx._cursor.execute(attempt)
    assert reading(desk) == 1
    assert not (tmp_path / "out.csv").exists()
    assert not (tmp_path / "other.duckdb").exists()
