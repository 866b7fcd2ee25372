"""A name of a file that is none, or a folder's: refused in a sentence, whichever command it is given to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from engine.cli import app, commands
from tests.engine.cli.command_line import Backorder

FILES: Sequence[Sequence[str]] = (
    ("import", "orders"),
    ("export", "balances"),
    ("backup",),
    ("restore",),
    ("report", "--to"),
    ("print", "picking", "1", "--to"),
    ("asof", "2026-03-01", "--file"),
    ("profile", "mine", "--keep"),
)
"""Commands before the name of a file, each as a person types it."""
FOLDERS: Sequence[Sequence[str]] = (
    ("import", "all"),
    ("export", "all"),
    ("notices", "--out"),
    ("watch",),
    ("up", "--watch"),
    ("plan", "--lines", "l", "--stock", "s", "--out", "o", "--temp"),
)
ADDRESSES: Sequence[Sequence[str]] = (
    ("plan", "--stock", "s", "--out", "o", "--lines"),
    ("plan", "--lines", "l", "--out", "o", "--stock"),
    ("plan", "--lines", "l", "--stock", "s", "--out"),
)


def named(line: Sequence[str]) -> str:
    return " ".join(line)


def there(folder: Path) -> list[str]:
    """What lies in a folder, without what the desk itself leaves while it is open."""
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("desk.duckdb."))


@pytest.mark.parametrize("empty", ["", "  "])
@pytest.mark.parametrize("line", [*FILES, *FOLDERS, *ADDRESSES], ids=named)
def test_an_empty_name_is_refused_in_a_sentence(
    line: Sequence[str], empty: str, desk: Backorder, folder: Path
) -> None:
    before = there(folder)
    answer = desk(*line, empty)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.endswith(" is empty; name one.\n")
    assert answer.err.count("\n") == 1
    assert there(folder) == before


@pytest.mark.parametrize("line", FILES, ids=named)
def test_a_folder_is_no_file(line: Sequence[str], desk: Backorder, folder: Path) -> None:
    (folder / "papers").mkdir()
    for name in (".", "papers"):
        answer = desk(*line, name)
        assert (answer.code, answer.out, answer.err) == (1, "", f"{name} is a folder; name a file in it.\n")
    assert there(folder) == ["desk.duckdb", "papers"]
    assert there(folder / "papers") == []


@pytest.mark.parametrize("line", FOLDERS, ids=named)
def test_a_file_is_no_folder(line: Sequence[str], desk: Backorder, folder: Path) -> None:
    (folder / "note.txt").write_text("kept")
    answer = desk(*line, "note.txt")
    assert (answer.code, answer.out, answer.err) == (1, "", "note.txt is a file; name a folder.\n")
    assert (folder / "note.txt").read_text() == "kept"


def test_every_command_that_takes_a_name_of_a_file_is_asked() -> None:
    root: Any = get_command(app.app)
    metavars = {
        (name, one.metavar)
        for name in commands.NAMES
        for one in root.commands[name].params
        if one.metavar in ("FILE", "FOLDER", "ADDRESS")
    }
    asked = {
        *((line[0], "FILE") for line in (*FILES, ("import",), ("export",))),
        *((line[0], "FOLDER") for line in FOLDERS if line[1:] != ("all",)),
        *((line[0], "ADDRESS") for line in ADDRESSES),
    }
    assert metavars == asked | {("notices", "ADDRESS")}  # an address of mail


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize("line", [("import", "EMPTY", "a.csv"), ("export", "EMPTY")], ids=named)
def test_a_kind_of_file_that_is_empty_is_told_as_that(
    line: Sequence[str], empty: str, desk: Backorder
) -> None:
    answer = desk(*(empty if word == "EMPTY" else word for word in line))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("Invalid value: The kind of the file is empty; name one of ")
    assert desk(line[0], "notes", *line[2:]).err.startswith("Invalid value: There is no kind of file notes;")
