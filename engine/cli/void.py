"""``backorder void``: shipments are voided (R33)."""

from __future__ import annotations

import typer

from engine.cli import answers, confirm
from engine.cli.arguments import Shipments, Yes
from engine.cli.context import desk


def void(ctx: typer.Context, numbers: Shipments, yes: Yes = False) -> None:
    """Void shipments; their lines wait again at their own rank. On a terminal, shows first who loses."""
    from engine.whatif.edits import VoidShipment

    with desk(ctx) as session:
        confirm.act(ctx, session, [VoidShipment(number) for number in numbers], yes=yes)
    answers.shipments(ctx, numbers, "void", "void")
