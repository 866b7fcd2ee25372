"""``backorder unpin``: the end of a pin (R22)."""

from __future__ import annotations

import typer

from engine.cli import output
from engine.cli.arguments import Line, Order
from engine.cli.context import desk, settings


def unpin(ctx: typer.Context, order: Order, line: Line) -> None:
    """Let a pinned line go again."""
    from engine import orders

    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        orders.set_pinned(tx, order, line, pinned=False)
    data = {"order": order, "line": line, "pinned": False}
    output.result(ctx, data, f"Line {line} of order {order} is no longer pinned.")
