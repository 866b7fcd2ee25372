# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""Acts that may take stock from orders: a terminal shows who would lose, and asks (R18, R19, R23)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from engine.cli import output
from engine.cli.context import options, settings

if TYPE_CHECKING:
    import polars as pl

    from db.session import Session, Transaction
    from engine.whatif.edits import Edit

T = TypeVar("T")
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask when orders would lose stock.")]


def act(
    ctx: typer.Context,
    session: Session,
    wanted: Sequence[Edit],
    make: Callable[[Transaction], T],
    *,
    yes: bool,
) -> T | None:
    """Do what ``make`` does, which is to make these edits, and return what it returns.

    On a terminal, unless ``yes`` or --json was said, an act by which orders lose stock is shown first. Then
    exactly what was shown is done, or refused if it would be something else by now, and None is returned.
    """
    from engine import whatif

    actor = settings(ctx).actor
    if yes or options(ctx).json or not sys.stdin.isatty():
        with session.transaction(actor=actor) as tx:
            return make(tx)
    try:
        with session.transaction(actor=actor) as tx, whatif.taking_nothing(tx, wanted):
            return make(tx)
    except whatif.TakesFromOthers:
        told = whatif.preview(session, actor, wanted, swept=False)
    ask(told.losers)
    with session.transaction(actor=actor) as tx:
        whatif.do(tx, wanted, told.fingerprint)
    return None


def ask(losers: pl.DataFrame) -> None:
    """Show who would lose (order, customer, lic, change_qty, value), and go on only if somebody says so."""
    lost = losers.with_columns(-losers["change_qty"], -losers["value"])
    rows = lost.select("order", "customer", "lic", "change_qty", "value").rows()
    output.table(("order", "customer", "lic", "loses", "worth"), rows)
    orders = output.counted(losers["order"].n_unique(), "order")
    qty = sum(lost["change_qty"], Decimal(0))
    typer.confirm(f"{orders} would lose {output.units(qty)}. Go on?", abort=True)
