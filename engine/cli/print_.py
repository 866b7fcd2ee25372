"""``backorder print``: picking lists, packing slips, labels, purchase orders as HTML to print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.cli import arguments, output
from engine.cli.context import desk, options
from engine.quantities import counted

KINDS = "picking, shipments (a packing slip each), labels, or po."


def print_(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="KIND", help=KINDS)],
    numbers: Annotated[
        list[str],
        typer.Argument(
            metavar="NUMBER", help="Of shipments, or of purchase orders.", callback=arguments.each_once
        ),
    ],
    to: Annotated[
        Path | None, typer.Option("--to", metavar="FILE", parser=arguments.file, help="Where the HTML goes.")
    ] = None,
) -> None:
    """Lay out paper as HTML, to a file or to standard output."""
    from engine import paper
    from engine.interchange import writing

    if what not in list(paper.Print):
        raise typer.BadParameter(f"Nothing called {what} can be printed; name one of {KINDS}")
    with desk(ctx) as session, session.reading() as tx:
        document = paper.printed(tx, paper.Print(what), numbers)
    if to is not None:
        writing.write_text(document, to)
        record = "purchase order" if what == paper.Print.PO else "shipment"
        answer = f"{counted(len(numbers), record)} laid out in {to}; open it in a browser to print it."
        output.result(ctx, {"kind": what, "numbers": numbers, "file": to}, answer)
    elif options(ctx).json:
        output.result(ctx, {"kind": what, "numbers": numbers, "html": document}, "")
    else:
        output.write(document)
