"""A desk that nobody has open is read as it is, and its log is folded in on the way."""

from pathlib import Path

import duckdb
import pytest

from db import closed
from tests.db.world import made


def test_a_desk_is_read_and_not_brought_up_to_date(path: Path) -> None:
    made(path)
    (path.parent / "migrations" / "0002_more.sql").write_text("create table more (id integer);")
    with closed.reading(path) as tx:
        assert tx.value("world.reading") == 1
    with closed.reading(path) as tx, pytest.raises(duckdb.CatalogException):
        tx._cursor.execute("from more")


def test_nothing_is_written_into_it(path: Path) -> None:
    made(path)
    with closed.reading(path) as tx, pytest.raises(duckdb.TransactionException, match="read-only"):
        tx._cursor.execute("update counter set reading = 7")


def test_a_log_is_folded_in_and_a_file_that_cannot_be_read_is_left_as_it_is(path: Path) -> None:
    made(path)
    log = path.with_name(f"{path.name}.wal")
    with duckdb.connect(path) as desk:
        desk.execute("pragma disable_checkpoint_on_shutdown")
        desk.execute("update counter set reading = 5")
    assert log.exists()
    closed.fold(path, 0.0)
    assert not log.exists()
    with closed.reading(path) as tx:
        assert tx.value("world.reading") == 5
    path.write_bytes(b"hello, this is a letter")
    closed.fold(path, 0.0)
    assert path.read_bytes() == b"hello, this is a letter"
