"""``backorder return``: shipped goods come back (R34)."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli import arguments, output
from engine.cli.arguments import OrderNumber
from engine.cli.context import desk, settings


def return_(
    ctx: typer.Context,
    order: OrderNumber,
    line: Annotated[
        int, typer.Argument(parser=arguments.number, metavar="LINE", help="The line that shipped.")
    ],
    qty: Annotated[str, typer.Argument(metavar="QTY", help="What came back.")],
    unsellable: Annotated[
        bool, typer.Option("--unsellable", help="It does not go back on the shelf.")
    ] = False,
) -> None:
    """Take back shipped goods, and owe a replacement."""
    from engine import orders, returns
    from engine.quantities import parse, spelled

    units = parse(qty, f"line {line} of order {order}")
    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        returns.take_back(tx, order, line, units, sellable=not unsellable)
        state = orders.find(tx, order)["state"]
    fit = "not fit to sell" if unsellable else "fit to sell"
    data = {"order": order, "line": line, "qty": units, "sellable": not unsellable, "state": state}
    came = f"{spelled(units)} of line {line} of order {order} came back, {fit}"
    output.result(ctx, data, f"{came}; the order is {state}.")
