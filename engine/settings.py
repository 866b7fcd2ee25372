"""What is settled before a desk is opened: which file, who acts, how long to wait."""

from __future__ import annotations

import getpass
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.errors import DeskError
from engine.rules import texts

DESK = Path("desk.duckdb")  # in the folder one is in: where a small team finds it again, and can copy it
DEMO = Path("demo.duckdb")
WAIT_SECONDS = 30.0
FIRST_RUN, NO = "BACKORDER_FIRST_RUN", "no"  # how ``up``, which has made the desk, tells the pages not to


class NoSuchHome(DeskError):
    """{path} begins with the home folder of somebody who has none here; write out the whole path."""


class BadWait(DeskError):
    """BACKORDER_WAIT is {value}, which is no number of seconds above zero; give one such as 30."""


@dataclass(frozen=True, slots=True)
class Settings:
    """From options, else the environment (BACKORDER_DB, BACKORDER_ACTOR, BACKORDER_WAIT), else as usual."""

    path: Path  # of the desk's file; absolute
    actor: str  # who is named in the record log
    wait_seconds: float  # how long to wait for a desk that is in use
    first_run: bool  # whether a desk may be made where none was


def settings(
    *,
    path: str | Path | None = None,
    actor: str | None = None,
    demo: bool = False,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """The settings in force; an option that is None or empty was not given. ``demo``: the demo's own file."""
    named = path or (DEMO if demo else environ.get("BACKORDER_DB") or DESK)
    return Settings(
        path=_path(named),
        actor=_who(actor, environ),
        wait_seconds=_seconds(environ.get("BACKORDER_WAIT")),
        first_run=environ.get(FIRST_RUN) != NO,
    )


def _who(actor: str | None, environ: Mapping[str, str]) -> str:
    """Who acts; a name of nothing but spaces is none."""
    named = (texts.line(given or "", "name") for given in (actor, environ.get("BACKORDER_ACTOR")))
    return next(filter(None, named), "") or _user()


def _path(named: str | Path) -> Path:
    texts.no_nul(named, "name of the desk's file")
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:
        raise NoSuchHome(path=named) from None


def _user() -> str:
    """The name the machine knows its user by."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have a user without a name
        return "somebody"


def _seconds(text: str | None) -> float:
    try:
        seconds = float(text) if text else WAIT_SECONDS
    except ValueError:
        raise BadWait(value=text) from None
    if not 0 < seconds < float("inf"):
        raise BadWait(value=text)
    return seconds
