"""The folder of a whole desk as a stranger may leave it: refused in a sentence, and the desk stays empty."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from engine import store
from engine.errors import DeskError
from engine.interchange import desk_folder, limits, whole_desk
from tests.papers import everything
from tests.story import Story


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of an export, by their names."""
    folder = tmp_path_factory.mktemp("made") / "all"
    story = Story(book=20)
    story.order("book 25")
    whole_desk.export_all(story.session, folder)
    story.session.close()
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def folder(written: dict[str, bytes], tmp_path: Path) -> Path:
    """A folder with the files of an export, to be spoilt."""
    folder = tmp_path / "all"
    folder.mkdir()
    for name, content in written.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def empty() -> Iterator[store.Session]:
    """A new desk."""
    with closing(store.open_desk(None, name="a test")) as session:
        yield session


def refused(session: store.Session, folder: Path, step: Callable[[str], None] = lambda _: None) -> str:
    """Why a folder does not come in; the desk is as new as before."""
    before = everything(session)
    with pytest.raises(DeskError) as caught:
        whole_desk.import_all(session, folder, actor="Ann", step=step)
    assert everything(session) == before
    return str(caught.value)


def socket_at(file: Path) -> None:
    """A socket, whose path has to be short."""
    there = Path.cwd()
    os.chdir(file.parent)
    try:
        with closing(socket.socket(socket.AF_UNIX)) as made:
            made.bind(file.name)
    finally:
        os.chdir(there)


OTHERS: dict[str, Callable[[Path], object]] = {
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
    "a link": lambda file: file.symlink_to(file.with_name("order_line.parquet")),
    "a device": socket_at,
}


@pytest.mark.parametrize("what", OTHERS)
def test_a_table_that_is_no_plain_file_is_refused(what: str, empty: store.Session, folder: Path) -> None:
    (folder / "item.parquet").unlink()
    OTHERS[what](folder / "item.parquet")
    assert refused(empty, folder).startswith(f"item.parquet is {what} and no plain file;")


def test_a_link_that_leads_nowhere_or_to_a_device_is_refused(empty: store.Session, folder: Path) -> None:
    for target in ("nowhere", "/dev/zero"):
        (folder / "item.parquet").unlink()
        (folder / "item.parquet").symlink_to(target)
        assert "item.parquet is a link" in refused(empty, folder)


def test_everything_that_is_no_plain_file_is_named_at_once(empty: store.Session, folder: Path) -> None:
    for name in ("item.parquet", "vendor.parquet"):
        (folder / name).unlink()
        (folder / name).mkdir()
    assert refused(empty, folder).splitlines() == [
        f"{name} is a folder and no plain file; put the file itself there, or name it."
        for name in ("item.parquet", "vendor.parquet")
    ]


@pytest.mark.parametrize("twin", ["ITEM.parquet", "item (2).parquet", "items.parquet", "item.Parquet"])
def test_a_second_table_of_a_kind_is_refused_by_name(twin: str, empty: store.Session, folder: Path) -> None:
    (folder / twin).write_bytes((folder / "item.parquet").read_bytes())
    assert f"holds {twin} beside the tables of a desk" in refused(empty, folder)


def test_other_files_and_what_systems_leave_in_a_folder_are_none_of_it(
    empty: store.Session, folder: Path
) -> None:
    for name in (".DS_Store", "._item.parquet", "read me.txt", "item.csv"):
        (folder / name).write_bytes(b"x")
    (folder / "more").mkdir()
    assert whole_desk.import_all(empty, folder, actor="Ann")["item"] == 1


def test_a_folder_of_too_many_files_is_refused(
    empty: store.Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_folder, "MOST_ENTRIES", 10)
    assert "holds more than 10 files" in refused(empty, folder)


def test_what_is_no_folder_is_refused(empty: store.Session, folder: Path) -> None:
    assert "There is no folder" in refused(empty, folder / "item.parquet")
    assert "There is no folder" in refused(empty, folder / "none" / "none")
    assert "File name too long" in refused(empty, folder / ("x" * 300))


BOUNDS = {
    "size": "MB",
    "unpacked": "MB when unpacked",
    "rows": "rows",
    "columns": "columns",
    "cells": "cells",
}


@pytest.mark.parametrize("bound", BOUNDS)
def test_a_table_is_bounded_and_a_backup_has_no_bounds(
    bound: str, empty: store.Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    none: dict[str, Any] = {bound: 0}
    small = replace(limits.A_TABLE, **none)
    monkeypatch.setattr(desk_folder, "A_TABLE", small)
    monkeypatch.setattr(whole_desk, "A_TABLE", small)
    said = refused(empty, folder)
    assert BOUNDS[bound] in said
    assert said.endswith("take a backup of that desk instead, and restore it.")


def test_a_file_that_vanishes_or_cannot_be_read_is_refused(
    empty: store.Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _gone(table: str) -> None:
        (folder / "vendor.parquet").unlink(missing_ok=True)

    assert "vendor.parquet cannot be read" in refused(empty, folder, step=_gone)

    def _shut(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(folder))

    monkeypatch.setattr(os, "scandir", _shut)
    assert "cannot be read (Permission denied)" in refused(empty, folder)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("allocation_policy", "first", "cannot be first"),
        ("time_zone", "Mars", "cannot be Mars"),
        ("backorder_management", "on", "was given on row 1 already"),
    ],
)
def test_preferences_that_no_desk_has_are_refused(
    name: str, value: str, said: str, empty: store.Session, folder: Path
) -> None:
    file = folder / "preference.parquet"
    kept = pl.read_parquet(file)
    more = kept.head(1).with_columns(name=pl.lit(name), value=pl.lit(value))
    pl.concat([kept, more]).write_parquet(file)
    assert said in refused(empty, folder)


def test_the_version_is_asked_of_a_file_that_fits(empty: store.Session, folder: Path) -> None:
    pl.DataFrame({"edition": [1]}).write_parquet(folder / "migration.parquet")
    assert "does not fit the table migration" in refused(empty, folder)
