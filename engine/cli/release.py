"""``backorder release``: a line gives its stock and its place back (R14)."""

from __future__ import annotations

from dataclasses import asdict

import typer

from engine.cli import answers, confirm, output
from engine.cli.arguments import Line, Order, Yes
from engine.cli.context import desk


def release(ctx: typer.Context, order: Order, line: Line, yes: Yes = False) -> None:
    """Give a line's stock back, and its place: it waits at the back of the queue."""
    from engine.whatif.edits import Release

    with desk(ctx) as session:
        settled = confirm.act(ctx, session, [Release(order, line)], yes=yes)
    text = f"Line {line} of order {order} gave up its stock and its place. {answers.settlement(settled)}"
    output.result(ctx, {"order": order, "line": line, **asdict(settled)}, text)
