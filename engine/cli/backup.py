"""``backorder backup``: a verified copy of the desk."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.cli import answers, arguments, output
from engine.cli.context import desk


def backup(
    ctx: typer.Context,
    file: Annotated[
        Path, typer.Argument(parser=arguments.file, metavar="FILE", help="A new file for the copy.")
    ],
) -> None:
    """Take a verified copy of the desk while it runs."""
    from engine import days
    from engine.desk import backup as copying

    with desk(ctx) as session, output.progress("backup"):
        with session.reading() as tx:
            clock = days.clock_of(tx)
        done = copying.backup(session, file)
    until = f", written until {clock.spelled(done.until)}" if done.until else ""
    text = f"{answers.holdings(done)} are safe in {file} ({done.size:,} bytes){until}."
    if done.problems:
        text += f" The desk itself has {len(done.problems):,} inconsistencies: run backorder check."
    output.result(ctx, answers.of_copy(done), text)
