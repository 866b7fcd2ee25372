"""Errors a person can read: one class, one sentence.

The docstring of an error class is its message, with the facts in braces. Raising one says only the facts:

>>> class ShelfEmpty(DeskError):
...     '''{lic} has nothing on the shelf; receive some or reduce the line.'''
>>> str(ShelfEmpty(lic="LIC-7"))
'LIC-7 has nothing on the shelf; receive some or reduce the line.'
"""

import inspect
from pathlib import PurePath
from typing import Any, Final

LONGEST_FACT: Final = 500
"""The most characters of a fact that stand in a sentence."""


class DeskError(Exception):
    """Something about the desk went wrong."""

    def __init__(self, **facts: Any) -> None:
        """Fill the class's sentence with `facts`; TypeError when it needs one that is not given."""
        self.facts = facts
        super().__init__(_sentence(type(self), facts))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Refuse a class that says nothing: its docstring is what the person reads."""
        super().__init_subclass__(**kwargs)
        if not cls.__doc__:
            raise TypeError(f"{cls.__qualname__} needs a docstring: it is the message")


def _sentence(kind: type[DeskError], facts: dict[str, Any]) -> str:
    template = " ".join(inspect.cleandoc(kind.__doc__ or "").split())
    try:
        return template.format(**{name: _shown(name, fact) for name, fact in facts.items()})
    except KeyError as missing:
        raise TypeError(f"{kind.__qualname__} needs the fact {missing}") from None


def _shown(name: str, fact: Any) -> Any:
    """A fact as a sentence gives it: no text runs on for pages or breaks the line, whatever somebody typed.

    ``sentences`` are whole already, a line each.
    """
    if isinstance(fact, PurePath):
        fact = str(fact)
    if not isinstance(fact, str) or name == "sentences" or (len(fact) <= LONGEST_FACT and fact.isprintable()):
        return fact
    return "".join(sign if sign.isprintable() else _by_number(sign) for sign in cut(fact))


def cut(text: str) -> str:
    """A text with what is too much taken out of its middle: a remedy stands at the end."""
    if len(text) <= LONGEST_FACT:
        return text
    end = LONGEST_FACT // 2
    return f"{text[: LONGEST_FACT - 1 - end]}…{text[-end:]}"


def _by_number(sign: str) -> str:
    return " " if sign.isspace() and ord(sign) > ord(" ") else sign.encode("unicode_escape").decode()


class BeyondNumbers(DeskError):
    """{number} is beyond every number of the desk; check it."""


class BeyondCalendar(DeskError):
    """{instant} is beyond the calendar; name another day."""


class NoText(DeskError):
    """{text} has half a character in it, which cannot be kept; type it again."""


class DeskBusy(DeskError):
    """{holder} has been using the desk for more than {seconds:g} seconds; wait a moment and try again, or
    stop it."""


class LineBusy(DeskBusy):
    """{holder} has been using the desk for more than {seconds:g} seconds, and {waiting} for it too; wait a
    moment and try again, or stop it."""


class LineStuck(DeskBusy):
    """{holder} is first in line for the desk and has not taken it for more than {seconds:g} seconds; wait a
    moment and try again, or stop it."""


class DeskDamaged(DeskError):
    """{path} cannot be read as a desk ({detail}); restore the latest backup, or name another file."""


class LogDamaged(DeskDamaged):
    """The log of {path} cannot be read ({detail}), and what was done last stands only there; keep both files,
    and restore the latest backup."""


class LogOfAnotherFile(DeskDamaged):
    """{path} and the log beside it do not belong together ({detail}), because the file was replaced while it
    was in use; put back the file that was there, or move {log} away to go on without what it holds."""


class LogWithoutDesk(DeskError):
    """There is no desk {path}, but the log of one, {log}; put back the file it belongs to, or move the log
    away to begin anew."""


class NoSuchPath(DeskError):
    """There is no {what} {path}; check its name, and the folder it is in."""


class NoDesk(DeskError):
    """There is no desk {path}; make one with backorder init, or name another with --db."""


class DeskVanished(DeskError):
    """The desk {path} is gone (removed, renamed or moved), and nothing is saved in its place; put it back,
    restore a backup, or make a new one with backorder init."""


class DeskReplaced(DeskError):
    """{path} was replaced by another file while it was in use; nothing was saved, so look at what is there
    now, and do it again."""


class DeskOverwritten(DeskReplaced):
    """{path} was overwritten by another program while it was in use: {last}, {log}, and nothing was saved
    since; look at what is there now, and do it again."""


class DeskForeign(DeskError):
    """{path} is a DuckDB database but not a desk; name another file."""


class DeskTooNew(DeskError):
    """{path} was written by a newer Backorder Desk (version {found}, and this one knows {known}); install the
    newer program and try again."""


class DeskOutOfReach(DeskError):
    """{path} cannot be opened ({detail}); name another file, or see that its folder exists and you may write
    there."""


class DeskFailed(DeskError):
    """{path} could not be read or written just now ({detail}); nothing was saved, so check the disk and try
    again."""


class RowsUnread(DeskError):
    """What was given as {table} could not be read ({detail}); write it anew."""


class DiskFull(DeskError):
    """{path} could not be written: the disk has no room left ({detail}); nothing was saved, so make room and
    try again."""


class NotAllowed(DeskError):
    """{path} could not be written ({detail}); nothing was saved, so see that you may write there and that the
    disk is not read-only."""


class DeskClosed(DeskError):
    """The desk is closed because the program is ending; start it again."""


class MigrationFailed(DeskError):
    """{path} could not be brought to version {version} ({detail}); that step changed nothing, so install a
    corrected program and open it again."""


class BackupFailed(DeskError):
    """The copy of {path} made before an upgrade differs from it in {detail}; nothing was upgraded, so make
    room on the disk and try again."""
