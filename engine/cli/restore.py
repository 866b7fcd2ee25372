"""``backorder restore``: a backup takes the desk's place."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from engine.cli import answers, arguments, confirm, output
from engine.cli.context import settings
from engine.quantities import counted

if TYPE_CHECKING:
    from engine.desk.backup import MissingInBackup


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(parser=arguments.file, metavar="FILE", help="A backup.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask when the backup lacks what the desk has.")
    ] = False,
) -> None:
    """Put a backup in the desk's place; the desk is kept beside. Says what the backup lacks."""
    from engine.desk import backup as copying

    with copying.ready(settings(ctx).path, file) as checked:
        if checked.lacks:
            output.complain(f"{_lacks(checked.lacks)}\n")
            if not yes and confirm.can_ask(ctx):
                confirm.agreed(ctx, "Restore it?", err=True)
        done = copying.put(checked)
    text = f"{answers.holdings(done)} are back from {file}."
    if done.aside:
        text += f" The desk that was there is kept in {done.aside}."
    if done.lacks and done.lacks != checked.lacks:  # somebody wrote meanwhile
        text += f" {_lacks(done.lacks)}"
    output.result(ctx, answers.of_copy(done), text)


def _lacks(lacks: MissingInBackup) -> str:
    """What a backup has not, in a sentence."""
    if lacks.unread:
        last = _in_utc(lacks.until)
        return f"What the backup lacks of the desk, last written {last}, nobody knows: {lacks.unread}."
    lost = [counted(lacks.orders, "order")] if lacks.orders else []
    if lacks.log_rows:
        first, last = _in_utc(lacks.since), _in_utc(lacks.until)
        when = first if first == last else f"from {first} to {last}"
        lost.append(f"{counted(lacks.log_rows, 'row')} of the log, written {when}")
    return f"The backup lacks {' and '.join(lost)}; they are only in the desk that is kept beside."


def _in_utc(instant: datetime | None) -> str:
    """An instant in words; in UTC, since a desk that has to be replaced may not say its own zone."""
    from engine.days import Clock, day_of

    utc = ZoneInfo("UTC")
    clock = Clock(utc, day_of(datetime.now(UTC), utc))
    return f"{clock.spelled(instant)} UTC" if instant else ""
