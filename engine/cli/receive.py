"""``backorder receive``: what came on a purchase order is booked (R39)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import arguments, output
from engine.cli.arguments import PurchaseOrder
from engine.cli.context import desk, settings
from engine.quantities import counted

if TYPE_CHECKING:
    from engine.model import Qty


def receive(
    ctx: typer.Context,
    po: PurchaseOrder,
    units: Annotated[list[str], typer.Argument(metavar="LIC=QTY...", help="What came.")],
    over: Annotated[bool, typer.Option("--over", help="More than was ordered is right.")] = False,
    reference: Annotated[str, typer.Option(metavar="TEXT", help="The number of the delivery note.")] = "",
) -> None:
    """Book a receipt against a purchase order."""
    from engine import supply, sweeps

    actor, quantities = settings(ctx).actor, dict(_units(text) for text in units)
    with desk(ctx) as session:
        with session.transaction(actor=actor) as tx:
            received = supply.receive(tx, po, quantities, reference=reference, over=over)
        swept = sweeps.after_receipt(session, actor)
    text = f"Receipt {received.receipt_id} is booked against purchase order {po}."
    text += " All of it is here; it is closed." if received.closed else ""
    text += f" The primary sweep filled {counted(swept.counts.lines_filled, 'line')}." if swept else ""
    output.result(ctx, {"po": po, **asdict(received), "sweep": swept and sweeps.as_dict(swept)}, text)


def _units(text: str) -> tuple[str, Qty]:
    from engine.quantities import parse

    lic, qty = arguments.pair(text, "LIC=QTY")
    return lic, parse(qty, lic)
