"""``backorder slips``: what moved promises to a later day, added up (R40)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import output
from engine.cli.context import desk

if TYPE_CHECKING:
    import polars as pl


class By(StrEnum):
    """What slips can be added up by."""

    CAUSE = "cause"
    VENDOR = "vendor"
    CUSTOMER = "customer"


def slips(
    ctx: typer.Context,
    by: Annotated[By, typer.Option("--by", help="What they are added up by.")] = By.CAUSE,
) -> None:
    """Say what moved promises to a later day, or to none: how often, for how many units, by how many days."""
    from engine import promises

    with desk(ctx) as session, session.reading() as tx:
        sums = promises.slips(tx, by)
    output.result(ctx, output.rows(sums), lambda: _print(sums))


def _print(sums: pl.DataFrame) -> None:
    if sums.height:
        output.table(sums.columns, sums.rows())
    else:
        output.write("No promise ever slipped.\n")
