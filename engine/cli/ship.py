"""``backorder ship``: goods leave (R12, R31)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import answers, arguments
from engine.cli.arguments import Shipments
from engine.cli.context import desk, settings

if TYPE_CHECKING:
    from engine.shipments import Short


def ship(
    ctx: typer.Context,
    numbers: Shipments,
    short: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LINE=QTY", help="A line that ships less; ORDER/LINE=QTY where several orders share."
        ),
    ] = None,
    reduce: Annotated[
        bool, typer.Option("--reduce", help="Take the rest off the order instead of backordering it.")
    ] = False,
) -> None:
    """Ship shipments; what a line ships less waits on backorder."""
    from engine import shipments

    if short and len(numbers) > 1:
        raise typer.BadParameter("--short needs a single shipment")
    shorts = [_short(text) for text in short or []]
    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        shipments.ship(tx, numbers, shorts, backorder_rest=not reduce)
    answers.shipments(ctx, numbers, "shipped", "shipped")


def _short(text: str) -> Short:
    from engine.quantities import parse
    from engine.shipments import Short

    named, qty = arguments.pair(text, "LINE=QTY")
    order, _, number = named.rpartition("/")
    return Short(order or None, arguments.read(int, number, text, "LINE=QTY"), parse(qty, f"line {named}"))
