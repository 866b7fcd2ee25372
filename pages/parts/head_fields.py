"""The fields of an order's head as every page shows and offers them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine import catalogue
from engine.model import Cell
from engine.rules.field import Field
from engine.rules.header import HEADER_FIELDS
from engine.store import Transaction
from pages.parts import fields, formats

IN_A_ROW: Final = [field for field in HEADER_FIELDS if field.cell is not Cell.TEXT]
"""The fields that stand side by side."""
IN_A_LINE: Final = [field for field in HEADER_FIELDS if field.cell is Cell.TEXT]
"""The fields that have a line of their own: the note."""
WIDTHS: Final = {Cell.CODE: 1.7, Cell.CHOICE: 2, Cell.PRIORITY: 1.2, Cell.DAY: 1.5}


def shown(field: Field, order: Mapping[str, Any]) -> str:
    """The value of a field in words."""
    value = order[field.name]
    match field.cell:
        case Cell.CODE:
            return goes_to(order)
        case Cell.CHOICE:
            return fields.choice(value)
        case Cell.PRIORITY:
            return formats.priority(value)
        case Cell.DAY:
            return formats.day(value)
        case _:
            return str(value)


def goes_to(record: Mapping[str, Any]) -> str:
    """Where an order or a shipment goes, with its address if the desk knows it: ``DEPOT, Depot Road 3``."""
    return ", ".join(filter(None, (record["location"], record["address"])))


def customer_label(code: str, customers: dict[str, str]) -> str:
    """A customer by name and code: ``Harbour School · HARBOUR``."""
    name = customers.get(code, code)
    return code if name == code else f"{name} · {code}"


def locations_of(tx: Transaction, customer: str) -> list[str]:
    """The codes of a customer's locations."""
    codes: list[str] = catalogue.locations(tx, customer)["code"].to_list()
    return codes
