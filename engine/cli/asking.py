# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""Questions: why, and what would be otherwise (R41, R43)."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import show
from engine.cli.context import desk

if TYPE_CHECKING:
    from engine.explain import Explanation


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(explain)
    app.command()(compare)


def explain(
    ctx: typer.Context,
    order: Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")],
    line: Annotated[int | None, typer.Argument(metavar="[LINE]", help="One line of it.")] = None,
) -> None:
    """Say why each line of an order has what it has, and until when it waits."""
    from engine.explain import explain as ask

    with desk(ctx) as session, session.snapshot() as tx:
        explanations = ask(tx, order, line)
    show.result(ctx, [asdict(row) for row in explanations], lambda: _print(explanations))


def _print(explanations: list[Explanation]) -> None:
    for row in explanations:
        place = "" if row.rank is None else f", rank {row.rank}"
        if row.ahead_orders:
            place += f" behind {show.said(row.ahead_qty)} of {show.counted(row.ahead_orders, 'order')}"
        until = f" Expected {row.projected_on}." if row.projected_on else ""
        if row.state == "backordered" and row.projected_on is None:
            until = " No supply is on its way."
        sys.stdout.write(f"Line {row.line}: {show.said(row.qty)} of {row.lic}, {row.state}{place}.\n")
        sys.stdout.write(f"  {' '.join(filter(None, (row.why, row.remedy)))}{until}\n")
        for loss in row.losses:
            sys.stdout.write(f"  {show.said(loss.lost_at)}  {loss.sentence} By {loss.actor}.\n")


def compare(ctx: typer.Context) -> None:
    """Run every policy on the desk's own open orders, and change nothing."""
    from engine import comparing

    with desk(ctx) as session, session.snapshot() as tx:
        figures = comparing.compare(tx)
    table = comparing.table(figures)
    if figures:
        show.result(ctx, show.rows(table), lambda: show.table(table.columns, table.rows()))
    else:
        show.result(ctx, [], "No order is open, so there is nothing to compare.")
