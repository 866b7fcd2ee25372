"""``backorder release``: a line gives its stock and its place back (R14)."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

import typer

from engine.cli import confirm, output
from engine.cli.arguments import LineNumber, OrderNumber, Yes
from engine.cli.context import desk
from engine.quantities import spelled

if TYPE_CHECKING:
    import polars as pl

    from db.session import Transaction
    from engine.model import Qty


def release(ctx: typer.Context, order: OrderNumber, line: LineNumber, yes: Yes = False) -> None:
    """Give a line's stock back, and its place: it waits at the back of the queue."""
    from engine import orders
    from engine.whatif.edits import Release

    with desk(ctx) as session:
        with session.reading() as tx:
            before = orders.lines(tx, order)
        after = [before]

        def look(tx: Transaction) -> None:
            after.append(orders.lines(tx, order))

        settled = confirm.act(ctx, session, [Release(order, line)], yes=yes, last_look=look)
    had = _allotted(before.filter(line_no=line))
    has = had + _gained(before, after[-1], line)
    data = {"order": order, "line": line, **asdict(settled)}
    output.result(ctx, data, _sentence(f"line {line} of order {order}", had, has))


def _gained(before: pl.DataFrame, after: pl.DataFrame, line: int) -> Qty:
    """What the line has more as it was typed, or with a minus less: in whatever parts it is after."""
    [typed] = before.filter(line_no=line)["root_line_no"].to_list()
    had, has = (_allotted(lines.filter(root_line_no=typed)) for lines in (before, after))
    return has - had


def _allotted(lines: pl.DataFrame) -> Qty:
    return sum(lines.filter(state="allotted")["qty"], Decimal(0))


def _sentence(what: str, had: Qty, has: Qty) -> str:
    """Who has what the line gave back: nobody else may want it, and then nothing has changed."""
    if not had:
        return f"{what[0].upper()}{what[1:]} had nothing to give back; it waits at the back of the queue."
    if has >= had:
        return f"Nobody else takes the {spelled(had)} that {what} gave back, so it has that again."
    gone = f"gives back {spelled(had - has)} and waits for as many at the back of the queue"
    the_rest = f"; nobody else takes the other {spelled(has)}, so it has that again" if has else ""
    return f"{what[0].upper()}{what[1:]} {gone}{the_rest}."
