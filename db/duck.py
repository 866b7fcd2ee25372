"""The only module that imports DuckDB: opening a file, and what DuckDB's errors mean to a person."""

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import duckdb

from db.errors import DeskBusy, DeskDamaged, DeskFailed, DeskOutOfReach

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error

CONFIG: Final[dict[str, Any]] = {
    # A Python variable that happens to have a table's name must never be read instead of the table.
    "python_enable_replacements": False,
    # A desk never reaches for the network on its own.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}
# No statement reads or writes any other file, whatever it says; and none undoes that.
_CLOSED_OFF = ("set enable_external_access = false", "set lock_configuration = true")
RETRY_SECONDS: Final = 0.05

_LOCKED = re.compile(r"Could not set lock on file|used by another process", re.IGNORECASE)
_CULPRIT = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_OUT_OF_REACH = re.compile(
    r"Permission denied|Cannot open file|Is a directory|Read-only file system", re.IGNORECASE
)
# What the machine did, as opposed to what a statement got wrong.
_MACHINE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.OutOfMemoryException,
    duckdb.PermissionException,  # a file that is closed to it
)


def open_memory() -> Connection:
    """An empty database in memory."""
    return duckdb.connect(":memory:", config=CONFIG)


def open_file(path: Path, deadline: float, seconds: float) -> Connection:
    """The database at `path`, waiting until `deadline` for a program that has it open without our lease.

    Raises DeskBusy naming that program, DeskOutOfReach or DeskDamaged.
    """
    while True:
        try:
            return duckdb.connect(path, config=CONFIG)
        except duckdb.Error as error:
            if not _LOCKED.search(str(error)):
                raise _refusal(path, error) from error
            if time.monotonic() >= deadline:
                raise DeskBusy(holder=_culprit(error), seconds=seconds) from error
        time.sleep(RETRY_SECONDS)


def close_off(connection: Connection) -> None:
    """Shut the way to all files but the database's own, for good: once it is open and up to date.

    Only the copy before an upgrade is written by DuckDB itself; all other files are the business of Polars.
    """
    for statement in _CLOSED_OFF:
        connection.execute(statement).complete()


def parsed(cursor: Connection, sql: str) -> duckdb.Statement:
    """The one statement in `sql`, parsed once in the life of the process: up to half of a small query.

    It holds no tables and no connection, and DuckDB copies it for every run, so threads may share it.
    """
    if sql not in _parsed:
        [_parsed[sql]] = cursor.extract_statements(sql)
    return _parsed[sql]


_parsed: dict[str, duckdb.Statement] = {}


@contextlib.contextmanager
def in_a_sentence(path: Path | None) -> Iterator[None]:
    """Turn what disk or memory did to a running statement into a DeskError; leave other errors alone."""
    try:
        yield
    except duckdb.Error as error:
        where = path or "The desk in memory"
        if _is_damage(error):
            raise DeskDamaged(path=where, detail=_first_line(error)) from error
        if isinstance(error, _MACHINE):
            raise DeskFailed(path=where, detail=_first_line(error)) from error
        raise
    except RuntimeError as error:
        if "Query interrupted" in str(error):  # what DuckDB makes of Ctrl-C in the middle of a statement
            raise KeyboardInterrupt from error
        raise


def is_broken(error: BaseException) -> bool:
    """Whether the database must be opened afresh: DuckDB shuts one that met a fatal error."""
    return isinstance(error, DeskDamaged | DeskFailed)


def _refusal(path: Path, error: duckdb.Error) -> DeskDamaged | DeskOutOfReach:
    kind = DeskOutOfReach if _OUT_OF_REACH.search(str(error)) else DeskDamaged
    return kind(path=path, detail=_first_line(error))


def _is_damage(error: duckdb.Error) -> bool:
    return "Corrupt database file" in str(error)


def _culprit(error: duckdb.Error) -> str:
    found = _CULPRIT.search(str(error))
    return f"{Path(found['program']).name} (process {found['pid']})" if found else "Another program"


def _first_line(error: duckdb.Error) -> str:
    return str(error).partition("\n")[0].rstrip(".")
