"""Edits of one open line: split or whole, and giving its place in the queue up (R7, R14).

Both are demand events: the pools of the order are settled at once, and lines of other orders that would gain
wait for the next sweep (R17).
"""

from __future__ import annotations

from db.session import Transaction
from engine import allocation, line_states, orders, shipments
from engine.allocation import Settled
from engine.errors import LineBeingPicked, LinePinned, NoLongerInventoried, WrongState
from engine.model import LineState, OnShortage, OrderState, ShipmentState
from engine.quantities import spelled
from engine.rows import Order, OrderLine


def set_whole(tx: Transaction, number: str, line_no: int, *, whole: bool, seen: int | None = None) -> Settled:
    """Make a line ship only in one piece, or let it be split again (R7).

    Only the line that is named: what was split off it before stays as it is. One that has shipped or was
    cancelled is refused.
    """
    order, line = _open_line(tx, number, line_no, seen, "made whole" if whole else "split")
    if line["whole"] == whole:
        return Settled()
    answer = OnShortage.WHOLE if whole else OnShortage.SPLIT
    tx.write("line_edits.set_whole", line_id=line["line_id"], whole=whole, on_shortage=answer)
    tx.write("orders.touch_version", order_id=order["order_id"])
    verb = "ships only in one piece from now on" if whole else "may be split from now on"
    sentence = f"Line {line_no} of {line['lic']} {verb}."
    orders.log_edit(tx, order, "whole", line["whole"], whole, sentence, line_no=line_no)
    return _settle(tx, order, f"line {line_no} of order {number} {verb}")


def release(tx: Transaction, number: str, line_no: int, *, seen: int | None = None) -> Settled:
    """Give a line's stock back, and its place in the queue with it: it waits at the back from now on.

    Without the place the next sweep would only give the stock back. All of a split line goes to the back, for
    its parts share one place (R5). Priority comes before place (R14), so that whoever is behind with a lower
    priority gains nothing by this. A firm line is refused (R22), and
    so is a LIC without stock, which never waits (R13).
    """
    order, line = _open_line(tx, number, line_no, seen, "released")
    _refuse_firm(line_no, number, line)
    if not line["inventoried"]:
        raise NoLongerInventoried(lic=line["lic"], verb="give back")
    tx.write("line_edits.send_to_back", root_line_id=line["root_line_id"])
    tx.write("orders.touch_version", order_id=order["order_id"])
    sentence = f"Line {line_no} of {line['lic']} gave its place up and waits at the back of the queue."
    place = orders.find_line(tx, order, line_no)["entry_seq"]
    orders.log_edit(tx, order, "entry", line["entry_seq"], place, sentence, line_no=line_no)
    if line["state"] == LineState.ALLOTTED:
        _take_back(tx, order, line)
    return _settle(tx, order, f"line {line_no} of order {number} gave its place up")


def _take_back(tx: Transaction, order: Order, line: OrderLine) -> None:
    sentence = f"Line {line['line_no']}: {spelled(line['qty'])} of {line['lic']} given back."
    line_states.move(tx, line, LineState.BACKORDERED, sentence)
    allocation.select_orders(tx, [order["order_id"]])
    shipments.reconcile(tx, "a line gave its stock back")


def _open_line(
    tx: Transaction, number: str, line_no: int, seen: int | None, verb: str
) -> tuple[Order, OrderLine]:
    order = orders.check_seen(tx, number, seen)
    line = orders.find_line(tx, order, line_no)
    if order["state"] != OrderState.OPEN or line["state"] not in (LineState.ALLOTTED, LineState.BACKORDERED):
        raise WrongState(
            record=f"Line {line_no} of order {number}",
            state=line["state"],
            verb=verb,
            remedy="choose an open line that has not shipped",
        )
    return order, line


def _refuse_firm(line_no: int, number: str, line: OrderLine) -> None:
    if line["shipment_state"] == ShipmentState.PICKING:
        raise LineBeingPicked(line=line_no, order=number, shipment=line["shipment_id"], verb="released")
    if line["pinned"]:
        raise LinePinned(line=line_no, order=number, verb="released")


def _settle(tx: Transaction, order: Order, reason: str) -> Settled:
    return allocation.settle_orders(tx, [order["order_id"]], reason)
