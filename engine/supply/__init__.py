"""Supply: purchase orders, transfers and what they bring (R1, R4, R24, R39, R40, R47).

- ``purchasing``: purchase orders written, opened, changed, cancelled.
- ``receiving``: receipts against them, and their voids.
- ``transfers``: goods that go from one warehouse to another. ``transit``: what of them has left its source.
- ``words``: what sentences call both.
- ``late``: what another day would move, shown before anybody is told.
"""

from engine.supply.purchasing import (
    add_po_line,
    change_po_line,
    close_or_reopen,
    create_po,
    find,
    keep_lines,
    lines,
    log_lines,
    mark_late,
    open_po,
    open_pos,
    purchase_orders,
    void_po,
)
from engine.supply.receiving import Received, pools_of_receipt, receipts, receive, receive_again, void_receipt
from engine.supply.transit import follow

__all__ = [
    "Received",
    "add_po_line",
    "change_po_line",
    "close_or_reopen",
    "create_po",
    "find",
    "follow",
    "keep_lines",
    "lines",
    "log_lines",
    "mark_late",
    "open_po",
    "open_pos",
    "pools_of_receipt",
    "purchase_orders",
    "receipts",
    "receive",
    "receive_again",
    "void_po",
    "void_receipt",
]
