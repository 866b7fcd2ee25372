"""``backorder watch``: files are taken in as they are dropped into a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from db.making import Making
from engine.cli import arguments, output
from engine.cli.context import desk, options, settings

if TYPE_CHECKING:
    from engine.interchange.taking import Taken


def watch(
    ctx: typer.Context,
    folder: Annotated[
        Path,
        typer.Argument(
            parser=arguments.folder,
            metavar="FOLDER",
            help="With a folder for each kind in it; made if need be.",
        ),
    ],
    once: Annotated[bool, typer.Option("--once", help="End when all that lies there was looked at.")] = False,
) -> None:
    """Take in what is dropped into the folders of a folder, until Ctrl-C; what is bad comes back."""
    from engine.service import watcher

    is_json = options(ctx).json
    with watcher.having(folder.absolute()), desk(ctx, Making.WHERE_NONE_WAS) as session:
        if not once and not is_json:
            _say(f"Watching {folder}; Ctrl-C ends it.")
        actor, say = settings(ctx).actor, (lambda _: None) if is_json else _say
        taken = watcher.watch(
            watcher.FolderWatcher(session, folder.absolute(), actor, say, _complain), once=once
        )
    if is_json:
        output.result(ctx, [_data(one, folder.absolute()) for one in taken], "")
    if any(one.is_bad for one in taken):
        raise typer.Exit(1)


def _data(one: Taken, folder: Path) -> dict[str, object]:
    """What became of a file, by the names that JSON gives it."""
    from engine.interchange import reports

    return {
        "file": str(one.file.relative_to(folder)),
        "moved_to": one.put and str(one.put.relative_to(folder)),
        "sentences": one.sentences,
        "report": one.report and reports.as_data(one.report),
    }


def _say(line: str) -> None:
    sys.stdout.write(f"{' '.join(line.split())}\n")
    sys.stdout.flush()


def _complain(line: str) -> None:
    sys.stderr.write(f"{' '.join(line.split())}\n")
    sys.stderr.flush()
