"""``backorder up``: the pages and the scheduler, as long as somebody needs them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from engine.cli import arguments
from engine.cli.context import options


def _port(text: object) -> int:
    """The number of a port; ValueError where it is none."""
    port = arguments.number(text)
    if not 0 < port < 65536:
        raise ValueError("write 1 or more" if port < 1 else "write 65535 or less")
    return port


def up(
    ctx: typer.Context,
    demo: Annotated[
        bool, typer.Option("--demo", help="A desk with made-up orders, in a file of its own.")
    ] = False,
    port: Annotated[
        int | None,
        typer.Option(
            parser=_port, metavar="N", min=1, max=65535, help="The port of the pages; else a free one."
        ),
    ] = None,
    watch: Annotated[
        Path | None,
        typer.Option(
            "--watch", metavar="FOLDER", parser=arguments.folder, help="Take in what is dropped there, too."
        ),
    ] = None,
) -> None:
    """Start the pages and the scheduler; Ctrl-C stops both."""
    from engine.service import supervisor
    from engine.settings import settings

    given = options(ctx)
    chosen = settings(path=given.db, actor=given.actor, demo=demo)
    raise typer.Exit(supervisor.up(chosen.path, port, demo, watch, chosen.actor))
