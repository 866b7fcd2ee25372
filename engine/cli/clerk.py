# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""What a clerk does: orders, shipments, deliveries, adjustments, returns."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import confirm, output
from engine.cli.confirm import Yes
from engine.cli.context import desk, settings
from engine.quantities import counted, plural

if TYPE_CHECKING:
    from engine.allocation import Settled
    from engine.model import Qty
    from engine.shipments import Short

_Shipments = Annotated[list[int], typer.Argument(metavar="SHIPMENT...", help="Numbers of shipments.")]
_Order = Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")]
SIGNED = {"ignore_unknown_options": True}
"""For a command of which an argument may be -5, which looks like an option."""


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(priority)
    app.command()(cancel)
    app.command()(pick)
    app.command()(ship)
    app.command()(void)
    app.command()(receive)
    app.command(context_settings=SIGNED)(adjust)
    app.command("return")(return_)


def priority(
    ctx: typer.Context,
    order: _Order,
    number: Annotated[int, typer.Argument(metavar="N", help="0 to 9, higher first.")],
    yes: Yes = False,
) -> None:
    """Change an order's priority; on a terminal, shows first who would lose."""
    from engine.whatif.edits import Priority

    with desk(ctx) as session:
        settled = confirm.act(ctx, session, [Priority(order, number)], yes=yes)
    text = f"Order {order} has priority {number}. {_settled(settled)}"
    output.result(ctx, {"order": order, "priority": number, **asdict(settled)}, text)


def _settled(done: Settled) -> str:
    """What a settlement did to lines, in a sentence."""
    gained = f"{counted(done.lines_filled, 'line')} gained {output.said(done.units_allotted)}"
    return f"{gained}, {done.lines_released} lost {output.said(done.units_released)}."


def cancel(
    ctx: typer.Context,
    order: _Order,
    line: Annotated[int | None, typer.Argument(metavar="LINE", help="Only this line.")] = None,
) -> None:
    """Cancel what has not shipped of an order or a line."""
    from engine import orders

    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        if line is None:
            orders.cancel_order(tx, order)
        else:
            orders.cancel_line(tx, order, line)
        state = orders.find(tx, order)["state"]
    what = f"Order {order}" if line is None else f"Line {line} of order {order}"
    output.result(
        ctx, {"order": order, "line": line, "state": state}, f"{what} was cancelled; the order is {state}."
    )


def pick(ctx: typer.Context, numbers: _Shipments) -> None:
    """Start picking shipments; nobody takes their stock from now on."""
    from engine import shipments

    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        shipments.pick(tx, numbers)
    _tell_shipments(ctx, numbers, "picking", "being picked")


def ship(
    ctx: typer.Context,
    numbers: _Shipments,
    short: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LINE=QTY", help="A line that ships less; ORDER/LINE=QTY where several orders share."
        ),
    ] = None,
    reduce: Annotated[
        bool, typer.Option("--reduce", help="Take the rest off the order instead of backordering it.")
    ] = False,
) -> None:
    """Ship shipments; what a line ships less waits on backorder."""
    from engine import shipments

    if short and len(numbers) > 1:
        raise typer.BadParameter("--short needs a single shipment")
    shorts = [_short(text) for text in short or []]
    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        shipments.ship(tx, numbers, shorts, backorder_rest=not reduce)
    _tell_shipments(ctx, numbers, "shipped", "shipped")


def _short(text: str) -> Short:
    from engine.quantities import parse
    from engine.shipments import Short

    named, equals, qty = text.rpartition("=")
    order, _, line = named.rpartition("/")
    if not equals or not line.isdecimal() or len(line) > 30:
        raise typer.BadParameter(f"{text} is not LINE=QTY")
    return Short(order or None, int(line), parse(qty, f"line {named}"))


def void(ctx: typer.Context, numbers: _Shipments, yes: Yes = False) -> None:
    """Call shipments off; lines wait again at their own rank. On a terminal, shows first who loses."""
    from engine.whatif.edits import VoidShipment

    with desk(ctx) as session:
        confirm.act(ctx, session, [VoidShipment(number) for number in dict.fromkeys(numbers)], yes=yes)
    _tell_shipments(ctx, numbers, "void", "void")


