"""What several commands are given, and how such texts are read; what cannot be read is wrong usage."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

if TYPE_CHECKING:
    from engine.model import Qty

T = TypeVar("T")
Order = Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")]
Line = Annotated[int, typer.Argument(metavar="LINE", help="The number of the line.")]
OrderOrNone = Annotated[str | None, typer.Argument(metavar="[ORDER]", help="The number of the order.")]
LinesOf = Annotated[list[int] | None, typer.Argument(metavar="[LINE]...", help="Only these lines of it.")]
Customer = Annotated[
    str | None, typer.Option("--customer", metavar="CODE", help="All that this customer wants, instead.")
]
PurchaseOrder = Annotated[str, typer.Argument(metavar="PO", help="The number of the purchase order.")]
Supplied = Annotated[str, typer.Argument(metavar="PO", help="The number of a purchase order or a transfer.")]
Shipments = Annotated[list[int], typer.Argument(metavar="SHIPMENT...", help="Numbers of shipments.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask when orders would lose stock.")]


def pair(text: str, form: str) -> tuple[str, str]:
    """The two sides of the last equals sign of a text, neither of them empty; ``form``: how it should be."""
    name, _, value = text.rpartition("=")
    if not name or not value:
        raise typer.BadParameter(f"{text} is not {form}")
    return name, value


def units(text: str) -> tuple[str, Qty]:
    """A LIC and how many of it, of ``LIC=QTY``."""
    from engine.quantities import parse

    lic, qty = pair(text, "LIC=QTY")
    return lic, parse(qty, lic)


def within(text: str, form: str) -> tuple[str, str, str]:
    """The parts of ``RECORD:NAME=VALUE``."""
    record, _, rest = text.partition(":")
    name, _, value = rest.rpartition("=")
    if not record or not name or not value:
        raise typer.BadParameter(f"{text} is not {form}")
    return record, name, value


def line(text: str, form: str) -> tuple[str, int]:
    """The parts of ``ORDER/LINE``; an order's own number may have a stroke in it."""
    order, _, number = text.rpartition("/")
    if not order:
        raise typer.BadParameter(f"{text} is not {form}")
    return order, read(int, number, text, form)


def read(kind: Callable[[str], T], value: str, text: str, form: str) -> T:
    """What ``kind`` makes of a value, which is a part of ``text``."""
    try:
        return kind(value)
    except ValueError:
        raise typer.BadParameter(f"{text} is not {form}") from None
