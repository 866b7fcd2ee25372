"""``backorder whole``: a line ships only in one piece (R7)."""

from __future__ import annotations

import typer

from engine.cli import confirm
from engine.cli.arguments import LineNumber, OrderNumber, Yes


def whole(ctx: typer.Context, order: OrderNumber, line: LineNumber, yes: Yes = False) -> None:
    """Make a line ship only in one piece: it gets all of it at once, or nothing."""
    from engine.whatif.edits import Whole

    done = f"Line {line} of order {order} ships only in one piece."
    confirm.settling(ctx, [Whole(order, line)], {"order": order, "line": line}, done, yes=yes)
