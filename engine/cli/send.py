"""``backorder send``: a pending transfer leaves its source (R47)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from engine.cli import answers, arguments, confirm, output
from engine.cli.arguments import Yes
from engine.cli.context import desk


def send(
    ctx: typer.Context,
    transfer: Annotated[str, typer.Argument(metavar="TRANSFER", help="The number of the transfer.")],
    units: Annotated[
        list[str] | None, typer.Argument(metavar="LIC=QTY", help="What of it goes, if less or more.")
    ] = None,
    day: Annotated[str, typer.Option("--expected", metavar="DAY", help="The day on which it is there.")] = "",
    yes: Yes = False,
) -> None:
    """Let a transfer leave: it is on order where it goes. On a terminal, shows first who would lose by it."""
    from engine.whatif.transfer_edits import Send

    on = arguments.day(day) if day else None
    edit = Send(transfer, arguments.units(units or []), on)
    with desk(ctx) as session:
        settled = confirm.act(ctx, session, [edit], yes=yes)
    lost = f" {answers.settlement(settled)}" if settled.lines_released else ""
    data = {"transfer": transfer, "state": "in transit", **asdict(settled)}
    output.result(ctx, data, f"Transfer {transfer} is in transit.{lost}")
