"""How much a file may hold: asked before it is unpacked, so that no file takes all memory or all day."""

from __future__ import annotations

from pathlib import Path

from engine.interchange.refusals import TooBig

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


def check_file(file: Path) -> None:
    """Refuse a file for its size on the disk."""
    size = file.stat().st_size
    if size > LARGEST_FILE:
        raise TooBig(file=file.name, found=megabytes(size), most=megabytes(LARGEST_FILE))


def check_table(file: Path, rows: int, columns: int) -> None:
    """Refuse a table that has, or claims to have, too many rows, columns or cells."""
    for found, most, what in (
        (rows, MOST_ROWS, "rows"),
        (columns, MOST_COLUMNS, "columns"),
        (rows * columns, MOST_CELLS, "cells"),
    ):
        if found > most:
            raise TooBig(file=file.name, found=f"{found:,} {what}", most=f"{most:,}")


def check_unpacked(file: Path, size: int) -> None:
    """Refuse a file for what it comes to when it is unpacked."""
    if size > LARGEST_UNPACKED:
        raise TooBig(
            file=file.name, found=f"{megabytes(size)} when unpacked", most=megabytes(LARGEST_UNPACKED)
        )


def check_text(file: Path, characters: int) -> None:
    """Refuse a table for the characters of all its cells."""
    if characters > MOST_TEXT:
        raise TooBig(
            file=file.name, found="more characters than its size says", most=f"{MOST_TEXT:,} characters"
        )


def megabytes(size: int) -> str:
    """A size as people read it: ``200 MB``."""
    return f"{size / 1_000_000:,.0f} MB"
