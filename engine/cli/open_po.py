"""``backorder open-po``: pending purchase orders go to their vendors (R1, R39)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli import output
from engine.cli.arguments import each_once
from engine.cli.context import desk, settings
from engine.quantities import counted

if TYPE_CHECKING:
    from db.session import Transaction


def open_po(
    ctx: typer.Context,
    pos: Annotated[
        list[str],
        typer.Argument(metavar="PO", help="Numbers of pending purchase orders.", callback=each_once),
    ],
) -> None:
    """Open pending purchase orders: from now on their units are on order."""
    from engine import supply

    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        supply.open_pos(tx, pos)
        rows = [_opened(tx, po) for po in pos]

    def print_rows() -> None:
        for row in rows:
            units = counted(row["qty"], "unit")
            output.write(f"Purchase order {row['po']} is open: {units} from {row['vendor']} on order.\n")

    output.result(ctx, rows, print_rows)


def _opened(tx: Transaction, number: str) -> dict[str, Any]:
    """What is on order with one of them."""
    from engine import supply

    po, lines = supply.find(tx, number), supply.lines(tx, number)
    due = lines["expected_on"].min()
    return {"po": po["number"], "vendor": po["vendor"], "qty": lines["qty"].sum(), "expected_on": due}
