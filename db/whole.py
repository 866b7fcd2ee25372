"""All that a closed desk is made of: its file, and the log beside it where that could not be folded in."""

import hashlib
import os
import shutil
from pathlib import Path

from db import duck


def files(path: Path) -> list[Path]:
    """The file at `path` and what belongs to it."""
    return [path, *duck.logs_of(path)]


def copy(path: Path, target: Path) -> bool:
    """Copy all of it onto the disk itself; whether what lies there now is what was read."""
    return all(_copy(file, copied) == _digest(copied) for file, copied in _pairs(path, target))


def name_twice(path: Path, name: Path) -> Path:
    """Give all of it a second name, so that replacing it cannot lose it, whenever the machine stops.

    A copy, where the disk knows no second names; nothing is left where that fails.
    """
    pairs = _pairs(path, name)
    try:
        for file, second in pairs:
            _name_twice(file, second)
    except OSError:
        for _, second in pairs:
            second.unlink(missing_ok=True)
        raise
    return name


def _pairs(path: Path, other: Path) -> list[tuple[Path, Path]]:
    return [(file, other.with_name(f"{other.name}{file.name[len(path.name) :]}")) for file in files(path)]


def _name_twice(file: Path, name: Path) -> None:
    try:
        os.link(file, name)
    except OSError:
        shutil.copy2(file, name)


def _copy(source: Path, target: Path) -> str:
    """The digest of what was read."""
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
