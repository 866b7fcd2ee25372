"""Sessions inside one process: transactions, snapshots, threads, and what a bad file is told."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from db.errors import DeskBusy
from db.session import Session
from tests.db import world
from tests.db.threads import in_threads
from tests.db.world import add_one, reading

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


# Bad files


# The file itself


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
