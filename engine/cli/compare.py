"""``backorder compare``: what every policy would make of the desk's own orders (R43)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from engine.cli import output
from engine.cli.context import desk

if TYPE_CHECKING:
    import polars as pl


def compare(ctx: typer.Context) -> None:
    """Run every policy on the desk's own open orders, and change nothing."""
    from engine.reports import policies

    outcomes = []
    with desk(ctx) as session, output.progress("compare") as step, session.reading() as tx:
        for outcome in policies.one_by_one(tx):
            outcomes.append(outcome)
            step(f"{outcome.policy} is done")
    table = policies.table(outcomes)
    if outcomes:
        output.result(ctx, output.rows(table), lambda: _print(table))
    else:
        output.result(ctx, [], "No order is open, so there is nothing to compare.")


def _print(table: pl.DataFrame) -> None:
    """Print a line for each figure and a column for each policy, which fits on a terminal."""
    figures = [(name, *table[name]) for name in table.columns if name != "policy"]
    output.table(("figure", *table["policy"]), figures)
