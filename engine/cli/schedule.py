"""``backorder schedule``: when the sweeps run (R26)."""

from __future__ import annotations

import typer

from engine.cli import output
from engine.cli.context import desk


def schedule(ctx: typer.Context) -> None:
    """Show when the sweeps run."""
    from engine import days
    from engine.sweeps import schedules

    with desk(ctx) as session, session.reading() as tx:
        clock, status = days.clock_of(tx), schedules.status(tx)
    names = ("sweep", "enabled", "description", "warning", "last_started_at", "last_outcome", "next_due")
    shown = [{name: value for name, value in row.items() if name in names} for row in status]
    output.result(ctx, shown, lambda: output.table(names, [list(row.values()) for row in shown], clock))
