"""The desks that tests begin with are what migrations make of an empty one."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.testing import assert_frame_equal

from db import duck
from db.migrate import migrate
from db.session import MIGRATIONS, Session
from tests import worlds
from tests.new_desks import NewDesks
from tests.story import Story
from tests.two_warehouses import two_warehouses


def test_a_copied_desk_is_a_migrated_one(tmp_path: Path) -> None:
    with duck.open_memory() as copied, duck.open_memory() as migrated:
        report = NewDesks(tmp_path).migrate(copied, MIGRATIONS, None)
        assert report == migrate(migrated, MIGRATIONS, None)
        assert parts(copied) == parts(migrated)
        assert rows(copied) == rows(migrated)


def test_a_copy_of_a_desk_that_was_begun_holds_what_one_begun_afresh_does() -> None:
    afresh, copied = (Story(book=5, pen=7) for _ in range(2))
    assert_same(afresh.session, copied.session)
    assert afresh.now == copied.now


def test_what_is_told_for_the_third_time_is_a_copy_that_goes_on_by_itself() -> None:
    told: list[int] = []

    @worlds.copied
    def shop(books: int) -> tuple[Story, list[str]]:
        told.append(books)
        desk = two_warehouses(books, 9)
        return desk, [desk.order("book 3"), desk.order("book 4")]

    [(first, numbers), _, (third, again), (other, _)] = [shop(books) for books in (5, 5, 5, 6)]
    assert (told, numbers, again) == ([5, 5, 6], ["1001", "1002"], ["1001", "1002"])
    assert_same(first.session, third.session)
    third.sweep()
    third.supply("book", 2)
    again.append(third.order("book 1"))
    assert [desk.state("1002") for desk, _ in [shop(5), shop(6)]] == [
        first.state("1002"),
        other.state("1002"),
    ]
    assert shop(5)[1] == numbers


def assert_same(afresh: Session, copied: Session) -> None:
    """Two desks hold the same rows."""
    before, after = tables(afresh), tables(copied)
    assert before.keys() == after.keys()
    for name, rows_before in before.items():
        assert_frame_equal(rows_before, after[name], check_row_order=False)


def tables(desk: Session) -> dict[str, pl.DataFrame]:
    """All tables of a desk."""
    with desk.snapshot() as tx:
        names = tx.values("whole_desk.tables")
        return {name: tx.rows("whole_desk.table_rows", table_name=name) for name in names}


def parts(connection: duck.Connection) -> dict[str, list[tuple[object, ...]]]:
    """What a desk is made of, by kind."""
    texts = {
        "tables": "select table_name, sql from duckdb_tables()",
        "columns": "select table_name, column_name, data_type, column_default from duckdb_columns()",
        "views": "select view_name, sql from duckdb_views()",
        "functions": "select function_name, parameters, macro_definition from duckdb_functions()",
        "sequences": "select sequence_name, last_value from duckdb_sequences()",
    }
    own = {"functions": "internal = false", "sequences": "true"}
    return {
        kind: connection.execute(f"{text} where {own.get(kind, 'not internal')} order by all").fetchall()
        for kind, text in texts.items()
    }


def rows(connection: duck.Connection) -> dict[str, list[tuple[object, ...]]]:
    """What its tables hold, but for when each migration was made."""
    names = [name for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall()]
    return {
        name: connection.execute(f"from {name} order by all").fetchall()
        for name in names
        if name != "migration"
    }