def _tell_shipments(ctx: typer.Context, numbers: list[int], state: str, said: str) -> None:
    data = [{"shipment": number, "state": state} for number in numbers]
    listed, verb = ", ".join(map(str, numbers)), "is" if len(numbers) == 1 else "are"
    output.result(ctx, data, f"{plural(len(numbers), 'Shipment')} {listed} {verb} {said}.")


def receive(
    ctx: typer.Context,
    po: Annotated[str, typer.Argument(metavar="PO", help="The number of the purchase order.")],
    units: Annotated[list[str], typer.Argument(metavar="LIC=QTY...", help="What came.")],
    over: Annotated[bool, typer.Option("--over", help="More than was ordered is right.")] = False,
    reference: Annotated[str, typer.Option(metavar="TEXT", help="The delivery's own number.")] = "",
) -> None:
    """Book a delivery against a purchase order."""
    from engine import supply, sweeps

    actor, quantities = settings(ctx).actor, dict(_units(text) for text in units)
    with desk(ctx) as session:
        with session.transaction(actor=actor) as tx:
            received = supply.receive(tx, po, quantities, reference=reference, over=over)
        swept = sweeps.after_receipt(session, actor)
    text = f"Receipt {received.receipt_id} is booked against purchase order {po}."
    text += " All of it is here; it is closed." if received.closed else ""
    text += f" The primary sweep filled {counted(swept.lines_filled, 'line')}." if swept else ""
    output.result(ctx, {"po": po, **asdict(received), "sweep": swept and asdict(swept)}, text)


def _units(text: str) -> tuple[str, Qty]:
    from engine.quantities import parse

    lic, equals, qty = text.rpartition("=")
    if not equals or not lic:
        raise typer.BadParameter(f"{text} is not LIC=QTY")
    return lic, parse(qty, lic)


def adjust(
    ctx: typer.Context,
    lic: Annotated[str, typer.Argument(metavar="LIC", help="The item.")],
    qty: Annotated[str, typer.Argument(metavar="QTY", help="What was found, or with a minus lost.")],
    *,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")],
    reference: Annotated[str, typer.Option(metavar="TEXT", help="The number of the count or note.")] = "",
    warehouse: Annotated[str, typer.Option(metavar="CODE", help="Where; else the first warehouse.")] = "",
    yes: Yes = False,
) -> None:
    """Correct on hand; a fall takes from the back of the queue. On a terminal, shows first from whom."""
    from engine import stock
    from engine.quantities import parse
    from engine.whatif.edits import Adjust

    adjustment = Adjust(lic, parse(qty, lic), warehouse or None, reason, reference or None)
    with desk(ctx) as session:
        settled = confirm.act(ctx, session, [adjustment], yes=yes)
        with session.snapshot() as tx:
            balances = output.rows(stock.balances(tx, lic).drop("item_id", "warehouse_id", strict=False))
    lost = f" {_settled(settled)}" if settled.lines_released else ""
    on_hand = " and ".join(f"{output.said(row['on_hand'])} in {row['warehouse']}" for row in balances)
    data = {"balances": balances, **asdict(settled)}
    output.result(ctx, data, f"{lic}: on hand {on_hand}.{lost}")


def return_(
    ctx: typer.Context,
    order: _Order,
    line: Annotated[int, typer.Argument(metavar="LINE", help="The line that shipped.")],
    qty: Annotated[str, typer.Argument(metavar="QTY", help="What came back.")],
    unsellable: Annotated[
        bool, typer.Option("--unsellable", help="It does not go back on the shelf.")
    ] = False,
) -> None:
    """Take back shipped goods, and owe a replacement."""
    from engine import orders, stock
    from engine.quantities import parse

    with desk(ctx) as session, session.transaction(actor=settings(ctx).actor) as tx:
        stock.return_goods(
            tx, order, line, parse(qty, f"line {line} of order {order}"), sellable=not unsellable
        )
        state = orders.find(tx, order)["state"]
    fit = "not fit to sell" if unsellable else "fit to sell"
    data = {"order": order, "line": line, "qty": qty, "sellable": not unsellable, "state": state}
    output.result(ctx, data, f"{qty} of line {line} of order {order} came back, {fit}; the order is {state}.")
