"""The commands together: what is given before them, and what a command line comes to."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Final

import typer

from db import machine
from db.errors import DeskError, DiskFull, cut
from engine.cli import SENTENCE_OF_STOPPED, STOPPED
from engine.cli.commands import CommandGroup
from engine.cli.context import Options
from engine.rules.texts import can_be_stored, visible
from engine.unforeseen import write_down

_PLAINER: Final = (
    (re.compile(r"\.\s*Choose from:\s*"), "; name one of "),
    (
        re.compile(r"Got unexpected extra argument\(?s?\)? \((.*)\)", re.DOTALL),
        r"Too much is \1; leave it out",
    ),
    (re.compile(r"requires an argument"), "needs a value; write it behind the option"),
    (re.compile(r"Value error, "), ""),
)
"""What Typer says in words of programmers, and what a person reads instead."""
_LONG_WORD = re.compile(r"(\S{80})\S{40,}")
app = typer.Typer(
    name="backorder",
    cls=CommandGroup,
    help="Backorder Desk: who gets the next unit of stock, and why.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


class Unprinted(DeskError):
    """What was to be printed could not be written ({detail}); the command itself may be done, so look before
    you give it again."""


@app.callback()
def _options(
    ctx: typer.Context,
    db: Annotated[
        str, typer.Option(metavar="PATH", help="The desk's file; else BACKORDER_DB, else desk.duckdb.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="Print results as JSON and nothing else.")] = False,
    actor: Annotated[str, typer.Option(metavar="NAME", help="Who acts, for the record log.")] = "",
) -> None:
    """Backorder Desk: who gets the next unit of stock, and why."""
    ctx.obj = ctx.obj or Options(db=db, json=json, actor=actor)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code, as ``cli.run``."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    _let_outputs_take_anything()
    if any(not can_be_stored(word) for word in words):
        _complain("An argument has bytes that are no text; type it in UTF-8, or rename the file.")
        return 2
    try:
        code = app(args=words, prog_name="backorder", standalone_mode=False)
        sys.stdout.flush()
    except typer.TyperException as error:
        _complain(_wrong_usage(error))
        return error.exit_code
    except typer.Abort:
        return _complain("Nothing was done.")
    except KeyboardInterrupt:
        code = STOPPED
    except BaseException as error:  # noqa: BLE001 - nobody sees a traceback, of a panic of Polars neither
        return _failed(error, words)
    if code == STOPPED:  # as Typer answers Ctrl-C
        _complain(SENTENCE_OF_STOPPED)
    return code if isinstance(code, int) else 0


def _failed(error: BaseException, words: Sequence[str]) -> int:
    """The exit code of a command that ended with an error, which is written in a line."""
    if machine.is_unread(error):
        return _leave_unread()
    if isinstance(error, SystemExit):  # with which Typer answers an output that nobody reads
        if not machine.is_unread(error.__context__):
            raise error
        return _leave_unread()
    return _complain(sentence(error, words))


def _leave_unread() -> int:
    """Whoever read our output has seen enough: what is left must not be written when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _let_outputs_take_anything() -> None:
    """Let both outputs take whatever is written: closed ones nothing, and a poor terminal by number."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _wrong_usage(error: typer.TyperException) -> str:
    """One line, but for ``backorder`` alone, which is answered with the list of commands."""
    message, ctx = error.format_message(), getattr(error, "ctx", None)
    if ctx and ctx.parent is None and message == ctx.get_help():
        return message
    for theirs, ours in _PLAINER:
        message = theirs.sub(ours, message)
    message = visible(_cut(" ".join(message.split()))).rstrip(".")
    end = "" if message.endswith("?") else "."
    return f"{message}{end} See {ctx.command_path} --help." if ctx else f"{message}{end}"


def _cut(message: str) -> str:
    """A message about what was typed, of which no word and not the whole runs on for pages."""
    return cut(_LONG_WORD.sub(r"\1…", message))


def sentence(error: BaseException, words: Sequence[str]) -> str:
    """Why a command was refused or failed; what nobody foresaw is written down."""
    if isinstance(error, typer.TyperException):
        return _wrong_usage(error)
    if isinstance(error, DeskError):
        return str(error)
    if isinstance(error, OSError) and machine.is_refusal(error):
        return str(machine.sentence(error) if error.filename else _unprinted(error))
    return write_down(error, f"backorder {' '.join(words)}", _desk_of(words))


def _unprinted(error: OSError) -> Unprinted:
    why = machine.reason(error)
    is_full = isinstance(machine.sentence(error), DiskFull)
    return Unprinted(detail=f"no room left: {why}" if is_full else why)


def _desk_of(words: Sequence[str]) -> Path:
    """The file of the desk; the options are not at hand any more when nobody foresaw what happened."""
    named = next((after for option, after in pairwise(words) if option == "--db"), None)
    return Path(named or os.environ.get("BACKORDER_DB") or "desk.duckdb")


def _complain(text: str) -> int:
    """Print a line on standard error, and return the exit code of a refusal."""
    with contextlib.suppress(OSError):  # the disk that the output goes to may be what is full
        sys.stdout.flush()
    with contextlib.suppress(OSError):  # nobody may be there to read it
        sys.stderr.write(f"{text}\n")
    return 1
