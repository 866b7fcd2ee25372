"""``backorder explain``: why each line has what it has, and until when it waits (R40, R41)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli import arguments, output
from engine.cli.arguments import OrderNumber
from engine.cli.context import desk
from engine.quantities import counted, spelled

if TYPE_CHECKING:
    from engine.days import Clock
    from engine.reports.explanation import Explanation


def explain(
    ctx: typer.Context,
    order: OrderNumber,
    line: Annotated[
        int | None, typer.Argument(parser=arguments.number, metavar="LINE", help="One line of it.")
    ] = None,
) -> None:
    """Say why each line of an order has what it has, and until when it waits."""
    from engine import days
    from engine.reports import explain as explaining

    with desk(ctx) as session, session.reading() as tx:
        explanations, clock = explaining.explain(tx, order, line), days.clock_of(tx)
    output.result(ctx, list(map(_as_json, explanations)), lambda: _print(explanations, clock))


def _as_json(row: Explanation) -> dict[str, Any]:
    """An explanation by the names that the command has for its fields."""
    leaves = row.order_leaves
    return asdict(row) | {"order_leaves": leaves and {"on": leaves.on, "said": leaves.sentence}}


def _print(explanations: list[Explanation], clock: Clock) -> None:
    if explanations and explanations[0].order_leaves:
        output.write(f"{explanations[0].order_leaves.sentence}\n")
    for row in explanations:
        output.write(f"Line {row.line}: {spelled(row.qty)} of {row.lic}, {row.state}{_rank(row)}.\n")
        output.write(f"  {' '.join(filter(None, (row.why, row.remedy, row.until)))}\n")
        output.write_lines(f"  {late.sentence}\n" for late in row.late_supply)
        _print_ordered(row, clock)
        _print_promise(row, clock)
        for loss in row.losses:
            output.write(f"  {output.spelled(loss.lost_at, clock)}  {loss.sentence} By {loss.actor}.\n")


def _print_ordered(row: Explanation, clock: Clock) -> None:
    """Print on which purchase orders units were ordered for a line (R44)."""
    from engine import days

    for one in row.ordered_on:
        when = f", expected {days.spelled(one.expected_on, clock.today)}" if one.expected_on else ""
        deed = "On a transfer for it" if one.is_transfer else "Ordered for it"
        output.write(f"  {deed}: {one.in_words}{when}.\n")


def _rank(row: Explanation) -> str:
    """Where a line stands in its queue, and behind how much."""
    rank = "" if row.rank is None else f", rank {row.rank}"
    if not row.ahead_orders:
        return rank
    return f"{rank} behind {output.spelled(row.ahead_qty)} of {counted(row.ahead_orders, 'order')}"


def _print_promise(row: Explanation, clock: Clock) -> None:
    """Print what was promised first, and every other day since with its cause."""
    from engine import days

    if row.first_on is None and not row.changes:
        return
    first = "Promised no day at first"
    if row.first_on:
        first = f"First promised {days.spelled(row.first_on, clock.today)}"
    since = f"the day changed {counted(row.changes, 'time')}" if row.changes else "that has not changed since"
    output.write(f"  {first}; {since}.\n")
    for entry in row.history:
        since = output.spelled(entry.since_at, clock)
        output.write(f"    {since}  {entry.in_words}: {entry.cause}. By {entry.actor}.\n")
