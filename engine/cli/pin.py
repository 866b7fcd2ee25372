"""``backorder pin``: a line that nobody takes stock from (R22)."""

from __future__ import annotations

import typer

from engine.cli import output
from engine.cli.arguments import LineNumber, OrderNumber
from engine.cli.context import desk, settings


def pin(ctx: typer.Context, order: OrderNumber, line: LineNumber) -> None:
    """Make an allotted line firm: nobody takes its stock, whatever their priority."""
    set_pinned(ctx, order, line, "is pinned: nobody can take its stock", pinned=True)


def set_pinned(ctx: typer.Context, order: str, line: int, words: str, *, pinned: bool) -> None:
    """Pin a line, or let it go, and say so in ``words``."""
    from engine import orders

    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        orders.set_pinned(tx, order, line, pinned=pinned)
    data = {"order": order, "line": line, "pinned": pinned}
    output.result(ctx, data, f"Line {line} of order {order} {words}.")
