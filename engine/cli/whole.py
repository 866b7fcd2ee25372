"""``backorder whole``: a line ships only in one piece (R7)."""

from __future__ import annotations

from dataclasses import asdict

import typer

from engine.cli import answers, confirm, output
from engine.cli.arguments import Line, Order, Yes
from engine.cli.context import desk


def whole(ctx: typer.Context, order: Order, line: Line, yes: Yes = False) -> None:
    """Make a line ship only in one piece: it gets all of it at once, or nothing."""
    from engine.whatif.edits import Whole

    with desk(ctx) as session:
        settled = confirm.act(ctx, session, [Whole(order, line)], yes=yes)
    text = f"Line {line} of order {order} ships only in one piece. {answers.settlement(settled)}"
    output.result(ctx, {"order": order, "line": line, **asdict(settled)}, text)
