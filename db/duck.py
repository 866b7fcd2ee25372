"""The only module that imports DuckDB: opening a file, and what DuckDB's errors mean to a person."""

import contextlib
import os
import re
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb

from db import machine
from db.errors import (
    DeskBusy,
    DeskDamaged,
    DeskError,
    DeskFailed,
    DeskOutOfReach,
    DeskReplaced,
    DeskVanished,
    DiskFull,
    LogDamaged,
    LogOfAnotherFile,
    NotAllowed,
    RowsUnread,
)

Connection = duckdb.DuckDBPyConnection
DatabaseError = duckdb.Error

CONFIG: Final[dict[str, Any]] = {
    # A Python variable that happens to have a table's name must never be read instead of the table.
    "python_enable_replacements": False,
    # A desk never reaches for the network on its own.
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    # The file is written only where the log is folded in, so that whatever else changes it is noticed.
    "enable_optimistic_write": False,
}
# Closing must not write into a file that is another's by then: db.files folds the log in, or not.
_LEAVE_LOG = "pragma disable_checkpoint_on_shutdown"
_USED = "select used_blocks * block_size from pragma_database_size() where database_name = current_database()"
# No statement reads or writes any other file, whatever it says; and none undoes that.
_CLOSED_OFF = ("set enable_external_access = false", "set lock_configuration = true")
RETRY_SECONDS: Final = 0.05
# DuckDB takes what follows a question mark for options, and puts the log into another folder.
_ODD = re.compile(r"\?") if os.name == "nt" else re.compile(r"[?\\]")

_LOCKED = re.compile(r"Could not set lock on file|used by another process", re.IGNORECASE)
_CULPRIT = re.compile(r"held in (?P<program>.+?) \(PID (?P<pid>\d+)\)")
_OUT_OF_REACH = re.compile(
    r"Permission denied|Cannot open file|Is a directory|Read-only file system", re.IGNORECASE
)
_UNREAD = re.compile(r"the stream registered as '(?P<table>\w+)' failed: (?:\w+: )?(?P<detail>.+)")
_LOG = re.compile(r"replaying WAL|Corrupt WAL", re.IGNORECASE)
_NOT_ITS_LOG = re.compile(r"WAL does not match|checkpoint iteration does not match", re.IGNORECASE)
# What the machine did, as opposed to what a statement got wrong.
_MACHINE = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.InternalException,
    duckdb.OutOfMemoryException,
    duckdb.PermissionException,  # a file that is closed to it
)
# A commit fails as a TransactionException whatever was the matter; a broken rule is the statement's fault.
_COMMIT = re.compile(r"Failed to commit(?!.*constraint)", re.IGNORECASE)
# After these the open database cannot be trusted, or is not the one that is wanted.
_BREAKING = (DeskDamaged, DeskFailed, DiskFull, NotAllowed, DeskReplaced, DeskVanished)
_ROWS_OF_A_PART: Final = 100_000
LOGS: Final = (".wal", ".wal.checkpoint", ".wal.recovery")
"""What DuckDB keeps beside a file: its log, and what takes the log's place while it is folded in."""


def open_memory() -> Connection:
    """An empty database in memory for few rows, worked on by one thread: more would wait for each other."""
    return duckdb.connect(":memory:", config=CONFIG | {"threads": 1})


def open_batch(spill: Path, memory: str | None, threads: int | None) -> Connection:
    """An empty database in memory that keeps to `memory` ("500MB"; None: four fifths of the machine's).

    It works with so many `threads` (None: one for each core).
    What is more goes into the folder `spill`. Rows come in no order, and no other file is read or written.
    """
    limits = {"memory_limit": memory, "threads": threads}
    config = CONFIG | {"temp_directory": str(spill), "preserve_insertion_order": False}
    config |= {name: limit for name, limit in limits.items() if limit}
    connection = duckdb.connect(":memory:", config=config)
    close_off(connection)
    return connection


def open_file(path: Path, deadline: float, seconds: float) -> Connection:
    """The database at `path`, waiting until `deadline` for a program that has it open without our lease.

    Raises DeskBusy naming that program, DeskOutOfReach or DeskDamaged.
    """
    _refuse_odd(path)
    while True:
        try:
            return duckdb.connect(path, config=CONFIG)
        except duckdb.Error as error:
            if not _LOCKED.search(str(error)):
                raise _refusal(path, error) from error
            if time.monotonic() >= deadline:
                raise DeskBusy(holder=_culprit(error), seconds=seconds) from error
        time.sleep(RETRY_SECONDS)


def open_to_read(path: Path) -> Connection:
    """The database at `path`, which nobody changes and others may read as well."""
    return duckdb.connect(path, read_only=True, config=CONFIG)


