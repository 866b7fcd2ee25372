"""Changes of open orders: quantities, priority, facts, cancelling, pins (R11, R17 to R19, R22)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Unpack

from db.session import Transaction
from engine import allocation, line_states, promises, rows, shipments
from engine.allocation import Settled
from engine.errors import (
    LineBeingPicked,
    NothingAllotted,
    TooMuchIsFirm,
    refuse,
)
from engine.model import LineState, OnShortage, OrderState, Qty, ShipmentState
from engine.orders import heads, holds
from engine.orders.drafts import TypedLine, add_lines
from engine.orders.records import find, find_line, for_change, log_edit
from engine.quantities import checked, spelled
from engine.rows import FamilyLine, ListedLine, Order, OrderLine
from engine.rules.header import Header
from engine.rules.holds import is_on


def change_qty(
    tx: Transaction,
    number: str,
    line_no: int,
    qty: Qty,
    *,
    on_shortage: OnShortage | None = None,
    ask: bool = False,
    seen: int | None = None,
) -> Settled:
    """Make the ordered quantity of a line on an open order ``qty``, split siblings counted together (R11).

    An increase is a new line at the back of the queue, which is settled at once, and on hold as the line is
    (R45); a decrease comes off
    backorder first, then off what is allotted and not firm, and what comes free waits for a sweep.
    """
    order = for_change(tx, number, seen, OrderState.OPEN)
    line = find_line(tx, order, line_no)
    checked(qty, line["lic"], line["decimals"])
    family = _family(tx, line["root_line_id"])
    now = sum((row["qty"] for row in family), Decimal(0))
    if qty > now:
        more = TypedLine(
            line["lic"],
            qty - now,
            on_shortage,
            unit_price=line["unit_price"],
            warehouse=line["warehouse"],
            note=line["note"],
            not_before=line["not_before"],
        )
        held = line["hold"] if is_on(line["hold"], tx.today) else None
        return add_lines(tx, number, [more], hold=held, ask=ask).settled
    if qty < now:
        _lower(tx, order, line, family, now - qty)
    return Settled()


def _family(tx: Transaction, root_line_id: int) -> list[FamilyLine]:
    return rows.of(FamilyLine, tx.rows("orders.family", root_line_ids=[root_line_id]))


def _lower(tx: Transaction, order: Order, line: OrderLine, family: list[FamilyLine], less: Qty) -> None:
    """Take ``less`` units off a line's siblings, those that wait first and the latest first (R11)."""
    loose = [row for row in family if not row["firm"]]
    if less > sum((row["qty"] for row in loose), Decimal(0)):
        raise TooMuchIsFirm(line=line["line_no"], order=order["number"], less=spelled(less))
    cancelled, _ = _cut_off(tx, loose, less)
    _cancel(tx, order, cancelled)


def cancel_units(tx: Transaction, number: str, root_line_id: int, qty: Qty, reason: str) -> Qty:
    """Cancel units of a typed line that are not firm, as far as there are any (R11); returns how many are
    left."""
    family = _family(tx, root_line_id)
    cancelled, left = _cut_off(tx, [row for row in family if not row["firm"]], qty)
    if cancelled:
        _cancel(tx, find(tx, number), cancelled, reason)
    return left


def _cut_off(tx: Transaction, loose: list[FamilyLine], less: Qty) -> tuple[list[int], Qty]:
    """The ids of the lines that together hold ``less`` units, one of them split off if need be, and the units
    that none of them has."""
    cut: list[int] = []
    for row in loose:  # waiting ones first, then allotted, the latest first: see orders.family
        part = min(less, row["qty"])
        if not part:
            break
        is_split = part < row["qty"]
        cut.append(line_states.split_off(tx, row, part) if is_split else row["line_id"])
        less -= part
    return cut, less


def cancel_line(tx: Transaction, number: str, line_no: int, *, seen: int | None = None) -> None:
    """Cancel what has not shipped of one line; on a draft, take it off."""
    order = for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    line = find_line(tx, order, line_no, LineState.PENDING, LineState.BACKORDERED, LineState.ALLOTTED)
    _refuse_picked(order, [line])
    _cancel(tx, order, [line["line_id"]])


