"""What commands print: sentences and short tables for people, JSON for programs, a progress bar on a
terminal.

All of it goes through ``write`` and ``complain``: to the process's own outputs, or, within ``caught``, to
whoever runs a command without a terminal.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

import typer

from engine import quantities
from engine.cli.context import options
from engine.quantities import plain

if TYPE_CHECKING:
    import polars as pl

    from engine.days import Clock

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)
_SUMS: Final = frozenset({"value", "worth"})
"""The columns of tables that hold sums of money."""
_CAUGHT: ContextVar[list[str] | None] = ContextVar("_CAUGHT", default=None)


@contextmanager
def caught() -> Iterator[list[str]]:
    """Catch the texts that the commands of this thread print; other threads print as they like."""
    texts: list[str] = []
    before = _CAUGHT.set(texts)
    try:
        yield texts
    finally:
        _CAUGHT.reset(before)


def write(text: str) -> None:
    """Print text as it is, for whoever gave the command."""
    _print(text, sys.stdout)


def write_lines(texts: Iterable[str]) -> None:
    """Print texts as they are, one after the other."""
    write("".join(texts))


def complain(text: str) -> None:
    """Print what went wrong, or is missing, beside the result."""
    _print(text, sys.stderr)


def _print(text: str, stream: TextIO) -> None:
    texts = _CAUGHT.get()
    if texts is None:
        stream.write(text)
    else:
        texts.append(text)


def leave_out_so_far() -> None:
    """Forget what was caught until now: whoever asked for it has seen it."""
    (_CAUGHT.get() or []).clear()


def so_far() -> str:
    """What was caught until now; nothing where nobody catches it."""
    return "".join(_CAUGHT.get() or [])


def result(ctx: typer.Context, data: object, human: str | Callable[[], None]) -> None:
    """Print a result: ``data`` as JSON if that was asked for, else the sentence, or what ``human`` prints."""
    if options(ctx).json:
        write(f"{as_json(data)}\n")
    elif callable(human):
        human()
    elif human:
        write(f"{human}\n")


def as_json(value: object, margin: str = "\n") -> str:
    """Exact JSON: a decimal is a number with the digits it has, an instant is ISO UTC.

    Python's own encoder knows no exact decimals; it writes what is within the lists and records here.
    ``margin``: the line break and the spaces before what ends this value.
    """
    inner = f"{margin}  "
    match value:
        case dict():
            members = [f"{_atom(str(name))}: {as_json(each, inner)}" for name, each in value.items()]
            return f"{{{inner}{f',{inner}'.join(members)}{margin}}}" if members else "{}"
        case list() | tuple():
            members = [as_json(each, inner) for each in value]
            return f"[{inner}{f',{inner}'.join(members)}{margin}]" if members else "[]"
        case _ if is_dataclass(value) and not isinstance(value, type):
            return as_json(asdict(value), margin)
        case _:
            return _atom(value)


def _atom(value: object) -> str:
    """A single value as JSON."""
    match value:
        case Decimal():
            return plain(value)
        case datetime():
            return _ENCODER.encode(iso(value))
        case date() | Path():
            return _ENCODER.encode(str(value))
        case _:
            return _ENCODER.encode(value)


def iso(instant: datetime) -> str:
    """An instant of the desk (naive UTC) for programs and beside files: 2026-03-31T14:30:00Z."""
    return f"{instant.replace(tzinfo=None).isoformat()}Z"


def spelled(value: object, clock: Clock | None = None) -> str:
    """A value as people write it: 25, 2.5, yes; by this clock a day, 31 Mar, and an instant, 31 Mar, 14:30.

    Without a clock both are ISO, in UTC.
    """
    if isinstance(value, Decimal):
        return quantities.spelled(value)
    if isinstance(value, datetime):
        return clock.spelled(value) if clock else iso(value)
    if isinstance(value, date) and clock:
        return clock.day(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def rows(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """A table for ``as_json``."""
    return frame.to_dicts()


def table(names: Sequence[str], cells: Sequence[Sequence[object]], clock: Clock | None = None) -> None:
    """A short table: with rules on a terminal, in plain columns elsewhere."""
    text = [[_cell(name, cell, clock) for name, cell in zip(names, row, strict=True)] for row in cells]
    if _is_terminal(sys.stdout):
        _rich_table(names, text)
        return
    widths = [max(map(len, column)) for column in zip(names, *text, strict=True)]
    for row in (names, *text):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        write(f"{line.rstrip()}\n")


def _cell(name: str, value: object, clock: Clock | None) -> str:
    """A value of a column: a sum of money as sentences have it, all else as people write it."""
    if name in _SUMS and isinstance(value, Decimal):
        return quantities.spelled_sum(value)
    return spelled(value, clock)


def facts(values: Mapping[str, object], clock: Clock | None = None) -> None:
    """One record, a fact on each line."""
    width = max(map(len, values))
    for name, value in values.items():
        write(f"{name.ljust(width)}  {spelled(value, clock)}".rstrip() + "\n")


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
    return _CAUGHT.get() is None and stream.isatty()


@contextmanager
def progress(title: str) -> Iterator[Callable[[str], None]]:
    """A bar on standard error while something long runs, given the name of each step; nothing where that is
    no terminal."""
    if not _is_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(title), BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True, force_terminal=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda step: bar.update(task, description=step)
