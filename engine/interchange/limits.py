"""How much a file may hold: asked before it is unpacked, so that no file takes all memory or all day."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from engine.errors import DeskError
from engine.interchange.refusals import NoPlainFile, TableTooBig, TooBig

LARGEST_FILE = 200_000_000
"""Bytes of a file as it lies on the disk."""
LARGEST_UNPACKED = 200_000_000
"""Bytes that a workbook, or the columns of a Parquet file, may come to when unpacked."""
MOST_ROWS = 2_000_000
MOST_COLUMNS = 1_000
MOST_CELLS = 20_000_000
MOST_SHEET_CELLS = 5_000_000
"""Cells of a sheet of Excel, the blank ones with it, which take as long to read."""
MOST_TEXT = 1_000_000_000
"""Characters of all cells together: what is packed can repeat a long text at no cost."""
LONGEST_CELL = 32_767
"""Characters; a cell of Excel holds as many."""
_KINDS = ((stat.S_ISLNK, "a link"), (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"))


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is read at once of a file of one sort, and the sentence that refuses more."""

    size: int = LARGEST_FILE
    unpacked: int = LARGEST_UNPACKED
    rows: int = MOST_ROWS
    columns: int = MOST_COLUMNS
    cells: int = MOST_CELLS
    text: int = MOST_TEXT
    lists: bool = False  # whether a cell may be a list
    refusal: type[DeskError] = TooBig  # its facts are file, found and most


A_FILE = Bounds()
"""What somebody brings: a stranger's."""
A_TABLE = Bounds(
    size=2_000_000_000,
    unpacked=4_000_000_000,
    rows=20_000_000,
    cells=400_000_000,
    text=4_000_000_000,
    lists=True,
    refusal=TableTooBig,
)
"""What the desk wrote itself, one of the tables of a whole desk: its log alone is longer than any file."""


def check_file(file: Path, bounds: Bounds = A_FILE, *, links: bool = True) -> None:
    """Refuse what is no plain file (which may have no end), and a file for its size on the disk.

    ``links``: whether a link to a file is as good as the file.
    """
    status = file.stat(follow_symlinks=links)
    if not stat.S_ISREG(status.st_mode):
        raise NoPlainFile(file=file.name or file, what=_kind(status.st_mode))
    if status.st_size > bounds.size:
        raise bounds.refusal(file=file.name, found=megabytes(status.st_size), most=megabytes(bounds.size))


def _kind(mode: int) -> str:
    return next((name for is_one, name in _KINDS if is_one(mode)), "a device")


def check_table(file: Path, rows: int, columns: int, bounds: Bounds = A_FILE) -> None:
    """Refuse a table that has, or claims to have, too many rows, columns or cells."""
    for count, most, what in (
        (rows, bounds.rows, "rows"),
        (columns, bounds.columns, "columns"),
        (rows * columns, bounds.cells, "cells"),
    ):
        if count > most:
            raise bounds.refusal(file=file.name, found=f"{count:,} {what}", most=f"{most:,}")


def check_unpacked(file: Path, size: int, bounds: Bounds = A_FILE) -> None:
    """Refuse a file for what it comes to when it is unpacked."""
    if size > bounds.unpacked:
        size_in_words = f"{megabytes(size)} when unpacked"
        raise bounds.refusal(file=file.name, found=size_in_words, most=megabytes(bounds.unpacked))


def check_text(file: Path, characters: int, bounds: Bounds = A_FILE) -> None:
    """Refuse a table for the characters of all its cells."""
    if characters > bounds.text:
        size_in_words = "more characters than its size says"
        raise bounds.refusal(file=file.name, found=size_in_words, most=f"{bounds.text:,} characters")


def megabytes(size: int) -> str:
    """A size as people read it: ``200 MB``."""
    return f"{size / 1_000_000:,.0f} MB"
