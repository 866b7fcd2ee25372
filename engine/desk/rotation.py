"""Backups in one folder, where the oldest make room for the newest (R50)."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from db.session import Session
from engine import machine
from engine.desk.backup import Copied, backup
from engine.errors import DeskError, Refused
from engine.preferences import check_backup_folder


class BackupsOfAnother(DeskError):
    """The folder {folder} has the backups of another desk of this name, {other}; name another folder for this
    one's, or its backups would make room for each other."""


def back_up(session: Session, folder: Path, most: int, now: datetime) -> Copied:
    """A verified copy of the desk in ``folder``, called after the desk and the instant (UTC).

    Of the backups made so, the ``most`` newest stay; 0 keeps all. No other file is touched, and an older one
    only makes room for a newer that passes the consistency proof. Refuses a desk in memory, a folder that
    cannot be written into or has the backups of another desk, and what ``backup`` refuses.
    """
    if session.path is None:
        raise RuntimeError("a desk in memory has no file")
    check_backup_folder(str(folder))
    _claim(session.path, folder)
    copied = backup(session, folder / f"{session.path.stem}-{now:%Y%m%dT%H%M%S}.duckdb")
    if copied.problems:
        raise Refused(copied.problems)
    for old in made(session.path, folder)[most:] if most else []:
        with machine.in_a_sentence(old):
            old.unlink(missing_ok=True)
    return copied


def _claim(desk: Path, folder: Path) -> None:
    """Note in a folder whose backups are there: their names alone do not tell two desks from each other."""
    note = folder / f"{desk.stem}.backups-of.txt"
    own = str(desk.resolve())
    with machine.in_a_sentence(note):
        # One that is no text names no desk, and is written anew.
        other = note.read_bytes().decode(errors="surrogateescape").strip() if note.is_file() else ""
        if other not in ("", own) and Path(other).exists():  # else it was moved to where it is now
            raise BackupsOfAnother(folder=folder, other=other)
        if other != own:
            note.write_text(f"{own}\n", encoding="utf-8", errors="surrogateescape")


def made(path: Path, folder: Path) -> list[Path]:
    """The backups of the desk at ``path`` that were made so, the newest first."""
    name = re.compile(re.escape(path.stem) + r"-\d{8}T\d{6}\.duckdb")
    return sorted((file for file in folder.iterdir() if name.fullmatch(file.name)), reverse=True)
