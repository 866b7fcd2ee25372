"""The folders of a watched folder: one for each kind of file, with what was taken in and what came back.

``orders/`` takes files of orders, ``orders@our shop/`` such as the profile *our shop* reads. What was taken
in is moved to ``done/`` in there, what was refused to ``bad/``, with its reasons beside it.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from db import scratch
from engine.errors import DeskError
from engine.interchange import handover, writing

DONE: Final = "done"
BAD: Final = "bad"
REASONS: Final = ".reasons.txt"
ORDER: Final = tuple(kind for kind in handover.KINDS.values() if kind != "preferences")
"""The kinds in the order in which one needs the other; how the desk behaves, no folder decides."""
LONGEST_NAME: Final = 255
"""How long the name of a file may be on the disks of all systems, in bytes."""
LONGEST_ENDING: Final = 10
_HALF: Final = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", "~")
"""How programs call a file that they still write."""
_MARK: Final = "@"


class NoInbox(DeskError):
    """The folder {folder} cannot be watched ({detail}); name another folder."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """A folder that takes files of one kind."""

    folder: Path
    kind: str
    profile: str = ""  # by which all its files are read


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells a file from another in its place, and from what it was before it was written on."""

    size: int
    changed: int  # nanoseconds
    number: int


def make(folder: Path) -> None:
    """Make a folder to watch, with a folder for each kind; NoInbox if that cannot be."""
    try:
        folder.mkdir(exist_ok=True)
        for kind in ORDER:
            (folder / kind).mkdir(exist_ok=True)
    except FileExistsError as error:
        raise NoInbox(folder=folder, detail="something else has its name") from error
    except OSError as error:
        raise NoInbox(folder=folder, detail=error.strerror or error) from error


def inboxes(folder: Path) -> tuple[list[Inbox], list[str]]:
    """The folders of a watched folder in the order of their kinds, and a sentence for each that is none."""
    found: list[Inbox] = []
    odd: list[str] = []
    for entry in _entries(folder):
        if not entry.is_dir(follow_symlinks=False):
            odd.append(f"{entry.name} is left alone: files go into a folder of their kind, such as orders.")
            continue
        kind, _, profile = entry.name.partition(_MARK)
        if kind in ORDER:
            found.append(Inbox(Path(entry.path), kind, profile))
        else:
            odd.append(f"The folder {entry.name} is left alone: no kind of file is called so, as orders is.")
    return sorted(found, key=lambda one: (ORDER.index(one.kind), one.profile)), odd


def files(inbox: Inbox) -> tuple[list[tuple[Path, Stamp]], list[str]]:
    """What lies there to be taken in, the oldest first, and a sentence for what is left alone.

    Hidden files, half-written ones, links and folders are none.
    """
    found: list[tuple[Path, Stamp]] = []
    odd: list[str] = []
    for entry in _entries(inbox.folder):
        if entry.name.lower().endswith(_HALF) or entry.name.startswith("~$"):
            continue
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(status.st_mode):
            stamp = Stamp(status.st_size, status.st_mtime_ns, status.st_ino)
            found.append((Path(entry.path), stamp))
        elif not (stat.S_ISDIR(status.st_mode) and entry.name in (DONE, BAD)):
            odd.append(f"{inbox.folder.name}/{entry.name} is left alone: it is no plain file.")
    return sorted(found, key=lambda one: (one[1].changed, one[0].name)), odd


def stamp_of(file: Path) -> Stamp | None:
    """The stamp of a file as it is now; None if it is gone, or is no plain file any more."""
    try:
        status = file.lstat()
    except OSError:
        return None
    plain = stat.S_ISREG(status.st_mode)
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ino) if plain else None


def put(file: Path, stamp: Stamp, where: str, reasons: list[str] | None = None) -> Path | None:
    """Move a file to ``done`` or ``bad`` beside it, its reasons first, and answer its new place.

    Its name takes nobody's place, and is cut where it would be too long for a disk. A file that has not this
    stamp any more is left, and answered by None. Raises NoInbox, Unwritable (the reasons) or OSError.
    """
    folder = file.parent / where
    folder.mkdir(exist_ok=True)
    if folder.is_symlink():
        raise NoInbox(folder=folder, detail="it is a link")
    for number in itertools.count(1):
        target = folder / _name(file, number)
        beside = target.with_name(target.name + REASONS)
        if os.path.lexists(target) or (number > 1 and os.path.lexists(beside)):
            continue
        if reasons is not None:
            writing.write_text("\n".join(reasons) + "\n", beside)
        if stamp_of(file) != stamp:
            if reasons is not None:
                beside.unlink()
            return None
        with contextlib.suppress(FileExistsError):  # it came meanwhile: the next name
            return scratch.put_new(file, target)
    raise AssertionError("there is no end of names")


def _name(file: Path, number: int) -> str:
    """The name of a file, numbered from 2 on; short enough for a disk with ``REASONS`` after it."""
    ending = file.suffix if len(file.suffix) <= LONGEST_ENDING else ""
    mark = "" if number == 1 else f" ({number})"
    room = LONGEST_NAME - len(os.fsencode(mark + ending + REASONS))
    stem = os.fsencode(file.name.removesuffix(ending))[:room].decode(errors="ignore")
    return f"{stem}{mark}{ending}"


def _entries(folder: Path) -> Iterator[os.DirEntry[str]]:
    """What lies in a folder by name, hidden things left out."""
    with os.scandir(folder) as entries:
        yield from sorted((one for one in entries if not one.name.startswith(".")), key=lambda one: one.name)
