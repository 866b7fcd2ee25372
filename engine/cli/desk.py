# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""Commands that start, prove and sweep the desk."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated

import typer

from db.making import Making
from engine.cli import confirm, output
from engine.cli.context import desk, options, settings
from engine.model import Outcome, SweepName


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(up)
    app.command()(init)
    app.command()(sweep)
    app.command()(check)
    app.command()(schedule)


def up(
    ctx: typer.Context,
    demo: Annotated[
        bool, typer.Option("--demo", help="A desk with made-up orders, in a file of its own.")
    ] = False,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The port of the pages; else a free one.")
    ] = None,
) -> None:
    """Start the pages and the scheduler; Ctrl-C stops both."""
    from engine.service.supervisor import up as start
    from engine.settings import settings as settle

    given = options(ctx)
    raise typer.Exit(start(settle(path=given.db, actor=given.actor, demo=demo).path, port, demo))


def init(ctx: typer.Context) -> None:
    """Make the desk, or bring it up to date."""
    from db.migrate import MigrationReport

    path = settings(ctx).path
    with desk(ctx, Making.ALWAYS) as session, session.snapshot():
        done = session.migration or MigrationReport(0, 0, None)
    if not done.from_version:
        text = f"Made the desk {path}."
    elif done.from_version < done.to_version:
        text = (
            f"Brought {path} from version {done.from_version} to {done.to_version}; copied to {done.backup}."
        )
    else:
        text = f"{path} is up to date."
    output.result(ctx, {"path": path, **asdict(done)}, text)


def sweep(
    ctx: typer.Context,
    name: Annotated[SweepName, typer.Argument(help="Which sweep.")],
    yes: confirm.Yes = False,
) -> None:
    """Run a sweep now and print its row of the run log."""
    from engine import days, sweeps

    with desk(ctx) as session:
        if not yes and not options(ctx).json and sys.stdin.isatty():
            with session.snapshot() as tx:
                losers = sweeps.losers(tx, name)
            if losers.height:
                confirm.ask(losers)
        with output.progress(f"{name} sweep"):
            report = sweeps.run_sweep(session, name, actor=settings(ctx).actor)
        with session.snapshot() as tx:
            clock = days.clock_of(tx)
    if report is None:
        raise typer.Exit(0)
    row = asdict(report)
    output.result(ctx, row, lambda: output.facts(row, clock))
    if report.outcome is Outcome.FAILED:
        sys.stderr.write(f"The {name} sweep failed and saved nothing: {report.error}\n")
        raise typer.Exit(1)
    if report.outcome is Outcome.DONE and report.error:
        sys.stderr.write(f"{report.error}\n")


def check(ctx: typer.Context) -> None:
    """Prove that the desk is consistent, or show what is not."""
    from engine import proof

    with desk(ctx) as session, output.progress("check"), session.snapshot() as tx:
        problems = proof.problems(tx)
    found = output.rows(problems)

    def tell() -> None:
        output.table(("problem", "record", "what is wrong"), problems.rows())

    output.result(
        ctx, {"consistent": not found, "problems": found}, tell if found else "The desk is consistent."
    )
    if found:
        sys.stderr.write(
            f"{len(found)} rows break a rule; restore a backup, or ask whoever changed the file.\n"
        )
        raise typer.Exit(1)


def schedule(
    ctx: typer.Context,
) -> None:
    """Show when the sweeps run."""
    from datetime import UTC, datetime

    from engine import days, preferences
    from engine.sweeps import schedules

    with desk(ctx) as session, session.snapshot() as tx:
        status = schedules.status(tx, preferences.read(tx).zone, datetime.now(UTC))
        clock = days.clock_of(tx)
    names = ("sweep", "enabled", "description", "warning", "last_started_at", "last_outcome", "next_due")
    shown = status.select(names)
    output.result(ctx, output.rows(shown), lambda: output.table(names, shown.rows(), clock))
