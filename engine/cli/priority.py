"""``backorder priority``: an order's place in the queue (R18, R19)."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli import arguments, confirm
from engine.cli.arguments import OrderNumber, Yes


def priority(
    ctx: typer.Context,
    order: OrderNumber,
    number: Annotated[
        int, typer.Argument(parser=arguments.number, metavar="N", help="0 to 9, higher first.")
    ],
    yes: Yes = False,
) -> None:
    """Change an order's priority; on a terminal, shows first who would lose."""
    from engine.whatif.edits import Priority

    done = f"Order {order} has priority {number}."
    data = {"order": order, "priority": number}
    confirm.settling(ctx, [Priority(order, number)], data, done, yes=yes)
