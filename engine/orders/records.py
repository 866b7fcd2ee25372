"""Orders and lines as people name them: found, listed, checked before a change, and written about in the log.

``seen`` is the version a person read; a change by somebody else since then is refused (section 10).
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import Final, cast

import polars as pl

from db.session import Transaction
from engine import codes, days, log
from engine.errors import (
    ChangedSince,
    NoSuch,
    WrongState,
)
from engine.model import LineState, OrderState
from engine.rows import Order, OrderLine, Started
from engine.rules import texts


class OrderView(StrEnum):
    """What the list of orders can be narrowed to; those of a state bear its name."""

    ALL = "all"
    OPEN = "open"
    SHORT = "short"  # a line of it waits
    HELD = "held"  # it, its customer or an open line of it is on hold
    PENDING = "pending"  # a draft
    MINE = "mine"  # the person who asks entered it
    CLOSED = "closed"
    VOID = "void"


class ItemView(StrEnum):
    """What the list of order items can be narrowed to; those of a state of a part bear its name."""

    BACKORDERED = "backordered"
    ALLOTTED = "allotted"
    PICKING = "picking"  # allotted, and on a shipment that is being picked
    SHIPPED = "shipped"
    CANCELLED = "cancelled"
    MINE = "mine"  # the person who asks entered its order
    ALL = "all"


class Keep(Enum):
    """What stands for a field that is left as it is."""

    KEEP = "keep"


KEEP: Final = Keep.KEEP


def find(tx: Transaction, number: str) -> Order:
    """One order by its number: order_id, customer, location, ship_type, priority, state, version, …"""
    found = codes.find(tx, "orders.find", number, "order", by="number")
    if found is None:
        raise NoSuch(kind="order", name=number)
    return cast("Order", found)


def version(tx: Transaction, number: str) -> int | None:
    """Which version of an order the desk has; every change raises it. None where there is no such order."""
    found: int | None = tx.value("orders.version", number=number)
    return found


def lines(tx: Transaction, number: str) -> pl.DataFrame:
    """The lines of an order, split siblings beside the line that was typed."""
    return tx.rows("orders.lines_of", order_id=find(tx, number)["order_id"])


def listed(
    tx: Transaction,
    *,
    view: OrderView = OrderView.ALL,
    customer: str | None = None,
    word: str | None = None,
    person: str = "",
    most: int = 10_000,
) -> pl.DataFrame:
    """The newest ``most`` orders in a view that match, one row each; ``person``: whose are *mine*.

    ``word``: each word of it stands in the order's number, customer, note, location or a LIC on it. Columns:
    number, customer, customer_name, location, state, ship_type, priority, requested_on, entered_at (UTC),
    entered_by, lines, allotted, backordered and shipped (lines in that state), value, on_hold (it, its
    customer or an open line of it), total (how many match in all).
    """
    tx.write("orders.find_in_views", customer=customer, word=word or None, person=person)
    return tx.rows("orders.listed", view=view, most=most)


def view_counts(tx: Transaction, person: str = "") -> dict[str, int]:
    """How many orders are in each view; ``person``: whose are *mine*."""
    tx.write("orders.find_in_views", customer=None, word=None, person=person)
    counted = dict(tx.rows("orders.view_counts").iter_rows())
    return {view: counted.get(view, 0) for view in OrderView}


def item_view_counts(tx: Transaction, person: str = "") -> dict[str, int]:
    """How many typed lines of opened orders are in each view; ``person``: whose are *mine*."""
    counted = dict(tx.rows("orders.item_view_counts", person=person).iter_rows())
    return {view: counted.get(view, 0) for view in ItemView}


def items(
    tx: Transaction,
    *,
    view: ItemView = ItemView.ALL,
    customer: str | None = None,
    word: str | None = None,
    person: str = "",
    most: int = 10_000,
) -> pl.DataFrame:
    """The typed lines of opened orders in a view that match, the newest ``most``.

    ``person``: whose are *mine*. ``word``: each word of it stands in the order's number, the customer, the
    LIC, its description or the line's note. Columns: order, customer, customer_name, line, lic, description,
    warehouse, qty and value (of its parts in the view's state; of all that were not cancelled where it has
    none), parts (line, qty, state, shipment of each), whole, pinned, priority, requested_on, opened_at (UTC),
    waiting_since (UTC; null: does not wait), note, shipment (of all of it; null: none, or several), total
    (how many match in all).
    """
    of_state = None if view in (ItemView.ALL, ItemView.MINE) else view
    by = person if view == ItemView.MINE else None
    return tx.rows(
        "orders.items", state=of_state, customer=customer, word=word or None, entered_by=by, most=most
    )


def comment(tx: Transaction, number: str, text: str) -> None:
    """Write a remark into an order's record log."""
    order = find(tx, number)
    log_edit(tx, order, "", None, None, texts.text(text, "remark").strip(), kind="comment")


def check_seen(tx: Transaction, number: str, seen: int | None) -> Order:
    """The order, or a refusal if somebody changed it since the version a person saw (section 10)."""
    order = find(tx, number)
    if seen is not None and seen != order["version"]:
        when = days.clock_of(tx).spelled(order["changed_at"])
        raise ChangedSince(order=number, who=order["changed_by"], when=when)
    return order


def for_change(tx: Transaction, number: str, seen: int | None, *states: OrderState) -> Order:
    """An order in one of ``states`` that nobody changed since version ``seen`` was read; else refused."""
    order = check_seen(tx, number, seen)
    if order["state"] not in states:
        raise WrongState(
            record=f"Order {number}",
            state=order["state"],
            verb="changed this way",
            remedy=_REMEDIES.get(OrderState(order["state"]), "start a new order"),
        )
    return order


def find_line(tx: Transaction, order: Order, line_no: int, *states: LineState) -> OrderLine:
    """One line of an order ``find`` gave, in one of ``states`` if any are named."""
    found = tx.row("orders.find_line", order_id=order["order_id"], line_no=line_no)
    if found is None:
        raise NoSuch(kind=f"line of order {order['number']} numbered", name=line_no)
    line = cast("OrderLine", found)
    if states and line["state"] not in states:
        raise WrongState(
            record=f"Line {line_no} of order {order['number']}",
            state=line["state"],
            verb="changed",
            remedy=f"choose {_A_LINE.get(states, 'a line that has not shipped')}",
        )
    return line


_REMEDIES: Final = {
    OrderState.PENDING: "open it first",
    OrderState.OPEN: "change what it wants line by line",
}
"""What to do with an order that is not in the state that is asked of it; else it is over."""
_A_LINE: Final[dict[tuple[LineState, ...], str]] = {
    (LineState.BACKORDERED,): "a line that waits",
    (LineState.PENDING,): "a line that is not opened yet",
}
"""Which line to choose where only those in one state will do."""


def log_edit(
    tx: Transaction,
    order: Started,
    field: str,
    old: object,
    new: object,
    sentence: str,
    *,
    line_no: int | None = None,
    kind: str = "edit",
) -> None:
    """One row about an order in the record log, or about one of its lines if its number is given."""
    log.write(
        tx,
        kind=kind,
        record="order",
        record_id=order["number"],
        order_id=order["order_id"],
        line_no=line_no,
        field=field,
        old_value=old,
        new_value=new,
        sentence=sentence,
    )
