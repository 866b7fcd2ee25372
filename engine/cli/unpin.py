"""``backorder unpin``: the end of a pin (R22)."""

from __future__ import annotations

import typer

from engine.cli.arguments import LineNumber, OrderNumber
from engine.cli.pin import set_pinned


def unpin(ctx: typer.Context, order: OrderNumber, line: LineNumber) -> None:
    """Let a pinned line go again."""
    set_pinned(ctx, order, line, "is not pinned", pinned=False)
