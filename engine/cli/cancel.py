"""``backorder cancel``: what has not shipped is no longer wanted (R11)."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli import arguments, output
from engine.cli.arguments import OrderNumber
from engine.cli.context import desk, settings


def cancel(
    ctx: typer.Context,
    order: OrderNumber,
    line: Annotated[
        int | None, typer.Argument(parser=arguments.number, metavar="LINE", help="Only this line.")
    ] = None,
) -> None:
    """Cancel what has not shipped of an order or a line."""
    from engine import orders
    from engine.whatif import edits

    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        edits.make(tx, edits.Cancel(order, line))
        state = orders.find(tx, order)["state"]
    record = f"Order {order}" if line is None else f"Line {line} of order {order}"
    data = {"order": order, "line": line, "state": state}
    output.result(ctx, data, f"{record} was cancelled; the order is {state}.")
