"""A verified copy of the desk, taken while it runs, and the way back from one.

Both say what they hold compared with the desk that runs: a copy counts only if every table in it has the rows
that the desk had at that moment, and a restore tells what the backup lacks.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from db import closed, duck, machine, scratch, whole
from db.errors import (
    DeskBusy,
    DeskDamaged,
    DeskFailed,
    DeskForeign,
    DeskOutOfReach,
    DeskTooNew,
    MigrationFailed,
    NoSuchPath,
)
from db.session import Session, Transaction
from engine import proof
from engine.errors import DeskError, Refused

PART: Final = "desk.duckdb"
"""What a copy is called until it is done; its own name may be too long or too odd."""


class BackupInTheWay(DeskError):
    """{file} is there already; name a new file for the backup."""


class NoBackupOfIt(DeskError):
    """{file} is the desk itself and no backup of it, so there is nothing to bring back; name a file that
    backorder backup made."""


class BackupDiffers(DeskError):
    """The copy in {file} differs from the desk in {what}, so it was thrown away; check the disk and try
    again."""


class CannotCopy(DeskError):
    """{file} cannot be written ({detail}); check that its folder exists, that you may write there, and that
    there is room."""


@dataclass(frozen=True, slots=True)
class MissingInBackup:
    """What a backup has not, compared with the desk that it is to replace."""

    orders: int
    log_rows: int
    since: datetime | None  # UTC; when the first of these log rows was written
    until: datetime | None  # UTC; when the last one was
    unread: str = ""  # why the desk could not be read: then nobody knows what is lacking

    def __bool__(self) -> bool:
        return bool(self.orders or self.log_rows or self.unread)


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup or a restore did."""

    file: Path  # the backup
    size: int  # in bytes
    orders: int
    lines: int
    log_rows: int
    until: datetime | None  # UTC; when the newest row of its record log was written
    problems: list[str]  # what the consistency proof says of it
    aside: Path | None = None  # where the desk is that was there before a restore
    lacks: MissingInBackup | None = None  # what the desk had that a restore has not brought back


@dataclass(frozen=True, slots=True)
class CheckedBackup:
    """A backup that was checked and may be put in the place of the desk at ``path``."""

    path: Path
    copied: Copied
    lacks: MissingInBackup  # as of now; people may go on working until it is put in place
    part: Path
    held: Held


@dataclass(frozen=True, slots=True)
class Held:
    """Which orders and log rows a desk has."""

    orders: pl.DataFrame  # order_id, number
    log: pl.DataFrame  # log_id, logged_at, record, record_id, field


CopiedRows = dict[str, tuple[int, int]]
"""table -> how many rows it has, and a hash of all of them."""


def backup(session: Session, file: Path) -> Copied:
    """Copy the desk to ``file`` while it runs; the copy is opened, read and compared with the desk before it
    counts.

    The log is taken along where it could not be folded in. Other processes wait while the desk is read once
    and its bytes are copied. Never overwrites a file; it gets the desk's mode. A desk that fails its
    consistency proof is copied all the same, and ``problems`` says so. Refuses a desk that cannot be read.
    """
    with _in_a_sentence(file):
        if file.exists():
            raise BackupInTheWay(file=file)
        with scratch.folder(file) as folder:
            part, content = folder / PART, CopiedRows()
            with session.exclusive_file(lambda tx: content.update(_content(tx))) as path:
                _copy(path, part, shown=file)
                scratch.like(part, path)
            copied = _checked(part, shown=file, content=content)
            try:
                scratch.put_new(part, file)
            except FileExistsError:
                raise BackupInTheWay(file=file) from None
    return copied


@contextlib.contextmanager
def ready(path: Path, file: Path) -> Iterator[CheckedBackup]:
    """A backup for the desk at ``path``, checked and compared with it; nothing is changed yet.

    Refuses a file that is damaged, no desk, the desk itself, inconsistent, or written by a newer program. An
    older desk is brought up to date on the way. A desk at ``path`` that cannot be read is one to be replaced
    all the same.
    """
    with _in_a_sentence(path):
        if not file.is_file():
            raise NoSuchPath(what="file", path=file)
        if path.exists() and file.samefile(path):
            raise NoBackupOfIt(file=file)
        with scratch.folder(path) as folder:
            part = folder / PART
            _copy(file, part, shown=file)
            copied = _checked(part, shown=file)
            if copied.problems:
                raise Refused(copied.problems)
            held = _held_by(part)
            with _alone(path):
                lacks = _lacking(held, path)
            yield CheckedBackup(path, copied, lacks, part, held)


