"""Sheets of paper as one document of HTML: it needs nothing from anywhere else, and a browser prints it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final

import jinja2

from db.session import Transaction
from engine import catalogue, days, money, preferences
from engine.paper import bars, contents
from engine.quantities import counted, spelled
from engine.reports import morning
from engine.rules import letters

SheetContent = Mapping[str, Any]


class Print(StrEnum):
    """What can be printed, as the command line calls it."""

    PICKING = "picking"  # a list for the way along the shelves, over several shipments
    SHIPMENTS = "shipments"  # a packing slip for each shipment
    LABELS = "labels"  # an address for each parcel
    PO = "po"  # purchase orders, for their vendors


def printed(tx: Transaction, what: Print, numbers: Sequence[str]) -> str:
    """The document of what is asked for: HTML that prints on the desk's paper, a sheet for each number.

    ``numbers``: of shipments, or of purchase orders for ``Print.PO``; each is printed once. Raises Unknown or
    PrintsNothing, or Refused with all that cannot be printed together.
    """
    return _laid_out(tx, f"{what}.html", _CONTENT[what](tx, list(dict.fromkeys(numbers))))


def morning_report(tx: Transaction, day: date | None = None) -> str:
    """The morning report of ``day``, today if it is not said, as a document like those of ``printed``."""
    content = {"report": morning.report(tx, day), "money": money.read(tx), "most": morning.MOST}
    return _laid_out(tx, "morning.html", content | {"desk_day": tx.today})


def _laid_out(tx: Transaction, template: str, content: SheetContent) -> str:
    prefs = preferences.read(tx)
    sheet = {"paper": prefs.paper_size, "letterhead": prefs.letterhead, "today": letters.day(tx.today)}
    return _templates().get_template(template).render(content, **sheet)


def _slips(tx: Transaction, numbers: Sequence[str]) -> SheetContent:
    return {"slips": contents.slips(tx, numbers)}


def _picking(tx: Transaction, numbers: Sequence[str]) -> SheetContent:
    heads = contents.heads(tx, numbers, here=True)
    return {"heads": heads, "warehouses": contents.picks(tx, heads), "of_several": _has_several(tx)}


def _bought(tx: Transaction, numbers: Sequence[str]) -> SheetContent:
    orders = contents.bought(tx, numbers)
    return {"orders": orders, "money": money.read(tx), "of_several": _has_several(tx)}


def _has_several(tx: Transaction) -> bool:
    """Whether there are several warehouses: paper does not name the only one."""
    return catalogue.warehouses(tx).height > 1


_CONTENT: Final[Mapping[Print, Callable[[Transaction, Sequence[str]], SheetContent]]] = {
    Print.PICKING: _picking,
    Print.SHIPMENTS: _slips,
    Print.LABELS: _slips,
    Print.PO: _bought,
}


@cache
def _templates() -> jinja2.Environment:
    """The files in ``templates``: what is typed at the desk is never taken for HTML."""
    found = jinja2.Environment(
        loader=jinja2.PackageLoader("engine.paper"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "qty": spelled,
        "bars": lambda number: bars.code(str(number)),
        "counted": counted,
        "day": letters.day,
        "short": days.spelled,
    }
    return found
