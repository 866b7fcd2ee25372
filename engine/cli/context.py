"""What every command is given: the options before it, and the desk they name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import typer

from db.making import Making

if TYPE_CHECKING:
    from db.session import Session
    from engine.settings import Settings


@dataclass(frozen=True, slots=True)
class TypedCommand:
    """Where a command stands that is typed on a page: the desk is open there, and whoever is asked is asked
    there."""

    session: Session
    agreed: str = ""
    """What a person saw, with the question, and said yes to."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options given before the command; ``typed``: those of a command on a page."""

    db: str
    json: bool
    actor: str
    typed: TypedCommand | None = None


def options(ctx: typer.Context) -> Options:
    """The options of the command line a command stands on."""
    return cast("Options", ctx.obj)


def settings(ctx: typer.Context) -> Settings:
    """The settings these options and the environment make."""
    from engine.settings import settings as settings_of

    given = options(ctx)
    return settings_of(path=given.db, actor=given.actor)


@contextmanager
def desk(ctx: typer.Context, making: Making = Making.NEVER) -> Iterator[Session]:
    """The desk, closed afterwards. Only as ``making`` says may it be made here: a mistyped path must not make
    one."""
    from engine import store

    if typed := options(ctx).typed:
        yield typed.session
        return
    named = settings(ctx)
    session = store.open_desk(
        named.path, name="the command line", wait_seconds=named.wait_seconds, making=making
    )
    with closing(session):
        yield session
