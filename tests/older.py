"""A desk as an older program would have left it: the same rows in the tables of then."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb

from db.migrate import migrate
from db.session import MIGRATIONS


def make(now: Path, old: Path, version: int, *, without: Collection[str] = ()) -> None:
    """Write the desk ``now`` as ``old``, in the tables that the migrations up to ``version`` make.

    What later columns say is lost, and the tables in ``without`` stay as the migrations leave them.
    """
    steps = old.with_name("steps")
    steps.mkdir()
    for file in sorted(MIGRATIONS.glob("*.sql"))[:version]:
        (steps / file.name).write_bytes(file.read_bytes())
    with duckdb.connect(old) as desk:
        migrate(desk, steps, None)
        desk.execute(f"attach '{now}' as now (read_only)").complete()
        tables = "select table_name from duckdb_tables() where database_name = ? order by table_oid"
        for (table,) in desk.execute(tables, [old.stem]).fetchall():
            if table not in {"migration", *without}:
                _copy(desk, old.stem, table)
        sequences = """select sequence_name, n.last_value from duckdb_sequences() n
            join (select sequence_name from duckdb_sequences() where database_name = ?) using (sequence_name)
            where n.database_name = 'now'"""
        for sequence, last in desk.execute(sequences, [old.stem]).fetchall():
            desk.execute(f"select nextval('{sequence}') from range({last or 0})").fetchall()


def _copy(desk: duckdb.DuckDBPyConnection, name: str, table: str) -> None:
    of_then = "select column_name from duckdb_columns() where database_name = ? and table_name = ?"
    names = ", ".join(f'"{column}"' for (column,) in desk.execute(of_then, [name, table]).fetchall())
    desk.execute(f'delete from "{name}"."{table}"').complete()
    desk.execute(f'insert into "{name}"."{table}" ({names}) select {names} from now."{table}"').complete()
