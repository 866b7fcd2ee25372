"""``backorder init``: a desk is made, or brought up to the program's version."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from db.making import Making
from engine.cli import output
from engine.cli.context import desk, settings

if TYPE_CHECKING:
    from pathlib import Path

    from db.migrate import MigrationReport


def init(ctx: typer.Context) -> None:
    """Make the desk, or bring it up to date."""
    from db.migrate import MigrationReport

    path = settings(ctx).path
    with desk(ctx, Making.ALWAYS) as session, session.snapshot():
        done = session.migration or MigrationReport(0, 0, None)
    output.result(ctx, {"path": path, **asdict(done)}, _sentence(path, done))


def _sentence(path: Path, done: MigrationReport) -> str:
    if not done.from_version:
        return f"Made the desk {path}."
    if done.from_version == done.to_version:
        return f"{path} is up to date."
    return f"Brought {path} from version {done.from_version} to {done.to_version}; copied to {done.backup}."
