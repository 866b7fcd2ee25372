# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""What commands print: sentences and short tables for people, JSON for programs, a progress bar on a
terminal."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import typer

from engine.cli.context import options
from engine.quantities import plain

if TYPE_CHECKING:
    import polars as pl

    from engine.days import Clock

_MARK = "\0"
_MARKED = re.compile(r'"\\u0000(-?[0-9.]+)"')


def result(ctx: typer.Context, data: object, human: str | Callable[[], None]) -> None:
    """Print a result: ``data`` as JSON if that was asked for, else the sentence, or what ``human`` prints."""
    if options(ctx).json:
        sys.stdout.write(f"{as_json(data)}\n")
    elif callable(human):
        human()
    elif human:
        sys.stdout.write(f"{human}\n")


def as_json(data: object) -> str:
    """Exact JSON: a decimal is a number with the digits it has, an instant is ISO UTC."""
    text = json.dumps(data, default=_json_value, ensure_ascii=False, indent=2)
    return _MARKED.sub(r"\1", text)


def _json_value(value: object) -> object:
    if isinstance(value, Decimal):
        return f"{_MARK}{said(value)}"  # json knows no decimals: the mark and its quotes come off again
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date | Path):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def iso(instant: datetime) -> str:
    """An instant of the desk (naive UTC) for programs and beside files: 2026-03-31T14:30:00Z."""
    return f"{instant.replace(tzinfo=None).isoformat()}Z"


def said(value: object, clock: Clock | None = None) -> str:
    """A value as people write it: 25, 2.5, yes, and an instant as this clock shows it, 31 Mar, 14:30; without
    a clock it is ISO UTC."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return clock.spelled(value) if clock else iso(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """A table for ``as_json``."""
    return frame.to_dicts()


def table(names: Sequence[str], cells: Sequence[Sequence[object]], clock: Clock | None = None) -> None:
    """A short table: with rules on a terminal, in plain columns elsewhere."""
    text = [[said(cell, clock) for cell in row] for row in cells]
    if _is_terminal(sys.stdout):
        _rich_table(names, text)
        return
    widths = [max(map(len, column)) for column in zip(names, *text, strict=True)]
    for row in (names, *text):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        sys.stdout.write(f"{line.rstrip()}\n")


def facts(values: Mapping[str, object], clock: Clock | None = None) -> None:
    """One record, a fact on each line."""
    width = max(map(len, values))
    for name, value in values.items():
        sys.stdout.write(f"{name.ljust(width)}  {said(value, clock)}".rstrip() + "\n")


def _rich_table(names: Sequence[str], text: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    shown = Table(*names, box=box.SIMPLE_HEAD)
    for row in text:
        shown.add_row(*map(escape, row))
    Console().print(shown)


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """A bar on standard error while something long runs, told step by step; nothing where that is no
    terminal."""
    if not _is_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(title), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True, force_terminal=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda step: bar.update(task, description=step)
