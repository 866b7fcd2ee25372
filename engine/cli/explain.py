# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""Questions: why, and what would be otherwise (R41, R43)."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import output
from engine.cli.context import desk, options, settings
from engine.quantities import counted

if TYPE_CHECKING:
    import polars as pl

    from engine.days import Clock
    from engine.reports.explain import Explanation


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(explain)
    app.command()(late)
    app.command()(compare)


def explain(
    ctx: typer.Context,
    order: Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")],
    line: Annotated[int | None, typer.Argument(metavar="[LINE]", help="One line of it.")] = None,
) -> None:
    """Say why each line of an order has what it has, and until when it waits."""
    from engine import days
    from engine.reports.explain import explain as ask

    with desk(ctx) as session, session.snapshot() as tx:
        explanations, clock = ask(tx, order, line), days.clock_of(tx)
    output.result(ctx, [asdict(row) for row in explanations], lambda: _print(explanations, clock))


def _print(explanations: list[Explanation], clock: Clock) -> None:
    if explanations and explanations[0].order_leaves:
        sys.stdout.write(f"{explanations[0].order_leaves.said}\n")
    for row in explanations:
        place = "" if row.rank is None else f", rank {row.rank}"
        if row.ahead_orders:
            place += f" behind {output.said(row.ahead_qty)} of {counted(row.ahead_orders, 'order')}"
        sys.stdout.write(f"Line {row.line}: {output.said(row.qty)} of {row.lic}, {row.state}{place}.\n")
        sys.stdout.write(f"  {' '.join(filter(None, (row.why, row.remedy, row.until)))}\n")
        sys.stdout.writelines(f"  {late.sentence}\n" for late in row.late_supply)
        _print_promise(row, clock)
        for loss in row.losses:
            sys.stdout.write(f"  {output.said(loss.lost_at, clock)}  {loss.sentence} By {loss.actor}.\n")


def _print_promise(row: Explanation, clock: Clock) -> None:
    """What was promised first, and every other day since with its cause."""
    from engine import days

    if row.first_on is None and not row.changes:
        return
    first = "Promised no day at first"
    if row.first_on:
        first = f"First promised {days.spelled(row.first_on, clock.today)}"
    sys.stdout.write(f"  {first}; the day changed {counted(row.changes, 'time')}.\n")
    for told in row.history:
        since = output.said(told.since_at, clock)
        sys.stdout.write(f"    {since}  {told.said}: {told.cause}. By {told.actor}.\n")


def late(
    ctx: typer.Context,
    po: Annotated[str, typer.Argument(metavar="PO", help="The number of the purchase order.")],
    day: Annotated[datetime, typer.Argument(metavar="DATE", formats=["%Y-%m-%d"], help="When it comes.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask about the dates that move.")] = False,
) -> None:
    """Mark what is left of a purchase order as late; on a terminal, shows first which dates move."""
    from engine.supply import late as lateness

    actor, on = settings(ctx).actor, day.date()
    with desk(ctx) as session:
        if not yes and not options(ctx).json and sys.stdin.isatty():
            moves = lateness.would_move(session, po, on, actor=actor)
            _print_moves(moves)
            typer.confirm(f"{counted(moves.height, 'date')} would move. Go on?", abort=True)
        with session.transaction(actor=actor) as tx:
            moved = lateness.mark(tx, po, on)

    def tell() -> None:
        sys.stdout.write(f"Purchase order {po} is expected on {on}; {counted(moved.height, 'date')} moved.\n")
        _print_moves(moved)

    output.result(ctx, {"po": po, "expected_on": on, "moved": output.rows(moved)}, tell)


def _print_moves(moved: pl.DataFrame) -> None:
    names = ("order", "customer", "line", "lic", "first_on", "from_said", "to_said")
    if moved.height:
        output.table(names, moved.select(names).rows())


def compare(ctx: typer.Context) -> None:
    """Run every policy on the desk's own open orders, and change nothing."""
    from engine.reports import policies

    figures = []
    with desk(ctx) as session, output.progress("compare") as step, session.snapshot() as tx:
        for row in policies.one_by_one(tx):
            figures.append(row)
            step(f"{row.policy} is done")
    table = policies.table(figures)
    if figures:
        output.result(ctx, output.rows(table), lambda: _print_figures(table))
    else:
        output.result(ctx, [], "No order is open, so there is nothing to compare.")


def _print_figures(table: pl.DataFrame) -> None:
    """A line for each figure and a column for each policy, which fits on a terminal."""
    figures = [(name, *table[name]) for name in table.columns if name != "policy"]
    output.table(("figure", *table["policy"]), figures)
