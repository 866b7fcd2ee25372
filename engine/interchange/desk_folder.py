"""The folder of a whole desk as it lies on the disk: looked at before any of it is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from db import machine
from db.errors import NoSuchPath
from engine.errors import DeskError, refuse
from engine.interchange.limits import A_TABLE, check_file
from engine.interchange.refusals import Unreadable, listed
from engine.rules.texts import no_nul

ENDING = ".parquet"
MOST_ENTRIES = 10_000
MOST_NAMED = 6
"""How many of the tables that are missing are named."""


class NotInTheFolder(DeskError):
    """{folder} cannot be read (it is no complete export of a desk: {tables} missing); export the desk
    again."""


class StrangeTables(DeskError):
    """{folder} holds {files} beside the tables of a desk, and nobody knows which of them count; take out what
    does not belong to it."""


class FullFolder(DeskError):
    """{folder} holds more than {most} files, and an export of a desk has one for each table; name the folder
    of the export itself."""


def file_of(folder: Path, table: str) -> Path:
    """Where a table is."""
    return folder / f"{table}{ENDING}"


def check(folder: Path, tables: list[str]) -> None:
    """Refuse a folder that is not just an export of these ``tables``, each a plain file that is not too big.

    Files of other sorts are none of our business. A link is refused, wherever it leads.
    """
    no_nul(folder, "name of the folder")
    names = _names(folder)
    expected = {file_of(folder, table).name for table in tables}
    tables_there = {name for name in names if name.lower().endswith(ENDING) and not name.startswith(".")}
    if missing := [table for table in tables if file_of(folder, table).name not in names]:
        raise NotInTheFolder(folder=folder, tables=listed(missing, MOST_NAMED))
    if strange := sorted(tables_there - expected):
        raise StrangeTables(folder=folder, files=listed(strange))
    refuse(list(_faults(file_of(folder, table) for table in tables)))


def _names(folder: Path) -> set[str]:
    try:
        with os.scandir(folder) as entries:
            names = {entry.name for entry in islice(entries, MOST_ENTRIES + 1)}
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoSuchPath(what="folder", path=folder) from error
    except OSError as error:
        raise Unreadable(file=folder, detail=machine.reason(error)) from error
    if len(names) > MOST_ENTRIES:
        raise FullFolder(folder=folder, most=f"{MOST_ENTRIES:,}")
    return names


def _faults(files: Iterable[Path]) -> Iterator[DeskError]:
    for file in files:
        try:
            check_file(file, A_TABLE, links=False)
        except DeskError as fault:
            yield fault
        except OSError as error:
            yield Unreadable(file=file, detail=machine.reason(error))
