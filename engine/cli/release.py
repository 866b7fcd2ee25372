"""``backorder release``: a line gives its stock and its place back (R14)."""

from __future__ import annotations

import typer

from engine.cli import confirm
from engine.cli.arguments import Line, Order, Yes


def release(ctx: typer.Context, order: Order, line: Line, yes: Yes = False) -> None:
    """Give a line's stock back, and its place: it waits at the back of the queue."""
    from engine.whatif.edits import Release

    done = f"Line {line} of order {order} gives back what it has and waits at the back of the queue."
    confirm.settling(ctx, [Release(order, line)], {"order": order, "line": line}, done, yes=yes)
