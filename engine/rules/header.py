"""The head of an order: its fields, each with all that differs between them.

Entry, change, undo, files in and out, the page of an order and its record log serve every field from
``HEADER_FIELDS``. What is left for a new field: its column in the schema and in the SQL that stores it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, TypedDict, cast

from engine.errors import BadPriority
from engine.model import HIGHEST_PRIORITY, LOWEST_PRIORITY, Cell, ShipType
from engine.rules import texts


class Header(TypedDict, total=False):
    """Fields of a head, as far as they are given."""

    location: str | None  # None: the customer's first
    ship_type: ShipType
    priority: int
    requested_on: date | None
    note: str


@dataclass(frozen=True, slots=True)
class HeaderField:
    """One field of a head."""

    name: str  # in files, in the record log and in the rows of ``orders.find``
    label: str  # on pages
    cell: Cell
    default: object = None
    choices: type[StrEnum] | None = None
    in_files: bool = True
    tip: str = ""

    def checked(self, value: Any, order: str) -> object:
        """A value as it is kept; refuses one that this field of the order cannot have."""
        match self.cell:
            case Cell.CHOICE if self.choices:
                return self.choices(value)
            case Cell.PRIORITY:
                return checked_priority(order, value)
            case Cell.TEXT:
                return texts.text(value, self.name)
            case _:
                return value

    def of_log(self, text: str | None) -> object:
        """The value that the record log keeps as ``text``."""
        match self.cell:
            case Cell.CHOICE if self.choices:
                return self.choices(text or "")
            case Cell.PRIORITY:
                return int(text or 0)
            case Cell.DAY:
                return date.fromisoformat(text) if text else None
            case _:
                return text or ""


HEADER_FIELDS: Final = (
    HeaderField("location", "Location", Cell.CODE),
    HeaderField(
        "ship_type",
        "Ship type",
        Cell.CHOICE,
        default=ShipType.PARTIAL,
        choices=ShipType,
        tip="Partial OK: what is there ships at once, the rest follows. "
        "Complete: nothing leaves until every line of the order can go, then all of it travels together.",
    ),
    HeaderField(
        "priority",
        "Priority",
        Cell.PRIORITY,
        default=0,
        tip="0 to 9, higher first. As soon as the order opens, a higher priority takes stock that lower ones "
        "have not shipped yet. Among equals, who came first is served first.",
    ),
    HeaderField("requested_on", "Requested for", Cell.DAY),
    HeaderField("note", "Note", Cell.TEXT, default="", in_files=False),
)
"""The fields of an order's head, in the order in which people read them."""

BY_NAME: Final = {field.name: field for field in HEADER_FIELDS}
IN_FILES: Final = tuple(field.name for field in HEADER_FIELDS if field.in_files)


def only(name: str, value: object) -> Header:
    """A head of which one field is given."""
    return cast("Header", {name: value})


def checked_priority(order: str, priority: int) -> int:
    """The priority itself, or the refusal of one outside 0 to 9."""
    if not LOWEST_PRIORITY <= priority <= HIGHEST_PRIORITY:
        raise BadPriority(priority=priority, order=order)
    return priority
