"""The columns that answer the question of each table, by the names that stand above them.

At 1360 pixels none of them is off the screen or cut: a text too long for its column makes the column wider,
or the rows tall enough to wrap it (``widths``); ``tests/browser/test_readable.py`` looks at every one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from pages.parts import facts

T = TypeVar("T")
_GAINS: Final = ("Order", "Customer", "LIC", "Units", "Value")
_LOG: Final = ("When", "By", "Kind", "What happened")
_IN_DIALOGS: Final = ("gains", "loses", "sweep-loses", "moved", "late-moves", "figure-lines")
_BESIDE_LETTERS: Final = ("notice-drafts", "past-notices")
_SHORT: Final = ("LIC", "Units", "Value", "Since", "Until")

ANSWERS: Final[dict[str, tuple[str, ...]]] = {
    "waiting": (
        *("Order", "Customer", "LIC", "Waiting", "Days", "Why it waits", "Expected", "Priority", "Value"),
        "Asked for",
    ),
    "queue": ("Place", "Order", "Customer", "Wanted", "Allotted", "Covered by", "Why it waits", "Priority"),
    "figure-lines": ("Order", "Units", "State", "Customer", "Covered by, or why it waits"),
    "lic-table": _SHORT,
    "most-short": _SHORT,
    "customers": ("Customer", "Name", "Units", "Value", facts.PAST_ASKED),
    "filled": ("Filled", "Order", "LIC", "Units", "Days", "Customer"),
    "gains": _GAINS,
    "loses": _GAINS,
    "sweep-loses": _GAINS,
    "moved": ("Order", "Customer", "LIC", "Waiting", "Now", "Then"),
    "late-moves": ("Order", "Customer", "LIC", "First promised", "Now", "Then"),
    "runs": (
        "Started",
        "Sweep",
        "Outcome",
        "Why it ran",
        "Filled",
        "Units",
        "Released",
        "Shipments",
        "POs",
        "By",
        "Seconds",
    ),
    "order_log": _LOG,
    "lic-log": _LOG,
    "po-log": _LOG,
    "run-log": _LOG,
    "shipments": ("Shipment", "Customer", "Goes to", "State", "Orders", "Units", "Created"),
    "orders": (
        *("Order", "Customer", "State", "Lines allotted", "Lines waiting"),
        *("Value", "Asked for", "Entered", "By"),
    ),
    "order_lines": ("Line", "LIC", "Units", "State", "Expected", "Why"),
    "items": ("Order", "LIC", "Units", "Line", "Customer", "State"),
    "draft_lines": ("Line", "LIC", "Wanted", "Available", "What it gets"),
    "drafts": ("Order", "Customer", "Lines", "By", "Started"),
    "purchase-orders": ("Number", "State", "Vendor", "Ordered", "Received", "Next due", "Value to come"),
    "receipts": ("Received", "Purchase order", "LIC", "Units", "State"),
    "adjustments": ("When", "LIC", "Units", "Kind", "Reason", "By"),
    "coming": ("Purchase order", "State", "Vendor", "To come", "Expected"),
    "po-lines": ("LIC", "Ordered", "Received", "To come", "Unit cost", "Expected"),
    "to-order": ("LIC", "To order", "Not ordered", "For orders", "Here on", "Pending", "Why"),
    "levels": ("LIC", "Level", "Target", "Vendor"),
    "promised": (
        "Order",
        "Customer",
        "LIC",
        "Waiting",
        "First promised",
        "Now",
        "Reason for the last change",
        "Kept",
    ),
    "late-pos": ("Purchase order", "Vendor", "Expected", "Days late", "To come", "Units waiting"),
    "policies": ("Policy", "Can ship now", "% of wanted", "Set aside", "Longest wait", "Fairness"),
    "idle": ("Order", "Customer", "LIC", "Units", "Value", "Its order waits for"),
    "notice-drafts": ("Customer", "What it says", "Written"),
    "past-notices": ("Customer", "State", "When"),
    "morning-losses": ("Order", "LIC", "Units", "Why"),
}
"""The key of a table, or how it begins -> its columns. A table that is not here has room for all it shows."""


_PAGE: Final = 1036
_NARROW: Final[dict[str, int]] = {
    "to-order": 1008,
    "lic-table": 680,
    "customers": 680,
} | dict.fromkeys((*_IN_DIALOGS, *_BESIDE_LETTERS), 0)
"""The pixels of the tables that are not as wide as the page on an office screen, 1360 wide; 0: their columns
stay as they are, because the place is narrow or a phone shows all of them."""


def room(key: str) -> int:
    """The pixels that the columns of the table with this key may take on an office screen."""
    return listed_for(key, _NARROW, _PAGE)


def of(key: str) -> tuple[str, ...]:
    """The columns that answer the question of the table with this key."""
    return listed_for(key, ANSWERS, ())


def listed_for(key: str, listed: Mapping[str, T], otherwise: T) -> T:
    """What is listed for the table with this key, under the key or how it begins."""
    return next((what for prefix, what in listed.items() if f"{key}-".startswith(f"{prefix}-")), otherwise)
