"""Buying for what waits (R44), and how anything gets onto a vendor's pending purchase order (R37).

- ``uncovered``: the units that wait and nobody ordered, line by line: read here for everybody.
- ``shares``: which of them a pending purchase order has already; frames in, frames out.
- ``pending``: what was decided, written onto pending purchase orders.
- ``links``: for which lines of orders a line of a purchase order was ordered.
- ``ordering``: *Order it*. ``purchasing``: a purchase that is opened at once. ``fetching``: what lies
  elsewhere.
"""

from engine.buying.fetching import fetch, fetch_then_order, offered, order_rest
from engine.buying.links import bought_on, for_whom
from engine.buying.ordering import NOTHING_BOUGHT, Bought, is_order, order_it, why_waiting
from engine.buying.purchasing import purchase

__all__ = [
    "NOTHING_BOUGHT",
    "Bought",
    "bought_on",
    "fetch",
    "fetch_then_order",
    "for_whom",
    "is_order",
    "offered",
    "order_it",
    "order_rest",
    "purchase",
    "why_waiting",
]
