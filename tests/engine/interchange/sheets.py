"""Files for tests of reading."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from engine.interchange import kinds, parsing, reading

UTC_ZONE = ZoneInfo("UTC")


COLUMNS = "order,customer,lic,qty"


def cells(file: Path) -> list[tuple[object, ...]]:
    """Row numbers and texts."""
    return reading.read(file).cells.rows()


def written(folder: Path, content: str | bytes, name: str = "orders.csv") -> Path:
    file = folder / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def parsed(folder: Path, content: str, kind: str = "orders", zone: ZoneInfo = UTC_ZONE) -> pl.DataFrame:
    """The typed rows of a file that has nothing wrong with it."""
    table, _ = kinds.named(reading.read(written(folder, content)), kind, {})
    typed, bad = parsing.parse(table, kinds.columns(kind), zone)
    assert [str(row) for row in bad] == []
    return typed


def wrong(folder: Path, content: str, kind: str = "orders") -> list[str]:
    """What is wrong with the cells of a file."""
    table, _ = kinds.named(reading.read(written(folder, content)), kind, {})
    return sorted(str(row) for row in parsing.parse(table, kinds.columns(kind), UTC_ZONE)[1])
