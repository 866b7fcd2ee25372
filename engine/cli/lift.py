"""``backorder lift``: the end of a hold (R45)."""

from __future__ import annotations

import typer

from engine.cli import confirm
from engine.cli.arguments import CustomerCode, LinesOf, OrderOrNone, Yes
from engine.cli.hold import in_words, subjects


def lift(
    ctx: typer.Context,
    order: OrderOrNone = None,
    lines: LinesOf = None,
    customer: CustomerCode = None,
    yes: Yes = False,
) -> None:
    """Lift the hold on an order, some of its lines or a customer; all keep the place they have."""
    from engine.whatif import pausing

    edits = [pausing.lifting(subject) for subject in subjects(order, lines, customer)]
    data = {"order": order, "lines": lines, "customer": customer}
    done = f"{in_words(order, lines, customer)} no longer on hold."
    confirm.settling(ctx, edits, data, done, yes=yes)
