"""A verified copy of the desk, taken while it runs, and the way back from one."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from db.errors import DeskDamaged, DeskFailed, DeskForeign, DeskTooNew, MigrationFailed
from db.session import Session
from engine import proof
from engine.errors import DeskError, Refused


class BackupInTheWay(DeskError):
    """{file} is there already; name a new file for the backup."""


class BackupDiffers(DeskError):
    """The copy in {file} differs from the desk; check the disk and try again."""


class NoSuchFile(DeskError):
    """There is no file {file}; check the spelling."""


class CannotCopy(DeskError):
    """{file} cannot be written ({detail}); check that its folder exists, that you may write there, and that
    there is room."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a backup or a restore did."""

    file: Path  # the backup
    size: int  # in bytes
    orders: int
    lines: int
    problems: list[str]  # what the consistency proof says of it
    kept: Path | None = None  # where the desk is that was there before a restore


def backup(session: Session, file: Path) -> Copied:
    """Copy the desk to ``file`` while it runs; the copy is read back and opened before it counts.

    Other processes wait only while the bytes are copied. Never overwrites a file. A desk that fails its
    consistency proof is copied all the same, and ``problems`` says so.
    """
    if file.exists():
        raise BackupInTheWay(file=file)
    with _in_a_sentence(file), _folder_beside(file) as folder:
        part = folder / file.name
        with session.exclusive_file() as path:
            if not path.exists():
                raise NoSuchFile(file=path)
            digest = _copy(path, part)
        if _digest(part) != digest:
            raise BackupDiffers(file=file)
        copied = _checked(part, said=file)
        part.replace(file)
    return copied


def restore(path: Path, file: Path) -> Copied:
    """Put the backup ``file`` in the place of the desk at ``path``, which is kept beside it.

    Refuses a file that is damaged, no desk, inconsistent, or written by a newer program: then nothing is
    changed. An older desk is brought up to date on the way.
    """
    if not file.is_file():
        raise NoSuchFile(file=file)
    with _in_a_sentence(path), _folder_beside(path) as folder:
        part = folder / path.name
        _copy(file, part)
        copied = _checked(part, said=file)
        if copied.problems:
            raise Refused(copied.problems)
        with contextlib.closing(Session(path, name="a restore")) as session, session.exclusive_file():
            kept = _keep(path)
            part.replace(path)
    return replace(copied, kept=kept)


def _checked(part: Path, *, said: Path) -> Copied:
    """Open a copy that nobody else knows of and read all of it; refusals name the file people ``said``."""
    with contextlib.closing(Session(part, name="the check of a backup")) as session:
        try:
            with session.snapshot() as tx:
                _refuse_empty(session, said)
                for table in tx.rows("whole_desk.tables")["table_name"]:
                    tx.value("backup.read_through", table_name=table)
                broken = proof.problems(tx)["sentence"].to_list()
                return Copied(said, part.stat().st_size, problems=broken, **tx.only("backup.counts"))
        except (DeskDamaged, DeskFailed, DeskForeign, DeskTooNew, MigrationFailed) as error:
            facts = {name: str(fact).replace(str(part), str(said)) for name, fact in error.facts.items()}
            # What cannot be read of a file nobody else has open is damage.
            kind = DeskDamaged if isinstance(error, DeskFailed) else type(error)
            raise kind(**facts) from error


def _refuse_empty(session: Session, said: Path) -> None:
    """A database without tables was made into a desk by opening it: it was none."""
    if session.migration is None or not session.migration.from_version:
        raise DeskForeign(path=said)


def _keep(path: Path) -> Path | None:
    """A second name for the desk that is there, so that replacing it cannot lose it, whenever the machine
    stops."""
    if not path.exists():
        return None
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    kept = path.with_name(f"{path.stem}.before-restore-{stamp}{path.suffix}")
    try:
        os.link(path, kept)
    except OSError:  # a disk that knows no second names
        shutil.copy2(path, kept)
    # A log that could not be folded in belongs to the old desk and would be read into the new one.
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        log.replace(kept.with_name(f"{kept.name}.wal"))
    return kept


def _copy(source: Path, target: Path) -> str:
    """Copy a file onto the disk itself and return the digest of what was read."""
    digest = hashlib.sha256()
    with source.open("rb") as reading, target.open("wb") as writing:
        while chunk := reading.read(1 << 20):
            digest.update(chunk)
            writing.write(chunk)
        writing.flush()
        os.fsync(writing.fileno())
    return digest.hexdigest()


def _digest(file: Path) -> str:
    with file.open("rb") as reading:
        return hashlib.file_digest(reading, "sha256").hexdigest()


@contextlib.contextmanager
def _folder_beside(file: Path) -> Iterator[Path]:
    """A folder on the same disk that is gone afterwards, with what a check leaves beside a desk."""
    with tempfile.TemporaryDirectory(prefix=f".{file.name}-", dir=file.absolute().parent) as folder:
        yield Path(folder)


@contextlib.contextmanager
def _in_a_sentence(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotCopy(file=file, detail=error.strerror or error) from error
