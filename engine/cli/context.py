# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""What every command is given: the options before it, and the desk they name."""

from __future__ import annotations

import os
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, cast

import typer

from db.errors import DeskError

if TYPE_CHECKING:
    from db.session import Session
    from engine.settings import Settings


class NoDesk(DeskError):
    """There is no desk {path}; make one with backorder init, or name another with --db."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options given before the command."""

    db: str
    json: bool
    actor: str


def options(ctx: typer.Context) -> Options:
    """The options of the command line a command stands on."""
    return cast("Options", ctx.obj)


def settings(ctx: typer.Context) -> Settings:
    """The settings these options and the environment make."""
    from engine.settings import settings as settle

    given = options(ctx)
    return settle(path=given.db, actor=given.actor)


@contextmanager
def desk(ctx: typer.Context, *, new: bool = False) -> Iterator[Session]:
    """The desk, closed afterwards. Only with ``new`` may it be made here: a mistyped path must not make
    one."""
    from engine import store

    settled = settings(ctx)
    if not new and not settled.path.exists():
        raise NoDesk(path=settled.path)
    with closing(
        store.open_desk(settled.path, name="the command line", wait_seconds=settled.wait_seconds)
    ) as session:
        yield session


def log_unexpected(error: Exception, arguments: Sequence[str]) -> str:
    """Write down what nobody foresaw, beside the desk if that can be; the sentence that says where."""
    text = "".join(traceback.format_exception(error))
    entry = f"{datetime.now(UTC).isoformat()} backorder {' '.join(arguments)}\n{text}\n"
    for file in (_beside_the_desk(arguments), Path(tempfile.gettempdir()) / "backorder.errors.log"):
        with suppress(OSError), file.open("a", encoding="utf-8") as log:
            log.write(entry)
            where = f"{file.absolute()} says more"
            break
    else:
        where = "it could not be written down"
    return f"Something went wrong that the program did not foresee ({type(error).__name__}); {where}."


def _beside_the_desk(arguments: Sequence[str]) -> Path:
    """Where errors go; the options are not at hand any more when nobody foresaw what happened."""
    named = next((after for option, after in pairwise(arguments) if option == "--db"), None)
    desk_file = Path(named or os.environ.get("BACKORDER_DB") or "desk.duckdb")
    return desk_file.with_name(f"{desk_file.name}.errors.log")
