"""Preferences: how the desk behaves.

- ``entries``: each preference, with all that people read of it.
- ``changing``: the preferences in force, read and changed.
"""

from engine.preferences.changing import change, change_all, check_backup_folder, read
from engine.preferences.entries import (
    ABOUT,
    LONGEST_SKIP_AGE,
    LONGEST_SLIP,
    MOST_BACKUPS,
    Preferences,
    names_in,
    parse,
)

__all__ = [
    "ABOUT",
    "LONGEST_SKIP_AGE",
    "LONGEST_SLIP",
    "MOST_BACKUPS",
    "Preferences",
    "change",
    "change_all",
    "check_backup_folder",
    "names_in",
    "parse",
    "read",
]
