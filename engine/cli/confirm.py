"""Acts that may take stock from orders: a terminal shows who would lose, and asks (R18, R19, R23)."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

import typer

from engine.cli import answers, output
from engine.cli.context import desk, options, settings
from engine.quantities import counted

if TYPE_CHECKING:
    import polars as pl

    from db.session import Session
    from engine.allocation import Settled
    from engine.whatif.edits import Edit


def act(ctx: typer.Context, session: Session, edits: Sequence[Edit], *, yes: bool) -> Settled:
    """Make edits and return what they settled.

    On a terminal, unless ``yes`` or --json was given, edits by which other orders lose stock are shown first,
    as the pages do it; then exactly what was shown is done, or refused if it would be something else by now.
    """
    from engine import whatif
    from engine.whatif.edits import make_all

    actor = settings(ctx).actor
    if yes or not can_ask(ctx):
        with session.transaction(actor=actor) as tx:
            return make_all(tx, edits)
    try:
        with session.transaction(actor=actor) as tx:
            return whatif.do(tx, edits)
    except whatif.TakesFromOthers:
        shown = whatif.preview(session, actor, edits, swept=False)
    ask(shown.losers)
    with session.transaction(actor=actor) as tx:
        return whatif.do(tx, edits, shown.fingerprint)


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
    """Whether somebody sits at a terminal who can be asked, and no program waits for JSON."""
    return not options(ctx).json and sys.stdin.isatty()


def ask(losers: pl.DataFrame) -> None:
    """Show who would lose (order, customer, lic, change_qty, value), and go on only if a person agrees."""
    lost = losers.with_columns(-losers["change_qty"], -losers["value"])
    rows = lost.select("order", "customer", "lic", "change_qty", "value").rows()
    output.table(("order", "customer", "lic", "loses", "worth"), rows)
    orders = counted(losers["order"].n_unique(), "order")
    qty = sum(lost["change_qty"], Decimal(0))
    typer.confirm(f"{orders} would lose {counted(qty, 'unit')}. Go on?", abort=True)
