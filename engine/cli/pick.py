"""``backorder pick``: somebody has the goods in hand (R22, R31)."""

from __future__ import annotations

import typer

from engine.cli import answers
from engine.cli.arguments import Shipments
from engine.cli.context import desk, settings


def pick(ctx: typer.Context, numbers: Shipments) -> None:
    """Start picking shipments; nobody takes their stock from now on."""
    from engine import shipments

    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        shipments.pick(tx, numbers)
    answers.shipments(ctx, numbers, "picking", "being picked")
