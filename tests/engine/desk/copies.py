"""What tests of backups ask of a file."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from engine import store
from engine.desk.backup import Copied, put, ready
from engine.errors import DeskError
from tests.papers import everything
from tests.story import Story

BLOCK = 262_144  # bytes: what DuckDB guards with one checksum


def held(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """What a desk holds."""
    with closing(store.open_desk(path, name="a test")) as session:
        return everything(session)


def restore(path: Path, file: Path) -> Copied:
    """What the command does once the answer is yes."""
    with ready(path, file) as checked:
        return put(checked)


def refused(desk: Story, desk_path: Path, file: Path) -> str:
    """Why a file is not restored, and that the desk is as it was."""
    before, files = everything(desk.session), sorted(desk_path.parent.iterdir())
    with pytest.raises(DeskError) as caught:
        restore(desk_path, file)
    assert everything(desk.session) == before
    assert set(files) >= {one for one in desk_path.parent.iterdir() if "duckdb." not in one.name}
    return f"{type(caught.value).__name__}: {caught.value}"


HOUSE = Path(__file__).parents[3]


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.wal")


def customers(path: Path) -> set[str]:
    with closing(store.open_desk(path, name="a test")) as session, session.snapshot() as tx:
        return set(tx.rows("whole_desk.table_rows", table_name="customer")["code"])
