"""Bringing a desk up to this program's version, one numbered SQL file at a time.

Each `NNNN_name.sql` is applied in one transaction together with its row in the table `migration`, so that a
desk is always at some version and never between two.
"""

import contextlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from db import machine, scratch
from db.duck import Connection, DatabaseError, logs_of, refusal_of
from db.errors import BackupFailed, DeskForeign, DeskTooNew, MigrationFailed

_FILE: Final = re.compile(r"(\d{4})_(\w+)\.sql")
_LEDGER: Final = "create table if not exists migration (version integer, name varchar, applied_at timestamp)"
_ENTRY: Final = "insert into migration (version, name, applied_at) values (?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Migration:
    """One migration file."""

    version: int
    name: str
    file: Path


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """What `migrate` did: the versions before and after, and the copy it made of an older desk."""

    from_version: int
    to_version: int
    backup: Path | None


def migrate(connection: Connection, folder: Path, path: Path | None) -> MigrationReport:
    """Apply what `folder` has and the desk has not; an older desk is copied beside `path` first.

    Cheap when there is nothing to do. Raises DeskTooNew, DeskForeign, BackupFailed or MigrationFailed.
    """
    steps = steps_in(folder)
    newest = steps[-1].version if steps else 0
    version = version_of(connection, path)
    if version > newest:
        raise DeskTooNew(path=path, found=version, known=newest)
    if version == newest:
        return MigrationReport(version, version, None)
    backup = back_up(connection, path, newest) if version and path else None
    for step in steps:
        if step.version > version:
            _apply(connection, step, path)
    return MigrationReport(version, newest, backup)


def steps_in(folder: Path) -> list[Migration]:
    """The migrations of a folder in order; ValueError if one number is missing or given twice."""
    named = [(_FILE.fullmatch(file.name), file) for file in sorted(folder.glob("*.sql"))]
    steps = [Migration(int(match[1]), match[2], file) for match, file in named if match]
    if [step.version for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError(f"the migrations in {folder.name} are not numbered 0001, 0002 and so on")
    return steps


def version_of(connection: Connection, path: Path | None) -> int:
    """The version a database is at, 0 when it is empty; DeskForeign when it holds something else."""
    try:
        return _number(connection, "select coalesce(max(version), 0) from migration")
    except DatabaseError:
        # Without the ledger it is a new file, or not ours.
        if _number(connection, "select count(*) from duckdb_tables()"):
            raise DeskForeign(path=path) from None
        return 0


def is_up_to_date(connection: Connection, folder: Path) -> bool:
    """Whether a desk is at the version that `folder` has last, neither older nor newer."""
    try:
        return version_of(connection, None) == len(steps_in(folder))
    except DeskForeign:
        return False


def back_up(connection: Connection, path: Path, version: int) -> Path:
    """A copy of the open desk beside it, compared table by table; for the way back from an upgrade.

    DuckDB writes the copy, since the bytes of a file it has open cannot be read on every platform; reading
    every row of every table also proves that the desk is sound, and what is in the log only is copied too.
    """
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    target = path.with_name(f"{path.stem}.before-v{version}-{stamp}.duckdb")
    with machine.in_a_sentence(target), scratch.folder(path) as folder:
        part = folder / "desk.duckdb"
        _copy_to(part, connection, path)
        scratch.like(part, path)
        return scratch.put(part, target)


def _copy_to(part: Path, connection: Connection, path: Path) -> None:
    own = _text(connection, "select current_database()")
    connection.execute(f"attach {_quoted(str(part), chr(39))} as backup_copy").complete()
    try:
        connection.execute(f"copy from database {_quoted(own)} to backup_copy").complete()
        connection.execute("checkpoint backup_copy").complete()
        differing = _differing_tables(connection, own)
    finally:
        with contextlib.suppress(DatabaseError):  # what went wrong before says more
            connection.execute("detach backup_copy").complete()
    differing += [log.name for log in logs_of(part)]
    if differing:
        raise BackupFailed(path=path, detail=", ".join(differing))


def _apply(connection: Connection, step: Migration, path: Path | None) -> None:
    try:
        connection.begin()
        connection.execute(step.file.read_text(encoding="utf-8")).complete()
        connection.execute(_LEDGER).complete()
        row = [step.version, step.name, datetime.now(UTC).replace(tzinfo=None)]
        connection.execute(_ENTRY, row).complete()
        connection.commit()
    except DatabaseError as error:
        with contextlib.suppress(DatabaseError):  # a commit that failed has left nothing to take back
            connection.rollback()
        if refused := refusal_of(error, path):
            raise refused from error
        where, detail = path or "The desk in memory", str(error).partition("\n")[0]
        raise MigrationFailed(path=where, version=step.version, detail=detail) from error


def _differing_tables(connection: Connection, own: str) -> list[str]:
    """The tables whose rows are not the same in the desk and in its copy."""
    before, after = _rows_by_table(connection, own), _rows_by_table(connection, "backup_copy")
    return sorted(table for table in before.keys() | after.keys() if before.get(table) != after.get(table))


def _rows_by_table(connection: Connection, database: str) -> dict[str, tuple[int, int]]:
    """table -> how many rows it has, and a hash of all of them."""
    sql = "select table_name from duckdb_tables() where database_name = ? and not temporary"
    tables = [row[0] for row in connection.execute(sql, [database]).fetchall()]
    content = f"select count(*), coalesce(bit_xor(hash(t)), 0) from {_quoted(database)}"
    return {table: _pair(connection, f"{content}.{_quoted(table)} t") for table in tables}


def _pair(connection: Connection, sql: str) -> tuple[int, int]:
    [(rows, content)] = connection.execute(sql).fetchall()
    return int(rows), int(content)


def _number(connection: Connection, sql: str) -> int:
    [(value,)] = connection.execute(sql).fetchall()
    return int(value)


def _text(connection: Connection, sql: str) -> str:
    [(value,)] = connection.execute(sql).fetchall()
    return str(value)


def _quoted(text: str, mark: str = '"') -> str:
    return mark + text.replace(mark, mark * 2) + mark
