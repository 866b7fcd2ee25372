"""``backorder priority``: an order's place in the queue (R18, R19)."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from engine.cli import answers, confirm, output
from engine.cli.arguments import Order, Yes
from engine.cli.context import desk


def priority(
    ctx: typer.Context,
    order: Order,
    number: Annotated[int, typer.Argument(metavar="N", help="0 to 9, higher first.")],
    yes: Yes = False,
) -> None:
    """Change an order's priority; on a terminal, shows first who would lose."""
    from engine.whatif.edits import Priority

    with desk(ctx) as session:
        settled = confirm.act(ctx, session, [Priority(order, number)], yes=yes)
    text = f"Order {order} has priority {number}. {answers.settlement(settled)}"
    output.result(ctx, {"order": order, "priority": number, **asdict(settled)}, text)
