"""``backorder not-before``: the day before which an order, or one of its lines, is not wanted (R45)."""

from __future__ import annotations

from typing import Annotated

import typer

from engine.cli import arguments, confirm
from engine.cli.arguments import OrderNumber, Yes


def not_before(
    ctx: typer.Context,
    order: OrderNumber,
    day: Annotated[str, typer.Argument(metavar="DAY|now", help="A day such as 2026-12-05; now: at once.")],
    line: Annotated[
        int | None, typer.Option(parser=arguments.number, metavar="LINE", help="Only this line.")
    ] = None,
    yes: Yes = False,
) -> None:
    """Say before which day an order, or one of its lines, is not wanted; until then it gets nothing."""
    from engine import days
    from engine.whatif.pausing import NotBefore

    first_day = None if day == "now" else arguments.day(day, form=f"{arguments.A_DAY}, or now")
    what = f"Order {order}" if line is None else f"Line {line} of order {order}"
    when = "at once" if first_day is None else f"not before {days.dated(first_day)}"
    data = {"order": order, "line": line, "not_before": first_day}
    confirm.settling(ctx, [NotBefore(order, line, first_day)], data, f"{what} is wanted {when}.", yes=yes)
