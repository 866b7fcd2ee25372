"""``backorder receive``: what came on a purchase order or with a transfer is booked (R39, R47)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from engine.cli import answers, arguments, output
from engine.cli.arguments import Supplied
from engine.cli.context import desk, settings
from engine.model import WhyMissing

if TYPE_CHECKING:
    from db.session import Transaction
    from engine.model import Qty
    from engine.supply import Received
    from engine.supply.transfers import Came


def receive(
    ctx: typer.Context,
    po: Supplied,
    units: Annotated[list[str] | None, typer.Argument(metavar="LIC=QTY", help="What came.")] = None,
    *,
    over: Annotated[bool, typer.Option("--over", help="More than was ordered is right.")] = False,
    reference: Annotated[str, typer.Option(metavar="TEXT", help="The number of the delivery note.")] = "",
    missing: Annotated[
        list[str] | None,
        typer.Option("--missing", metavar="LIC=QTY", help="What of a transfer does not come."),
    ] = None,
    why: Annotated[
        WhyMissing | None, typer.Option("--reason", help="Why not; else it was not found.")
    ] = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="The reason in your own words.")] = "",
) -> None:
    """Book a receipt against a purchase order, or a transfer: what came, and what does not and why."""
    from engine import sweeps

    if not units and not missing:
        raise typer.BadParameter("name what came, or of a transfer what is --missing")
    if (why or note) and not missing:
        raise typer.BadParameter("a --reason and a --note are of what is --missing; name that, too")
    lost = arguments.units(missing or [])
    short = ShortReceipt(lost, why or WhyMissing.NOT_FOUND, note)
    came = arguments.units(units or [])
    with desk(ctx) as session:
        with session.transaction(actor=settings(ctx).actor) as tx:
            received, named = _book(tx, po, came, short, reference, over=over)
        swept = sweeps.after_receipt(session, settings(ctx).actor)
    text = _sentence(received, named, is_short=bool(lost))
    text += f" {answers.filled(swept.counts.lines_filled)}" if swept else ""
    data = {
        "po": po,
        "receipt": received.receipt_id,
        "closed": received.closed,
        "sweep": swept and sweeps.as_dict(swept),
    }
    output.result(ctx, data, text)


class ShortReceipt(NamedTuple):
    """What of a transfer does not come: LIC -> units, and why."""

    missing: dict[str, Qty]
    why: WhyMissing
    note: str


def _sentence(received: Received | Came, named: str, *, is_short: bool) -> str:
    """What was booked; ``named``: against what."""
    number = received.receipt_id
    text = f"Receipt {number} is booked against {named}." if number else f"Nothing came with {named}."
    text += " What is missing is noted." if is_short else ""
    return f"{text} Nothing more of it is to come; it is closed." if received.closed else text


def _book(
    tx: Transaction, po: str, came: dict[str, Qty], short: ShortReceipt, reference: str, *, over: bool
) -> tuple[Received | Came, str]:
    """What was booked, and what it was booked against in words."""
    from engine import supply
    from engine.supply import transfers, words

    named = words.named(supply.find(tx, po))
    if short.missing:
        return transfers.receive(tx, po, came, *short[:2], note=short.note, reference=reference), named
    return supply.receive(tx, po, came, reference=reference, over=over), named
