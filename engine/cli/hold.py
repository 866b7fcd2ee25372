"""``backorder hold``: an order, lines of it, or a customer get nothing for a while (R45)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import answers, arguments, output
from engine.cli.arguments import CustomerCode, LinesOf, OrderOrNone
from engine.cli.context import desk, settings
from engine.quantities import plural

if TYPE_CHECKING:
    from engine.orders.holds import Subject


def hold(
    ctx: typer.Context,
    order: OrderOrNone = None,
    lines: LinesOf = None,
    customer: CustomerCode = None,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")] = "",
    until: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="The day on which the hold ends; without it, when it is lifted."),
    ] = None,
) -> None:
    """Put an order, some of its lines or a customer on hold; what waits gains nothing, nothing is shipped."""
    from engine import days
    from engine.orders import holds

    day = None if until is None else arguments.day(until)
    named = subjects(order, lines, customer)
    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        settled = holds.hold(tx, named, reason, day)
    what, lasts = in_words(order, lines, customer), days.dated(day) if day else "it is lifted"
    text = f"{what} on hold until {lasts}. {answers.settlement(settled)}"
    data = {"order": order, "lines": lines, "customer": customer, "hold_until": day, **asdict(settled)}
    output.result(ctx, data, text)


def subjects(order: str | None, lines: list[int] | None, customer: str | None) -> list[Subject]:
    """What a command names: a customer, an order, or lines of it; wrong usage where it is neither or both."""
    from engine.orders.holds import Subject

    if (order is None) == (customer is None):
        raise typer.BadParameter("name an order, or a customer with --customer")
    if customer is not None:
        return [Subject(customer=customer)]
    return [Subject(order, line) for line in lines] if lines else [Subject(order)]


def in_words(order: str | None, lines: list[int] | None, customer: str | None) -> str:
    """What a command names and its verb, as a sentence begins with them: ``Lines 1, 2 of order A1 are``."""
    if customer is not None:
        return f"Customer {customer} is"
    if not lines:
        return f"Order {order} is"
    verb = "is" if len(lines) == 1 else "are"
    return f"{plural(len(lines), 'Line')} {', '.join(map(str, lines))} of order {order} {verb}"