def own(connection: Connection, path: Path) -> int:
    """Have closing leave the log as it is, to be folded in before with ``checkpoint``.

    Returns how many bytes of blocks in the file hold something.
    """
    with in_a_sentence(path):
        connection.execute(_LEAVE_LOG).complete()
        [(used,)] = connection.execute(_USED).fetchall()
    return int(used)


def close_off(connection: Connection) -> None:
    """Shut the way to all files but the database's own, for good: once it is open and up to date.

    Only the copy before an upgrade is written by DuckDB itself; all other files are the business of Polars.
    """
    for statement in _CLOSED_OFF:
        connection.execute(statement).complete()


def _refuse_odd(path: Path) -> None:
    if odd := _ODD.search(str(path)):
        raise DeskOutOfReach(path=path, detail=f"a {odd[0]} in it means something else to DuckDB")
    try:
        str(path).encode()
    except UnicodeEncodeError:
        shown = str(path).encode(errors="backslashreplace").decode()
        raise DeskOutOfReach(path=shown, detail="its name is not text") from None


def parsed(cursor: Connection, sql: str) -> duckdb.Statement:
    """The one statement in `sql`, parsed once in the life of the process: up to half of a small query.

    It holds no tables and no connection, and DuckDB copies it for every run, so threads may share it.
    """
    if sql not in _parsed:
        [_parsed[sql]] = cursor.extract_statements(sql)
    return _parsed[sql]


_parsed: dict[str, duckdb.Statement] = {}


def in_parts(cursor: Connection, sql: str, params: Mapping[str, Any], path: Path | None) -> Any:
    """The rows of the one statement in `sql` as an Arrow record batch reader, worked out as they are read, so
    that a part of them is in memory and never all. Nothing else can run on the cursor before all are read.

    What disk or memory refuse meanwhile is a DeskError that names `path`.
    """
    reader = cursor.sql(parsed(cursor, sql), params=dict(params)).to_arrow_reader(_ROWS_OF_A_PART)
    return reader.from_batches(reader.schema, _read(reader, path))


def _read(reader: Any, path: Path | None) -> Iterator[Any]:
    """The parts of a reader; what DuckDB could not do is an OSError to Arrow."""
    with in_a_sentence(path):
        try:
            yield from reader
        except OSError as error:
            raise duckdb.IOException(str(error)) from error


@contextlib.contextmanager
def in_a_sentence(path: Path | None) -> Iterator[None]:
    """Turn what disk or memory did to a running statement into a DeskError; leave other errors alone."""
    try:
        yield
    except duckdb.Error as error:
        if refused := refusal_of(error, path):
            raise refused from error
        raise
    except RuntimeError as error:
        if "Query interrupted" in str(error):  # what DuckDB makes of Ctrl-C in the middle of a statement
            raise KeyboardInterrupt from error
        raise


def refusal_of(error: duckdb.Error, path: Path | None) -> DeskError | None:
    """The sentence for what disk or memory did; None when the statement itself was wrong."""
    where = path or "The desk in memory"
    if "Corrupt database file" in str(error):
        return DeskDamaged(path=where, detail=_first_line(error))
    if unread := _UNREAD.search(_first_line(error)):
        return RowsUnread(**unread.groupdict())
    failed_commit = isinstance(error, duckdb.TransactionException) and _COMMIT.search(str(error))
    if failed_commit or isinstance(error, _MACHINE):
        return machine.sorted_out(where, _first_line(error), all_of_it=str(error))
    return None


def is_broken(error: BaseException) -> bool:
    """Whether the database must be opened afresh: DuckDB shuts one that met a fatal error."""
    return isinstance(error, _BREAKING)


def log_of(path: Path) -> Path:
    """Where DuckDB keeps the log of the database at `path`."""
    return path.with_name(f"{path.name}{LOGS[0]}")


def logs_of(path: Path) -> list[Path]:
    """What DuckDB has left beside a file that is closed: changes that are not in the file itself."""
    return [log for log in (path.with_name(path.name + ending) for ending in LOGS) if log.exists()]


def _refusal(path: Path, error: duckdb.Error) -> DeskError:
    """Why the file cannot be opened."""
    detail = _first_line(error)
    if _NOT_ITS_LOG.search(str(error)):
        return LogOfAnotherFile(path=path, detail=detail, log=log_of(path))
    if _OUT_OF_REACH.search(str(error)):
        return DeskOutOfReach(path=path, detail=detail)
    sorted_out = machine.sorted_out(path, detail)
    if isinstance(sorted_out, DiskFull):
        return sorted_out
    return (LogDamaged if _LOG.search(str(error)) else DeskDamaged)(path=path, detail=detail)


def _culprit(error: duckdb.Error) -> str:
    named = _CULPRIT.search(str(error))
    return f"{Path(named['program']).name} (process {named['pid']})" if named else "Another program"


def _first_line(error: duckdb.Error) -> str:
    return str(error).partition("\n")[0].rstrip(".")
