"""``backorder adjust``: on hand is corrected (R23)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli import answers, confirm, output
from engine.cli.arguments import Yes
from engine.cli.context import desk
from engine.quantities import spelled

if TYPE_CHECKING:
    from db.session import Transaction


def adjust(
    ctx: typer.Context,
    lic: Annotated[str, typer.Argument(metavar="LIC", help="The LIC.")],
    qty: Annotated[
        str, typer.Argument(metavar="QTY", help="What was found, or with a minus lost, or with = counted.")
    ],
    *,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")],
    reference: Annotated[str, typer.Option(metavar="TEXT", help="The number of the count or note.")] = "",
    warehouse: Annotated[str, typer.Option(metavar="CODE", help="Where; else the first warehouse.")] = "",
    yes: Yes = False,
) -> None:
    """Correct on hand; a fall takes from the back of the queue. On a terminal, shows first from whom."""
    from engine import stock
    from engine.whatif.edits import Adjust

    with desk(ctx) as session:
        with session.reading() as tx:
            units = stock.typed_units(tx, qty, lic, warehouse or None)
        adjustment = Adjust(lic, units, warehouse or None, reason, reference or None)
        balances = list[dict[str, Any]]()

        def look(tx: Transaction) -> None:
            found = stock.balances(tx, lic).drop("item_id", "warehouse_id", strict=False)
            balances.extend(output.rows(found))

        settled = confirm.act(ctx, session, [adjustment], yes=yes, last_look=look)
    lost = f" {answers.settlement(settled)}" if settled.lines_released else ""
    on_hand = " and ".join(f"{spelled(row['on_hand'])} in {row['warehouse']}" for row in balances)
    data = {"balances": balances, **asdict(settled)}
    output.result(ctx, data, f"{lic}: on hand {on_hand}.{lost}")
