"""Acts that may take stock from orders: a terminal shows who would lose, and asks (R18, R19, R23).

On a page it is the page that shows and asks: a command that is typed there ends with ``Asks``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

import typer

from engine.cli import answers, output
from engine.cli.context import desk, options, settings
from engine.quantities import counted

if TYPE_CHECKING:
    import polars as pl

    from db.session import Session, Transaction
    from engine.allocation import Settled
    from engine.whatif.edits import Edit


class Asks(Exception):
    """A command that was typed on a page has done nothing yet: it asks first.

    ``shown``: what it printed and its question. ``edits``: what it would do, where others lose stock by that;
    the page shows who, as it shows it for its own buttons.
    """

    def __init__(self, shown: str = "", edits: Sequence[Edit] = ()) -> None:
        super().__init__(shown)
        self.shown = shown
        self.edits = edits


def act(
    ctx: typer.Context,
    session: Session,
    edits: Sequence[Edit],
    *,
    yes: bool,
    last_look: Callable[[Transaction], None] = lambda _: None,
) -> Settled:
    """Make edits and return what they settled.

    ``last_look`` reads the desk as they leave it, before they are saved: whoever asked the desk afterwards
    might meet one that is in use, and would be told so as if nothing had been done.

    On a terminal, unless ``yes`` or --json was given, edits by which other orders lose stock are shown first,
    as the pages do it; then exactly what was shown is done, or refused if it would be something else by now.
    """
    from engine import whatif
    from engine.whatif.edits import make_all

    actor = settings(ctx).actor
    if yes or not can_ask(ctx):
        with session.transaction(actor=actor) as tx:
            settled = make_all(tx, edits)
            last_look(tx)
        return settled
    try:
        return _done(session, actor, edits, last_look)
    except whatif.TakesFromOthers as takes:
        if options(ctx).typed:
            raise Asks(edits=edits) from takes
        shown = whatif.preview(session, actor, edits, swept=False)
    ask(ctx, shown.losing_others, shown.losing_themselves)
    return _done(session, actor, edits, last_look, shown.fingerprint)


def _done(
    session: Session,
    actor: str,
    edits: Sequence[Edit],
    last_look: Callable[[Transaction], None],
    agreed: str | None = None,
) -> Settled:
    """Make edits that take nothing from others, or do exactly what was ``agreed`` to."""
    from engine import whatif

    with session.transaction(actor=actor) as tx:
        settled = whatif.do(tx, edits, agreed)
        last_look(tx)
    return settled


def settling(
    ctx: typer.Context, edits: Sequence[Edit], data: Mapping[str, object], done: str, *, yes: bool
) -> None:
    """Make edits, as ``act`` does, and answer with what was done and what that settled.

    ``data``: what the command was given, for a program. ``done``: a sentence for people.
    """
    with desk(ctx) as session:
        settled = act(ctx, session, edits, yes=yes)
    output.result(ctx, {**data, **asdict(settled)}, f"{done} {answers.settlement(settled)}")


def can_ask(ctx: typer.Context) -> bool:
    """Whether somebody can be asked: at a terminal where no program waits for JSON, or on a page."""
    return options(ctx).typed is not None or (not options(ctx).json and sys.stdin.isatty())


def agreed(ctx: typer.Context, question: str, *, err: bool = False) -> None:
    """Go on only if a person agrees to what was printed before; ``err``: asked beside the result.

    On a page exactly what was on the screen is agreed to: if anything else was printed by now, that is asked.
    """
    typed = options(ctx).typed
    if typed is None:
        typer.confirm(question, abort=True, err=err)
        return
    shown = f"{output.so_far()}{question}"
    if shown != typed.agreed:
        raise Asks(shown)
    output.leave_out_so_far()


def ask(ctx: typer.Context, losers: pl.DataFrame, themselves: pl.DataFrame | None = None) -> None:
    """Show who would lose (order, customer, lic, change_qty, value), and go on only if a person agrees.

    ``themselves``: of the orders that the act is about, what these would lose by it.
    """
    _lists(losers)
    if themselves is not None and themselves.height:
        output.write("The changed orders themselves:\n")
        _lists(themselves)
        losers = losers if losers.height else themselves
    orders = counted(losers["order"].n_unique(), "order")
    qty = -sum(losers["change_qty"], Decimal(0))
    agreed(ctx, f"{orders} would lose {counted(qty, 'unit')}. Go on?")


def _lists(losers: pl.DataFrame) -> None:
    """A table of those who would lose, where there are any."""
    lost = losers.with_columns(-losers["change_qty"], -losers["value"])
    rows = lost.select("order", "customer", "lic", "change_qty", "value").rows()
    if rows:
        output.table(("order", "customer", "lic", "loses", "worth"), rows)