def put(checked: CheckedBackup) -> Copied:
    """Put a checked backup in the place of the desk, which is kept beside it.

    ``lacks`` says what the desk had at that moment that the backup has not.
    """
    path = checked.path
    with _in_a_sentence(path), _alone(path):
        lacks = _lacking(checked.held, path)
        scratch.like(checked.part, path if path.exists() else checked.copied.file)
        before = _keep(path)
        scratch.put(checked.part, path)
        for log in duck.logs_of(path):  # it is kept beside the old desk, and belongs to no other
            log.unlink()
    return replace(checked.copied, aside=before, lacks=lacks)


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody has the desk open inside the block, and it is closed."""
    with contextlib.closing(Session(path, name="a restore")) as session, session.exclusive_file():
        yield


def _lacking(held: Held, path: Path) -> MissingInBackup:
    """What the desk at ``path`` has besides; its file must be closed, and nobody may open it meanwhile."""
    if not path.exists():
        return MissingInBackup(0, 0, None, None)
    try:
        there = _held_by(path)
    except DeskBusy:
        raise
    except (DeskError, duck.DatabaseError) as error:
        detail = error.facts.get("detail", error) if isinstance(error, DeskError) else error
        return MissingInBackup(
            0, 0, None, _last_written(path), unread=str(detail).partition("\n")[0].rstrip(".")
        )
    orders = there.orders.join(held.orders, on=there.orders.columns, how="anti", nulls_equal=True)
    rows = there.log.join(held.log, on=there.log.columns, how="anti", nulls_equal=True)
    first, last = rows["logged_at"].min(), rows["logged_at"].max()
    return MissingInBackup(orders.height, rows.height, _instant(first), _instant(last))


def _held_by(path: Path) -> Held:
    with closed.reading(path) as tx:
        return Held(tx.rows("backup.orders"), tx.rows("backup.log"))


def _last_written(path: Path) -> datetime:
    newest = max(file.stat().st_mtime for file in whole.files(path))
    return datetime.fromtimestamp(newest, UTC)


def _instant(value: object) -> datetime | None:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else None


def _content(tx: Transaction) -> CopiedRows:
    """Every row of every table, which also has DuckDB compare the checksum of every block."""
    tables = tx.rows("whole_desk.tables")["table_name"]
    sums = {table: tx.only("backup.content", table_name=table) for table in tables}
    return {table: (content["row_count"], content["content"] or 0) for table, content in sums.items()}


def _checked(part: Path, *, shown: Path, content: CopiedRows | None = None) -> Copied:
    """Open a copy that nobody else knows of, read all of it and fold its log in.

    A refusal names the file ``shown``, which people know. With ``content`` it must hold exactly that.
    """
    with contextlib.closing(Session(part, name="the check of a backup")) as session:
        try:
            with session.snapshot() as tx:
                _refuse_empty(session, shown)
                held = _content(tx)
                _compare(held, content, shown)
                broken = proof.problems(tx)["sentence"].to_list()
                counts = tx.only("backup.counts")
        except (DeskDamaged, DeskFailed, DeskForeign, DeskOutOfReach, DeskTooNew, MigrationFailed) as error:
            facts = {name: str(fact).replace(str(part), str(shown)) for name, fact in error.facts.items()}
            # What cannot be read of a file nobody else has open is damage.
            kind = DeskDamaged if isinstance(error, DeskFailed) else type(error)
            raise kind(**facts) from error
    _drop_log(part, held, shown)
    counts["until"] = _instant(counts["until"])
    return Copied(shown, part.stat().st_size, problems=broken, **counts)


def _drop_log(part: Path, content: CopiedRows, shown: Path) -> None:
    """A log that is left has nothing that counts, as of a process killed before its first commit; or there
    was no room to fold it in, and then the copy differs without it."""
    logs = duck.logs_of(part)
    for log in logs:
        log.unlink()
    if logs:
        with closed.reading(part) as tx:
            _compare(_content(tx), content, shown)


def _compare(content: CopiedRows, expected: CopiedRows | None, shown: Path) -> None:
    if expected is not None and content != expected:
        tables = content.keys() | expected.keys()
        differing = sorted(table for table in tables if content.get(table) != expected.get(table))
        raise BackupDiffers(file=shown, what=", ".join(differing))


def _refuse_empty(session: Session, shown: Path) -> None:
    """A database without tables was made into a desk by opening it: it was none."""
    if session.migration is None or not session.migration.from_version:
        raise DeskForeign(path=shown)


def _keep(path: Path) -> Path | None:
    """A second name for the desk that is there, and for its log."""
    if not path.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    return whole.name_twice(path, path.with_name(f"{path.stem}.before-restore-{stamp}{path.suffix}"))


def _copy(source: Path, target: Path, *, shown: Path) -> None:
    if not whole.copy(source, target):
        raise BackupDiffers(file=shown, what="its bytes")


@contextlib.contextmanager
def _in_a_sentence(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotCopy(file=file, detail=machine.reason(error)) from error
