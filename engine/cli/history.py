# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""Looking back, replaying, undoing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import output
from engine.cli.context import desk, options, settings
from engine.quantities import counted

if TYPE_CHECKING:
    from engine.days import Clock
    from engine.money import Money
    from engine.past.history import Past
    from engine.past.replay import Replay
    from engine.undo import Undone


MOST_TOLD = 40
"""So many sentences of a list are printed; --json has all."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(asof)
    app.command()(replay)
    app.command()(undo)


def asof(
    ctx: typer.Context,
    instant: Annotated[
        str,
        typer.Argument(
            metavar="INSTANT",
            help="A day (its end), an instant at the desk, or #number of a row of the record log.",
        ),
    ],
    lic: Annotated[str, typer.Option("--lic", metavar="LIC", help="Only this LIC.")] = "",
    what: Annotated[
        str, typer.Option(metavar="balances|backorders|queue", help="Which table to print or write.")
    ] = "balances",
    file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the table; CSV, Excel or Parquet.")
    ] = None,
) -> None:
    """Show what the desk looked like then: balances, who waited, the queue."""
    from engine import days, money
    from engine.interchange import writing
    from engine.past import history

    if what not in _TABLES:
        raise typer.BadParameter(f"There is no table {what}; name one of {', '.join(_TABLES)}")
    with desk(ctx) as session, session.snapshot() as tx:
        past = history.look(tx, history.parse(tx, instant), lic or None)
        sums, clock = money.read(tx), days.clock_of(tx)
    frame = getattr(past, _TABLES[what])
    if file is None:
        output.result(ctx, _past(past), lambda: _tell(past, what, sums, clock))
        return
    writing.check_ending(file)
    writing.write(frame, file)
    text = f"{counted(frame.height, 'row')} of {what} written to {file}."
    output.result(ctx, {"file": file, "rows": frame.height}, text)


_TABLES = {"balances": "balances", "backorders": "waiting", "queue": "queue"}


def _past(past: Past) -> dict[str, object]:
    return {
        "mark": past.mark,
        "backlog": past.backlog,
        "untold": past.untold,
        "balances": output.rows(past.balances),
        "queue": output.rows(past.queue),
    }


def _tell(past: Past, what: str, sums: Money, clock: Clock) -> None:
    backlog = past.backlog
    waiting = f"{output.said(backlog.qty)} units, {sums.clause(backlog.value)}"
    lines = f"{counted(backlog.lines, 'line')} of {counted(backlog.orders, 'order')}"
    sys.stdout.write(f"After row #{past.mark.log_id} of the record log, {lines} waited for {waiting}.\n")
    frame = getattr(past, _TABLES[what])
    if frame.height:
        output.table(frame.columns, frame.rows(), clock)
    if past.untold and what == "balances":
        sys.stdout.write(f"{past.untold}\n")


def replay(
    ctx: typer.Context,
    run: Annotated[
        int | None, typer.Argument(metavar="[RUN]", help="A run of a fill sweep; without it, every one.")
    ] = None,
) -> None:
    """Compute past runs again from the record log and compare."""
    from engine.past import replay as replaying

    with desk(ctx) as session, output.progress("replay"), session.snapshot() as tx:
        found = replaying.replay_all(tx) if run is None else [replaying.replay(tx, run)]
    output.result(ctx, [_replayed(each) for each in found], lambda: _tell_replays(found))
    if not all(each.same for each in found):
        raise typer.Exit(1)


def _replayed(found: Replay) -> dict[str, object]:
    return {
        "run": found.run_id,
        "sweep": found.sweep,
        "policy": found.policy,
        "same": found.same,
        "hash": found.kept_hash,
        "replay_hash": found.replay_hash,
        "differences": output.rows(found.differences),
    }


def _tell_replays(found: list[Replay]) -> None:
    for each in found:
        verdict = "the same" if each.same else "DIFFERENT"
        sys.stdout.write(
            f"Run {each.run_id} ({each.sweep}, {each.policy}): {verdict}, {each.kept_hash[:16]}\n"
        )
        if each.differences.height:
            output.table(each.differences.columns, each.differences.rows())
    if not found:
        sys.stdout.write("No run has kept a result yet.\n")


def undo(
    ctx: typer.Context,
    run: Annotated[
        int | None, typer.Argument(metavar="[RUN]", help="A run of the run log; without it, the last action.")
    ] = None,
    row: Annotated[
        int | None,
        typer.Option("--row", metavar="N", help="The action that wrote this row of the record log."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not show it first and ask.")] = False,
) -> None:
    """Undo a run, an undo too, or the last action; shows first what would be undone and what is refused."""
    from engine import signals
    from engine import undo as undoing

    actor = settings(ctx).actor
    if not yes and (options(ctx).json or not sys.stdin.isatty()):
        raise typer.BadParameter("undo shows what it would do and asks; where nobody can answer, say --yes")
    with desk(ctx) as session:
        log_id = row
        if not yes:
            if run is None and log_id is None:
                # What was shown is what is undone, whoever acts meanwhile.
                with session.snapshot() as tx:
                    log_id = undoing.last_action(tx).first_log_id
            _tell_undone(undoing.preview(session, actor=actor, run_id=run, log_id=log_id), "Would undo")
            typer.confirm("Undo it?", abort=True)
        done = undoing.undo(session, actor=actor, run_id=run, log_id=log_id)
    signals.announce_change(settings(ctx).path)  # a schedule or a preference may have gone back
    data = {"what": done.what, "run": done.run_id, "done": done.done, "refused": done.refused}
    output.result(ctx, data, lambda: _tell_undone(done, f"Run {done.run_id} undid"))


def _tell_undone(found: Undone, lead: str) -> None:
    sys.stdout.write(f"{lead}: {found.what}\n")
    for before, sentences in (("", found.done), ("Not undone: ", found.refused)):
        for sentence in sentences[:MOST_TOLD]:
            sys.stdout.write(f"  {before}{sentence}\n")
        if len(sentences) > MOST_TOLD:
            sys.stdout.write(f"  {before}{len(sentences) - MOST_TOLD} more.\n")
