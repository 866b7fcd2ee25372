"""What tests of the command line say: a line of typing, what it came to, and who sits at the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import typer

from tests.story import Story

HOUSE = Path(__file__).parents[3]


@dataclass(frozen=True)
class Answer:
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be JSON and nothing else."""
        return json.loads(self.out)


Backorder = Callable[..., Answer]
"""The command line in this process: ``backorder("cancel", "A1")``."""


@dataclass
class Terminal:
    """Somebody at a terminal who always gives the same answer, perhaps after somebody else acted."""

    yes: bool
    meanwhile: Callable[[], object] = lambda: None
    asked: list[str] = field(default_factory=list)

    def confirm(self, question: str, **_: object) -> None:
        """Stand in for ``typer.confirm``."""
        self.asked.append(question)
        self.meanwhile()
        if not self.yes:
            raise typer.Abort


SitDown = Callable[..., Terminal]
"""Let somebody sit at the terminal: ``seated(yes=True)``."""


Tell = Callable[..., AbstractContextManager[Story]]
"""Tell a story on a desk in a file."""

LONG_AGO = date(2001, 3, 10)
SOON, LATER = date(2199, 3, 10), date(2199, 3, 20)


def paper(folder: Path, name: str, text: str) -> str:
    """A file in the folder one stands in; returns its name."""
    (folder / name).write_text(text, encoding="utf-8")
    return name


def lines(backorder: Backorder) -> list[str]:
    """The lines of the desk in a few words."""
    rows = backorder("--json", "export", "lines").json
    return [f"{row['order']}/{row['line']} {row['qty']} {row['state']}" for row in rows]


def wants(desk: Backorder, folder: Path) -> list[str]:
    """A3 waits for 5 books, and A1 has all 20."""
    desk("import", "orders", paper(folder, "o.csv", "order,customer,lic,qty\nA3,school,book,5\n"))
    return lines(desk)


def environment(folder: Path) -> dict[str, str]:
    """The environment of a process of its own on the desk in a folder."""
    return os.environ | {"BACKORDER_DB": str(folder / "desk.duckdb"), "PYTHONPATH": str(HOUSE)}


def command(*arguments: object) -> list[str]:
    """The command line as a process is started with it."""
    return [sys.executable, "-m", "engine.cli", *map(str, arguments)]


def started(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    """A real process, as a script starts it."""
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
