"""The preferences in force, read and changed; every change is logged."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from db import scratch
from db.session import Transaction
from engine import guards, log, machine, together
from engine.errors import DeskError
from engine.preferences.entries import ABOUT, Preferences, parse
from engine.rules.preference import text_of


class NoBackupFolder(DeskError):
    """The folder for backups {folder} is not there; make it, or name another."""


class BackupFolderIsFile(DeskError):
    """{folder} is a file, and backups go into a folder; name a folder."""


class BackupFolderClosed(DeskError):
    """Nothing can be written into the folder for backups {folder} ({detail}); see that you may write there,
    or name another."""


def read(tx: Transaction) -> Preferences:
    """The preferences in force."""
    values: dict[str, Any] = {
        name: parse(name, value) for name, value in tx.preferences.items() if name in ABOUT
    }
    return Preferences(**values)


def change(tx: Transaction, name: str, value: object) -> None:
    """Set one preference; refuses an unknown name and a value it cannot take. Logged."""
    old, new = text_of(getattr(read(tx), name, "")), text_of(parse(name, text_of(value)))
    if old == new:
        return
    about = ABOUT[name]
    if (name, new) == ("allow_negative_stock", "off"):
        guards.check_negative_off(tx)
    if name == "backup_folder" and new:
        check_backup_folder(new)
    tx.write("preferences.forget", name=name)
    tx.write("preferences.keep", name=name, value=new)
    tx.forget_preferences()
    log.write(
        tx,
        record="preference",
        record_id=name,
        field=name,
        old_value=old,
        new_value=new,
        sentence=f"{about.label} ({about.group}): "
        f"changed from {about.in_words(old)} to {about.in_words(new)}.",
    )


def check_backup_folder(folder: str) -> None:
    """Refuse a folder for backups that is not there, is none, or cannot be written into."""
    path = Path(folder)
    if not path.is_dir():
        raise BackupFolderIsFile(folder=folder) if path.exists() else NoBackupFolder(folder=folder)
    try:
        with scratch.folder(path / "desk"):
            pass
    except OSError as error:
        raise BackupFolderClosed(folder=folder, detail=machine.reason(error)) from error


def change_all(tx: Transaction, changes: Mapping[str, object]) -> list[str]:
    """Set several preferences together, or refuse all that cannot be; returns the names that changed."""
    before = read(tx)
    together.each(lambda named: change(tx, *named), changes.items())
    after = read(tx)
    return [name for name in changes if getattr(before, name) != getattr(after, name)]
