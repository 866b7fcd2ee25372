"""The head of an order: its fields, each with all that differs between them.

Entry, change, undo, files in and out, the page of an order and its record log serve every field from
``HEADER_FIELDS``. What is left for a new field: its column in the schema and in the SQL that stores it.
"""

from __future__ import annotations

from datetime import date
from typing import Final, TypedDict, cast

from engine.model import Cell, ShipType
from engine.rules.field import Field


class Head(TypedDict):
    """A head as it is stored."""

    location: str
    ship_type: str
    priority: int
    requested_on: date | None
    not_before: date | None
    note: str


class Header(TypedDict, total=False):
    """Fields of a head, as far as they are given."""

    location: str | None  # None: the customer's first
    ship_type: ShipType
    priority: int
    requested_on: date | None
    not_before: date | None
    note: str


SHIP_TYPES: Final = {ShipType.PARTIAL: "Partial OK", ShipType.COMPLETE: "Complete"}
"""What people call the ways in which an order may leave (R30)."""
HEADER_FIELDS: Final = (
    Field("location", "Location", Cell.CODE),
    Field(
        "ship_type",
        "Ship type",
        Cell.CHOICE,
        default=ShipType.PARTIAL,
        choices=tuple(ShipType),
        tip="Partial OK: what is there ships at once, the rest follows. "
        "Complete: nothing leaves until every line of the order can go, then all of it travels together.",
    ),
    Field(
        "priority",
        "Priority",
        Cell.PRIORITY,
        default=0,
        tip="0 to 9, higher first. As soon as the order opens, a higher priority takes stock that lower ones "
        "have not shipped yet. Among equals, who came first is served first.",
    ),
    Field("requested_on", "Asked for", Cell.DAY),
    Field(
        "not_before",
        "Not before",
        Cell.DAY,
        in_files=False,  # where each line has its own
        tip="Until this day nothing is given to the order, and it is in nobody's way. Then it is served from "
        "the place it has.",
    ),
    Field("note", "Note", Cell.TEXT, default="", in_files=False, hint="About the whole order"),
)
"""The fields of an order's head, in the order in which people read them."""

BY_NAME: Final = {field.name: field for field in HEADER_FIELDS}
IN_FILES: Final = tuple(field.name for field in HEADER_FIELDS if field.in_files)


def only(name: str, value: object) -> Header:
    """A head of which one field is given."""
    return cast("Header", {name: value})
