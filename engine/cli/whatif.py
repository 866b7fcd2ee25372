"""``backorder whatif``: edits previewed, and on request made exactly as they were shown (R42)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from engine.cli import arguments, edit_texts, naming, output
from engine.cli.context import desk, settings
from engine.cli.edit_texts import EDITS
from engine.quantities import counted, spelled

if TYPE_CHECKING:
    import polars as pl

    from db.session import Session
    from engine.days import Clock
    from engine.money import Money
    from engine.whatif import Preview
    from engine.whatif.edits import Edit


def _with_edits(command: Callable[..., None]) -> Callable[..., None]:
    """The command with an option for each kind of edit, which it is given under the names of ``EDITS``."""
    own = inspect.signature(command, eval_str=True)
    ctx, apply, _ = own.parameters.values()
    edits = [
        inspect.Parameter(name, apply.kind, default=None, annotation=_annotation(name)) for name in EDITS
    ]
    cast("Any", command).__signature__ = own.replace(parameters=[ctx, *edits, apply])  # which Typer reads
    return command


def _annotation(name: str) -> Any:
    """The option of an edit: what is typed twice is one edit, but units that are named twice come twice."""
    form, tip = EDITS[name].form, EDITS[name].tip
    once = None if "QTY" in form else arguments.last_said
    option = typer.Option(f"--{name.replace('_', '-')}", metavar=form, help=tip, callback=once)
    return Annotated[list[str] | None, option]


@_with_edits
def whatif(
    ctx: typer.Context,
    *,
    apply: Annotated[bool, typer.Option("--apply", help="Do what was shown.")] = False,
    **typed: list[str] | None,
) -> None:
    """Show who would win and lose by edits, once the next sweep has settled the LICs they touch; nothing is
    written without --apply."""
    if not any(typed.values()):
        raise typer.BadParameter("name at least one edit, such as --priority ORDER=N")
    with desk(ctx) as session:
        _try(ctx, session, edit_texts.read(naming.Records(session), typed), apply=apply)


def _try(ctx: typer.Context, session: Session, edits: list[Edit], *, apply: bool) -> None:
    from engine import days, money

    with session.reading() as tx:
        sums, clock = money.read(tx), days.clock_of(tx)
    preview = _preview(session, settings(ctx).actor, edits, apply=apply)
    data = _as_data(edits, preview, applied=apply)
    output.result(ctx, data, lambda: _print(edits, preview, sums, clock, applied=apply))


def _preview(session: Session, actor: str, edits: list[Edit], *, apply: bool) -> Preview:
    """What the edits would change, or with ``apply`` did change, as shown."""
    from engine import whatif as trying

    preview = trying.preview(session, actor, edits)
    if apply:
        preview = trying.apply(session, actor, edits, preview.fingerprint)
    return preview


def _as_data(edits: list[Edit], preview: Preview, *, applied: bool) -> dict[str, Any]:
    from engine.whatif.wording import in_words

    return {
        "edits": [in_words(edit) for edit in edits],
        "applied": applied,
        "won_qty": preview.won_qty,
        "won_value": preview.won_value,
        "lost_qty": preview.lost_qty,
        "lost_value": preview.lost_value,
        "ready_qty": preview.ready_qty,
        "ready_value": preview.ready_value,
        **{name: output.rows(frame) for name, _, frame in _parts(preview)},
        "fingerprint": preview.fingerprint,
    }


def _parts(preview: Preview) -> list[tuple[str, str, pl.DataFrame]]:
    return [
        ("winners", "Who gains", preview.winners),
        ("losers", "Who loses", preview.losers),
        ("dates", "Dates that move", preview.dates),
        ("completed", "Orders that have all they want then", preview.completed),
        ("uncompleted", "Orders that lack something then", preview.uncompleted),
        ("ships", "What can ship, more or less than now", preview.ships),
    ]


def _ready(preview: Preview) -> str:
    """``12 units more``, ``3 units fewer``."""
    way = "fewer" if preview.ready_qty < 0 else "more"
    return f"{counted(abs(preview.ready_qty), 'unit')} {way}"


def _print(edits: list[Edit], preview: Preview, sums: Money, clock: Clock, *, applied: bool) -> None:
    from engine.whatif.wording import in_words

    for edit in edits:
        output.write(f"{in_words(edit)}.\n")
    if preview.is_nothing:
        output.write("Nobody gains or loses stock, no date moves and nothing else can ship.\n")
    else:
        output.write(
            f"{counted(preview.won_qty, 'unit')} gained, {sums.clause(preview.won_value)}; "
            f"{spelled(preview.lost_qty)} lost, {sums.clause(preview.lost_value)}.\n"
            f"{_ready(preview)} can ship, {sums.clause(abs(preview.ready_value))}.\n"
        )
    for _, title, frame in _parts(preview):
        if frame.height:
            output.write(f"\n{title}:\n")
            output.table(frame.columns, frame.rows(), clock)
    output.write("\nDone.\n" if applied else "\nNothing was written; --apply does this.\n")
