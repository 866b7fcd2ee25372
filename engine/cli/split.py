"""``backorder split``: a whole line may be split (R7)."""

from __future__ import annotations

import typer

from engine.cli import confirm
from engine.cli.arguments import LineNumber, OrderNumber, Yes


def split(ctx: typer.Context, order: OrderNumber, line: LineNumber, yes: Yes = False) -> None:
    """Let a whole line be split again: it takes what there is, and the rest waits."""
    from engine.whatif.edits import Split

    done = f"Line {line} of order {order} may be split."
    confirm.settling(ctx, [Split(order, line)], {"order": order, "line": line}, done, yes=yes)
