"""``backorder order-it``: what waits uncovered goes onto the vendors' pending purchase orders (R44)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli import arguments, output
from engine.cli.arguments import each_once
from engine.cli.context import desk, settings

if TYPE_CHECKING:
    from db.session import Transaction
    from engine.buying import Bought


def order_it(
    ctx: typer.Context,
    what: Annotated[str, typer.Argument(metavar="LIC|ORDER", help="What waits of it, or for it.")] = "",
    lines: Annotated[
        list[int] | None,
        typer.Argument(
            parser=arguments.number, metavar="LINE", help="Lines of the order.", callback=each_once
        ),
    ] = None,
    lic: Annotated[
        list[str] | None, typer.Option("--lic", metavar="LIC", help="One LIC more; may be repeated.")
    ] = None,
    vendor: Annotated[
        str | None, typer.Option("--vendor", metavar="CODE", help="Or all that is bought from a vendor.")
    ] = None,
    transfer: Annotated[
        bool, typer.Option("--transfer", help="First transfer what lies free in other warehouses.")
    ] = False,
) -> None:
    """Put what waits and nobody ordered on the vendors' pending purchase orders, and say for whom it is.

    Only what no pending purchase order has already is added: twice is once.
    """
    from engine import buying

    if vendor is not None and (what or lic):
        raise typer.BadParameter("--vendor stands alone")
    if vendor is None and not what and not lic:
        raise typer.BadParameter("name a LIC, an order or a vendor")
    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        which: dict[str, Any] = (
            {"vendor": vendor} if vendor is not None else _named(tx, what, lines, lic or [])
        )
        bought = buying.fetch_then_order(tx, **which) if transfer else buying.order_it(tx, **which)
    data = {"ordered": output.rows(bought.ordered), "enough": bought.enough}
    output.result(ctx, data, lambda: _print(bought))


def _named(tx: Transaction, what: str, lines: list[int] | None, lics: list[str]) -> dict[str, Any]:
    """The LICs and the order's lines that are meant; a code of an order and of a LIC is refused."""
    from engine import buying

    if lines:
        return {"lics": lics, "lines": [(what, line) for line in lines]}
    if what and buying.is_order(tx, what):
        return {"lics": lics, "lines": [(what, None)]}
    return {"lics": [*filter(None, [what]), *lics]}


def _print(bought: Bought) -> None:
    output.write(f"{bought.sentence}\n")
    pos, transfers = (bought.numbers(fetched=fetched) for fetched in (False, True))
    if pos:
        output.write(f"Still pending: backorder open-po {' '.join(pos)} puts it on order.\n")
    for number in transfers:
        output.write(f"Still pending: backorder send {number} lets it leave.\n")
