"""``backorder late``: a purchase order comes on another day, and the promises behind it move (R40)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import arguments, confirm, output
from engine.cli.arguments import Supplied
from engine.cli.context import desk, settings
from engine.quantities import counted

if TYPE_CHECKING:
    import polars as pl

    from engine.days import Clock


def late(
    ctx: typer.Context,
    po: Supplied,
    day: Annotated[str, typer.Argument(metavar="DAY", help="The day on which it comes.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask about the dates that move.")] = False,
) -> None:
    """Mark what is left of a purchase order or a transfer as late; on a terminal, shows first which dates
    move."""
    from engine import days, supply
    from engine.supply import late as lateness
    from engine.supply import words

    actor, on = settings(ctx).actor, arguments.day(day)
    with desk(ctx) as session:
        if not yes and confirm.can_ask(ctx):
            moves = lateness.would_move(session, po, on, actor=actor)
            with session.reading() as tx:
                _print_moves(moves, days.clock_of(tx))
            confirm.agreed(ctx, f"{_dates(moves.height)} would move. Go on?")
        with session.transaction(actor=actor) as tx:
            moved = lateness.mark(tx, po, on)
            named, clock = words.capital(words.named(supply.find(tx, po))), days.clock_of(tx)

    def print_moved() -> None:
        output.write(f"{named} is expected on {clock.day(on)}; {_dates(moved.height)} moved.\n")
        _print_moves(moved, clock)

    output.result(ctx, {"po": po, "expected_on": on, "moved": output.rows(moved)}, print_moved)


def _dates(number: int) -> str:
    return counted(number, "date") if number else "no date"


def _print_moves(moved: pl.DataFrame, clock: Clock) -> None:
    names = ("order", "customer", "line", "lic", "first_on", "from_said", "to_said")
    if moved.height:
        output.table(names, moved.select(names).rows(), clock)
