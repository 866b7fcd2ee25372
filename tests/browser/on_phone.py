"""The columns that somebody who walks about with a phone reads, by the names that stand above them."""

from __future__ import annotations

from typing import Final

from pages.parts import answers

PHONE: Final[dict[str, tuple[str, ...]]] = {
    "waiting": ("Order", "LIC", "Waiting"),
    "queue": ("Place", "Order", "Wanted", "Allotted"),
    "most-short": ("LIC", "Units", "Value"),
    "coming": ("Purchase order", "To come"),
    "draft_lines": ("Line", "LIC", "Wanted", "Available"),
    "orders": ("Order", "State", "Lines waiting"),
    "items": ("Order", "LIC", "Units"),
    "order_lines": ("Line", "LIC", "Units"),
    "shipments": ("Shipment", "Units", "State"),
    "shipment_lines": ("LIC", "Units"),
    "packed": ("LIC", "Set aside", "Packed"),
    "purchase-orders": ("Number", "Ordered", "Received"),
    "po-lines": ("LIC", "To come"),
    "came": ("LIC", "To come", "Came now"),
    "receipts": ("Received", "LIC", "Units"),
    "adjustments": ("When", "LIC", "Units"),
    "promised": ("Order", "LIC", "Waiting"),
    "late-pos": ("Purchase order", "To come"),
    "to-order": ("LIC", "To order", "Not ordered"),
    "idle": ("Order", "LIC", "Units"),
    "notice-drafts": ("Customer", "What it says"),
    "past-notices": ("Customer", "State"),
}
"""The key of a table, or how it begins -> the columns that are seen whole on a phone, 390 pixels wide: they
come first, and names and descriptions after them."""


def columns(key: str) -> tuple[str, ...]:
    """The columns of the table with this key that a phone shows whole."""
    return answers.listed_for(key, PHONE, ())
