"""``backorder lift``: the end of a hold (R45)."""

from __future__ import annotations

from dataclasses import asdict

import typer

from engine.cli import answers, output
from engine.cli.arguments import Customer, LinesOf, OrderOrNone
from engine.cli.context import desk, settings
from engine.cli.hold import in_words, subjects


def lift(
    ctx: typer.Context, order: OrderOrNone = None, lines: LinesOf = None, customer: Customer = None
) -> None:
    """Lift the hold on an order, some of its lines or a customer; all keep the place they have."""
    from engine.orders import holds

    named = subjects(order, lines, customer)
    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        settled = holds.lift(tx, named)
    what = in_words(order, lines, customer)
    text = f"{what} is no longer on hold. {answers.settlement(settled)}"
    output.result(ctx, {"order": order, "lines": lines, "customer": customer, **asdict(settled)}, text)
