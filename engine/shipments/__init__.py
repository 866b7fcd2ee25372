"""Shipments: what travels together, and its way from pending to gone (R30 to R33, R12).

- ``records``: shipments found and listed, remarks on them.
- ``placement``: which shipment each line belongs on, decided on frames; ``sentences``: the same in words.
- ``boarding``: lines brought on and off pending shipments. ``leaving``: shipments picked, shipped, voided.
"""

from engine.shipments.boarding import reconcile
from engine.shipments.leaving import LeftBehind, Short, pick, ship, unpick, void
from engine.shipments.records import ShipmentView, carried, check_carries, comment, find, listed, view_counts

__all__ = [
    "LeftBehind",
    "ShipmentView",
    "Short",
    "carried",
    "check_carries",
    "comment",
    "find",
    "listed",
    "pick",
    "reconcile",
    "ship",
    "unpick",
    "view_counts",
    "void",
]
