"""``backorder report``: the morning report, as HTML to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.cli import arguments, output
from engine.cli.context import desk, options


def report(
    ctx: typer.Context,
    day: Annotated[
        str, typer.Argument(metavar="DAY", help="A day such as 2026-12-05; without one, today.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", parser=arguments.file, help="Where the HTML goes.")
    ] = None,
) -> None:
    """Lay out what happened on the day before, and what is to be decided today."""
    from engine import days, paper
    from engine.interchange import writing

    asked = arguments.day(day) if day else None
    with desk(ctx) as session, session.reading() as tx:
        shown, document = asked or tx.today, paper.morning_report(tx, asked)
    if to is not None:
        writing.write_text(document, to)
        answer = f"The morning report of {days.dated(shown)} is in {to}; open it in a browser to print it."
        output.result(ctx, {"day": shown, "file": to}, answer)
    elif options(ctx).json:
        output.result(ctx, {"day": shown, "html": document}, "")
    else:
        output.write(document)
