"""``backorder undo``: an action is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import answers, arguments, confirm, output
from engine.cli.context import desk, settings

if TYPE_CHECKING:
    from db.session import Session
    from engine.undo import Undone


RunOrNone = Annotated[
    int | None,
    typer.Argument(
        parser=arguments.number, metavar="RUN", help="A run of the run log; without it, the last action."
    ),
]


def undo(
    ctx: typer.Context,
    run: RunOrNone = None,
    row: Annotated[
        int | None,
        typer.Option(
            "--row",
            parser=arguments.number,
            metavar="N",
            help="The action that wrote this row of the record log.",
        ),
    ] = None,
    hold: Annotated[
        bool, typer.Option("--hold", help="Hold the lines a run's stock is taken back from.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not show it first and ask.")] = False,
) -> None:
    """Undo a run, an undo too, or the last action; shows first what would be undone and what is refused."""
    from engine import signals
    from engine import undo as undoing

    if run is not None and row is not None:
        raise typer.BadParameter("name a run, or a row with --row, and not both")
    actor = settings(ctx).actor
    if not yes and not confirm.can_ask(ctx):
        raise typer.BadParameter("undo shows what it would do and asks; where nobody can answer, give --yes")
    with desk(ctx) as session:
        log_id = row if yes or run is not None or row is not None else _last_action(session)
        if not yes:
            shown = undoing.preview(session, actor=actor, run_id=run, log_id=log_id, hold=hold)
            _print(shown, "Would undo")
            confirm.agreed(ctx, "Undo it?")
        done = undoing.undo(session, actor=actor, run_id=run, log_id=log_id, hold=hold)
    signals.announce_change(settings(ctx).path)  # a schedule or a preference may have gone back
    data = {"what": done.what, "run": done.run_id, "done": done.done, "refused": done.refused}
    output.result(ctx, data, lambda: _print(done, f"Run {done.run_id} undid"))


def _last_action(session: Session) -> int:
    """The action that is last now: what is shown of it is what is undone, whoever acts meanwhile."""
    from engine import undo as undoing

    with session.reading() as tx:
        return undoing.last_action(tx).first_log_id


def _print(undone: Undone, lead: str) -> None:
    output.write(f"{lead}: {undone.what}\n")
    answers.sentences("  ", undone.done, "  {} more.")
    answers.sentences("  Not undone: ", undone.refused, "  Not undone: {} more.")
