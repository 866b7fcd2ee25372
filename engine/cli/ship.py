"""``backorder ship``: goods leave (R12, R31)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import answers, arguments
from engine.cli.arguments import Shipments
from engine.cli.context import desk, settings
from engine.model import WhyShort

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
    reason: Annotated[
        WhyShort,
        typer.Option(help="Why a line ships less; what was not found or is damaged comes off on hand."),
    ] = WhyShort.OTHER,
    note: Annotated[
        str, typer.Option(metavar="TEXT", help="The reason in your own words, for the record log.")
    ] = "",
    reduce: Annotated[
        bool, typer.Option("--reduce", help="Take the rest off the order instead of backordering it.")
    ] = False,
) -> None:
    """Ship shipments; what a line ships less waits on backorder, for a reason (R46)."""
    from engine import shipments, stock

    if short and len(numbers) > 1:
        raise typer.BadParameter("--short needs a single shipment")
    if not short and (reduce or note or reason is not WhyShort.OTHER):
        raise typer.BadParameter(
            "--reason, --note and --reduce are about a line that ships less: name it by --short"
        )
    shorts = [_short(text) for text in short or []]
    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        if shorts:
            stock.ship_short(tx, numbers[0], shorts, reason, note=note, backorder_rest=not reduce)
        else:
            shipments.ship(tx, numbers)
    answers.shipments(ctx, numbers, "shipped", "shipped")


def _short(text: str) -> Short:
    from engine.quantities import parse
    from engine.shipments import Short

    named, qty = arguments.pair(text, "LINE=QTY")
    order, _, number = named.rpartition("/")
    return Short(
        order or None, arguments.read(arguments.number, number, text, "LINE=QTY"), parse(qty, f"line {named}")
    )
