"""The desks that tests begin with are what migrations make of an empty one."""

from __future__ import annotations

from pathlib import Path

from db import duck
from db.migrate import migrate
from db.session import MIGRATIONS
from tests import new_desks


def test_a_copied_desk_is_a_migrated_one(tmp_path: Path) -> None:
    new_desks.make_first(tmp_path / "first.duckdb")
    with duck.open_memory() as copied, duck.open_memory() as migrated:
        report = new_desks.migrating_from(tmp_path / "first.duckdb")(copied, MIGRATIONS, None)
        assert report == migrate(migrated, MIGRATIONS, None)
        assert parts(copied) == parts(migrated)
        assert rows(copied) == rows(migrated)


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
