"""What several commands are given, and how such texts are read; what cannot be read is wrong usage."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from engine.model import YEARS

if TYPE_CHECKING:
    from engine.model import Qty

T = TypeVar("T")


def _each_once(numbers: list[int] | None) -> list[int] | None:
    """Numbers without those that were said before."""
    return numbers and list(dict.fromkeys(numbers))


Order = Annotated[str, typer.Argument(metavar="ORDER", help="The number of the order.")]
Line = Annotated[int, typer.Argument(metavar="LINE", help="The number of the line.")]
OrderOrNone = Annotated[str | None, typer.Argument(metavar="[ORDER]", help="The number of the order.")]
LinesOf = Annotated[
    list[int] | None,
    typer.Argument(metavar="[LINE]...", help="Only these lines of it.", callback=_each_once),
]
Customer = Annotated[
    str | None, typer.Option("--customer", metavar="CODE", help="All that this customer wants, instead.")
]
PurchaseOrder = Annotated[str, typer.Argument(metavar="PO", help="The number of the purchase order.")]
Supplied = Annotated[str, typer.Argument(metavar="PO", help="The number of a purchase order or a transfer.")]
Shipments = Annotated[
    list[int],
    typer.Argument(metavar="SHIPMENT...", help="Numbers of shipments.", callback=_each_once),
]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask when orders would lose stock.")]


def pair(text: str, form: str) -> tuple[str, str]:
    """The two sides of the last equals sign of a text, neither of them empty; ``form``: how it should be."""
    name, _, value = text.rpartition("=")
    if not name or not value:
        raise typer.BadParameter(f"{text} is not {form}")
    return name, value


def units(texts: Iterable[str]) -> dict[str, Qty]:
    """How many of each LIC, of ``LIC=QTY``; one that is named twice is wrong usage."""
    return once(_units(text) for text in texts)


def _units(text: str) -> tuple[str, Qty]:
    from engine.quantities import parse

    lic, qty = pair(text, "LIC=QTY")
    return lic.strip(), parse(qty, lic.strip())


def once(named: Iterable[tuple[str, T]]) -> dict[str, T]:
    """What each name is given; a name that comes twice is wrong usage, as one of the two would be lost."""
    given: dict[str, T] = {}
    for name, value in named:
        if name in given:
            raise typer.BadParameter(f"{name} is named twice; name it once, with all that is meant")
        given[name] = value
    return given


def line(text: str, form: str) -> tuple[str, int]:
    """The parts of ``ORDER/LINE``; an order's own number may have a stroke in it."""
    order, _, number = text.rpartition("/")
    if not order:
        raise typer.BadParameter(f"{text} is not {form}")
    return order, read(int, number, text, form)


def day(value: str, text: str, form: str) -> date:
    """The day that a value names, which is a part of ``text``; of the years that files take, too."""
    found = read(date.fromisoformat, value, text, form)
    if found.year not in YEARS:
        raise typer.BadParameter(
            f"{value} is beyond the calendar; name a day of the years {YEARS[0]} to {YEARS[-1]}"
        )
    return found


def read(kind: Callable[[str], T], value: str, text: str, form: str) -> T:
    """What ``kind`` makes of a value, which is a part of ``text``."""
    try:
        return kind(value)
    except ValueError:
        raise typer.BadParameter(f"{text} is not {form}") from None
