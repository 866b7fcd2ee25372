"""``backorder split``: a whole line may be split (R7)."""

from __future__ import annotations

from dataclasses import asdict

import typer

from engine.cli import answers, confirm, output
from engine.cli.arguments import Line, Order, Yes
from engine.cli.context import desk


def split(ctx: typer.Context, order: Order, line: Line, yes: Yes = False) -> None:
    """Let a whole line be split again: it takes what there is, and the rest waits."""
    from engine.whatif.edits import Split

    with desk(ctx) as session:
        settled = confirm.act(ctx, session, [Split(order, line)], yes=yes)
    text = f"Line {line} of order {order} may be split. {answers.settlement(settled)}"
    output.result(ctx, {"order": order, "line": line, **asdict(settled)}, text)
