"""``backorder sweep``: a sweep runs now, in this process (R24, R28), or the day is closed (R50)."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from engine.cli import confirm, output
from engine.cli.arguments import Yes
from engine.cli.context import desk, settings
from engine.model import Outcome, SweepName


def sweep(
    ctx: typer.Context,
    name: Annotated[SweepName, typer.Argument(help="Which sweep; closing is the closing of the day.")],
    yes: Yes = False,
) -> None:
    """Run a sweep now, or close the day, and print its row of the run log."""
    from engine import days, sweeps

    with desk(ctx) as session:
        if not yes and confirm.can_ask(ctx):
            with session.snapshot() as tx:
                losers = sweeps.losers(tx, name)
            if losers.height:
                confirm.ask(losers)
        with output.progress(name.full_name):
            report = sweeps.run_sweep(session, name, actor=settings(ctx).actor)
        with session.snapshot() as tx:
            clock = days.clock_of(tx)
    if report is None:
        raise typer.Exit(0)
    row = sweeps.as_dict(report)
    output.result(ctx, row, lambda: output.facts(row, clock))
    if report.outcome is Outcome.FAILED:
        nothing = "" if name is SweepName.CLOSING else " and saved nothing"
        sys.stderr.write(f"The {name.full_name} failed{nothing}: {report.error}\n")
        raise typer.Exit(1)
    if report.outcome is Outcome.DONE and report.error:
        sys.stderr.write(f"{report.error}\n")
