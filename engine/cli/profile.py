"""``backorder profile``: how files that others write are read, kept under names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import arguments, output
from engine.cli.context import desk, settings

if TYPE_CHECKING:
    from engine.rules.profile import Profile


def profile(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name; without one, all are listed.")] = "",
    keep: Annotated[
        Path | None,
        typer.Option(
            "--keep", metavar="FILE", parser=arguments.file, help="Keep what a file says under this name."
        ),
    ] = None,
    delete: Annotated[bool, typer.Option("--delete", help="Take the profile away.")] = False,
) -> None:
    """Show a profile as JSON, keep one from a file, or take one away; list all of them without a name."""
    from engine import profiles

    if keep and delete:
        raise typer.BadParameter("--keep and --delete exclude each other")
    if not name and (keep or delete):
        raise typer.BadParameter("name the profile that is meant")
    with desk(ctx) as session:
        if keep or delete:
            with session.transaction(actor=settings(ctx).actor) as tx:
                if keep:
                    one = _read(keep, name)
                    profiles.keep(tx, one)
                else:
                    one = profiles.find(tx, name)
                    profiles.forget(tx, name)
            verb = "was taken away" if delete else "is kept"
            output.result(ctx, _data(one), f"The profile {one.name} for files of {one.kind} {verb}.")
            return
        with session.reading() as tx:
            shown = [profiles.find(tx, name)] if name else profiles.every(tx)
    if name:
        output.result(ctx, _data(shown[0]), lambda: _print(shown[0]))
    else:
        rows = [(one.name, one.kind, one.title) for one in shown]
        data = [dict(zip(("profile", "kind", "title"), row, strict=True)) for row in rows]
        output.result(ctx, data, lambda: output.table(("profile", "kind", "reads"), rows))


def _read(file: Path, name: str) -> Profile:
    """The profile in a file, fit for the desk."""
    from db.errors import NoSuchPath
    from engine import machine
    from engine.interchange import limits, shaping
    from engine.rules import profile_text

    try:
        limits.check_file(file)
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise NoSuchPath(what="file", path=file) from error
    except UnicodeDecodeError as error:
        raise profile_text.BadProfile(name=name, detail=f"{file} is no text in UTF-8") from error
    except OSError as error:
        raise profile_text.BadProfile(name=name, detail=f"{file}: {machine.reason(error)}") from error
    profile = profile_text.from_text(text, name)
    shaping.check(profile)
    return profile


def _data(profile: Profile) -> object:
    from engine.rules import profile_text

    return json.loads(profile_text.to_text(profile))


def _print(profile: Profile) -> None:
    from engine.rules import profile_text

    output.write(profile_text.to_text(profile) + "\n")
