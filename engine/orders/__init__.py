"""Orders: typed, opened, changed, cancelled (R4 to R13, R17 to R19).

Orders and lines are named as people name them: the order's number, the line's number within it.

- ``records``: orders and lines found, listed, checked before a change, and written about in the log.
- ``drafts``: orders while they are typed. ``typed``: what a typed text means. ``entry``: what each line of a
  draft would get. ``pasting``: many lines at once.
- ``drafted``: what drafts want, and what is available for it.
- ``opening``: a draft becomes demand, its shortages decided, its pools settled.
- ``changing``: quantities, priority, cancelling, pins of open orders. ``heads``: the head of an order.
- ``answering``: what a customer answers when a day slipped.
- ``holds``: customers, orders and lines put on hold, and lifted; days before which lines are not wanted.
- ``line_edits``: one open line split or whole, or sent to the back. ``bulk``: many lines in one act.
"""

from engine.orders.changing import (
    cancel_line,
    cancel_order,
    cancel_units,
    change,
    change_qty,
    set_pinned,
    set_priority,
)
from engine.orders.drafts import Added, TypedLine, add_line, add_lines, answer, change_draft_line, create
from engine.orders.opening import Opened, open_many, open_order, shortages
from engine.orders.records import (
    ItemView,
    OrderView,
    check_seen,
    comment,
    find,
    find_line,
    item_view_counts,
    items,
    lines,
    listed,
    log_edit,
    version,
    view_counts,
)

__all__ = [
    "Added",
    "ItemView",
    "Opened",
    "OrderView",
    "TypedLine",
    "add_line",
    "add_lines",
    "answer",
    "cancel_line",
    "cancel_order",
    "cancel_units",
    "change",
    "change_draft_line",
    "change_qty",
    "check_seen",
    "comment",
    "create",
    "find",
    "find_line",
    "item_view_counts",
    "items",
    "lines",
    "listed",
    "log_edit",
    "open_many",
    "open_order",
    "set_pinned",
    "set_priority",
    "shortages",
    "version",
    "view_counts",
]