def cancel_order(tx: Transaction, number: str, *, seen: int | None = None) -> None:
    """Cancel what has not shipped of an order; a draft, or an order of which nothing shipped, becomes
    void."""
    order = for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    unshipped = (LineState.PENDING, LineState.BACKORDERED, LineState.ALLOTTED)
    listed = rows.of(ListedLine, tx.rows("orders.lines_of", order_id=order["order_id"]))
    open_lines = [line for line in listed if line["state"] in unshipped]
    _refuse_picked(order, open_lines)
    _cancel(tx, order, [line["line_id"] for line in open_lines])
    if order["state"] == OrderState.PENDING:
        tx.write("orders.set_void", order_id=order["order_id"])
        log_edit(
            tx,
            order,
            "state",
            OrderState.PENDING,
            OrderState.VOID,
            f"Order {number} was cancelled.",
            kind="log",
        )


def _refuse_picked(order: Order, affected: Sequence[OrderLine | ListedLine]) -> None:
    refuse(
        [
            LineBeingPicked(
                line=line["line_no"], order=order["number"], shipment=line["shipment_id"], verb="cancelled"
            )
            for line in affected
            if line["shipment_state"] == ShipmentState.PICKING
        ]
    )


def _cancel(tx: Transaction, order: Order, line_ids: list[int], reason: str = "a line was cancelled") -> None:
    """Cancel lines of an order; what comes free waits for the next sweep (R24)."""
    line_states.cancel(tx, line_ids)
    allocation.select_orders(tx, [order["order_id"]])
    shipments.reconcile(tx, reason)
    line_states.close_or_reopen(tx)
    promises.refresh_orders(tx, f"a line of order {order['number']} was cancelled")
    tx.write("orders.touch_version", order_id=order["order_id"])


def set_priority(tx: Transaction, number: str, priority: int, *, seen: int | None = None) -> Settled:
    """Change an order's place in the queue and settle its pools at once (R17 to R19)."""
    order = for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    heads.change(tx, order, {"priority": priority})
    if order["state"] == OrderState.PENDING or priority == order["priority"]:
        return Settled()
    verb = "raised" if priority > order["priority"] else "lowered"
    reason = f"order {number} was {verb} to priority {priority}"
    return allocation.settle_orders(tx, [order["order_id"]], reason)


def change(tx: Transaction, number: str, *, seen: int | None = None, **head: Unpack[Header]) -> None:
    """Change the head of an order; its pending shipments follow (R30, R32), and the queue a priority."""
    order = for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    if (first_day := head.get("not_before")) != order["not_before"]:
        holds.refuse_past(tx, first_day, f"order {number}")
    heads.change(tx, order, {name: value for name, value in head.items() if name != "priority"})
    if order["state"] == OrderState.OPEN and head.keys() & {"ship_type", "location"}:
        allocation.select_orders(tx, [order["order_id"]])
        shipments.reconcile(tx, "the order was changed")
    if "priority" in head:
        set_priority(tx, number, head["priority"])
    if (
        order["state"] == OrderState.OPEN
        and head.get("not_before", order["not_before"]) != order["not_before"]
    ):
        holds.settle(tx, [order["order_id"]], f"order {number} is wanted from another day on")


def set_pinned(tx: Transaction, number: str, line_no: int, pinned: bool) -> None:
    """Make an allotted line firm, so that nobody takes its stock, or let it go again (R22); where it is so
    already nothing is written."""
    order = for_change(tx, number, None, OrderState.OPEN)
    line = find_line(tx, order, line_no)
    if pinned and line["state"] != LineState.ALLOTTED:
        raise NothingAllotted(line=line_no, order=number)
    if line["pinned"] == pinned:
        return
    tx.write("orders.set_pinned", line_id=line["line_id"], pinned=pinned)
    tx.write("orders.touch_version", order_id=order["order_id"])
    verb = "was pinned: nobody can take its stock" if pinned else "is no longer pinned"
    log_edit(tx, order, "pinned", line["pinned"], pinned, f"Line {line_no} {verb}.", line_no=line_no)
    promises.refresh_firm(tx, [line["line_id"]], f"line {line_no} of order {number} {verb}")
