"""What several commands answer alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import typer

from engine.cli import output
from engine.quantities import counted, plural, spelled

if TYPE_CHECKING:
    from engine.allocation import Settled
    from engine.desk.backup import Copied

MOST_LISTED: Final = 40
"""How many sentences or rows of a list are printed; --json has all of them."""


def settlement(settled: Settled) -> str:
    """What a settlement did to lines: ``1 line gained 5, 1 lost 5.``; no more than it did."""
    gained = f"{counted(settled.lines_filled, 'line')} gained {spelled(settled.units_allotted)}"
    lost = f"{spelled(settled.units_released)}."
    if not settled.lines_released:
        return f"{gained}." if settled.lines_filled else "No line gained or lost stock."
    if not settled.lines_filled:
        return f"{counted(settled.lines_released, 'line')} lost {lost}"
    return f"{gained}, {settled.lines_released:,} lost {lost}"


def filled(lines: int) -> str:
    """What the sweep after a receipt did: ``The primary sweep filled 2 lines.``"""
    return f"The primary sweep filled {counted(lines, 'line') if lines else 'no line'}."


def shipments(ctx: typer.Context, numbers: Sequence[int], state: str, words: str) -> None:
    """Print the state in which shipments are now, in ``words``: ``Shipments 1, 2 are being picked.``"""
    listed, verb = ", ".join(map(str, numbers)), "is" if len(numbers) == 1 else "are"
    data = [{"shipment": number, "state": state} for number in numbers]
    output.result(ctx, data, f"{plural(len(numbers), 'Shipment')} {listed} {verb} {words}.")


def of_copy(done: Copied) -> dict[str, Any]:
    """A copy of a desk by the names that commands give its fields; kept: where the desk before it lies."""
    data = asdict(done)
    return data | {"kept": data.pop("aside")}


def tables(ctx: typer.Context, lead: str, rows: Mapping[str, int]) -> None:
    """Print how many rows of each table of a whole desk were read or written."""
    text = f"{lead}: {counted(sum(rows.values()), 'row')} in {counted(len(rows), 'table')}."
    output.result(ctx, {"tables": rows}, text)


def holdings(copied: Copied) -> str:
    """What a copy of a desk holds: ``2 orders with 3 lines``."""
    return f"{counted(copied.orders, 'order')} with {counted(copied.lines, 'line')}"


def sentences(lead: str, listed: Sequence[str], rest: str) -> None:
    """Print the first of many sentences behind ``lead``, and ``rest`` with how many more there are."""
    output.write_lines(f"{lead}{sentence}\n" for sentence in listed[:MOST_LISTED])
    if len(listed) > MOST_LISTED:
        output.write(rest.format(f"{len(listed) - MOST_LISTED:,}") + "\n")
