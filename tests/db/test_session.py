"""Sessions inside one process: transactions, snapshots, threads, and what a bad file is told."""

from pathlib import Path

import duckdb
import pytest

from db.session import Session
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


def test_a_desk_in_memory_needs_no_file(memory_desk: Session) -> None:
    assert add_one(memory_desk) == 1
    with pytest.raises(RuntimeError, match="no file"), memory_desk.exclusive_file():
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
