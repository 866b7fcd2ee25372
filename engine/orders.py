"""Orders: typed, opened, changed, cancelled (R4 to R13, R17 to R19).

Orders and lines are named as people name them: the order's number, the line's number within it.
``seen`` is the version a person read; a change by somebody else since then is refused (section 10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from db.session import Transaction
from engine import allocation, catalogue, log, promises, shipments
from engine.allocation import Gains, Settled
from engine.errors import (
    BadPriority,
    ChangedSince,
    DeskError,
    DiscontinuedShort,
    EmptyOrder,
    NothingAllotted,
    ShortageUnanswered,
    Taken,
    Unknown,
    WrongState,
    refuse,
)
from engine.model import LineState, OnShortage, OrderState, Qty, ShipmentState, ShipType
from engine.quantities import checked, plain
from engine.rules.entering import DraftLine, Entry, Shortage, enter

Record = dict[str, Any]
KEEP: Any = object()
"""Leave a field as it is."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a set of orders did."""

    settled: Settled
    refused: list[str]  # a sentence for each discontinued short line; its order stays pending (R10)


def find(tx: Transaction, number: str) -> Record:
    """One order by its number: order_id, customer, location, ship_type, priority, state, version, …"""
    found = tx.row("orders.find", number=str(number).strip())
    if found is None:
        raise Unknown(kind="order", name=number)
    return found


def lines(tx: Transaction, number: str) -> pl.DataFrame:
    """The lines of an order, split siblings beside the line that was typed."""
    return tx.rows("orders.lines_of", order_id=find(tx, number)["order_id"])


def listed(
    tx: Transaction,
    *,
    state: OrderState | None = None,
    customer: str | None = None,
    word: str | None = None,
    most: int = 10_000,
) -> pl.DataFrame:
    """The newest ``most`` orders that match, one row each.

    ``word``: part of the order's number, customer, note, location or of a LIC on it. Columns: number,
    customer, customer_name, location, state, ship_type, priority, requested_on, entered_at (UTC), entered_by,
    lines, allotted, backordered and shipped (lines in that state), value, total (how many match in all).
    """
    return tx.rows("orders.listed", state=state, customer=customer, word=word or None, most=most)


def create(
    tx: Transaction,
    customer: str,
    *,
    location: str | None = None,
    ship_type: ShipType = ShipType.PARTIAL,
    priority: int = 0,
    requested_on: date | None = None,
    number: str | None = None,
    note: str = "",
) -> str:
    """Start a draft order and return its number; a draft changes no balance (R4)."""
    known = catalogue.customer(tx, customer)
    number = str(number).strip() if number else str(tx.value("orders.next_number"))
    if tx.row("orders.find", number=number):
        raise Taken(kind="order", name=number)
    tx.write(
        "orders.add",
        number=number,
        customer_id=known["customer_id"],
        location_id=catalogue.location(tx, known, location)["location_id"],
        ship_type=ShipType(ship_type),
        priority=_checked_priority(number, priority),
        requested_on=requested_on,
        note=note,
    )
    order = find(tx, number)
    log_edit(tx, order, "state", None, OrderState.PENDING, f"Order {number} was started for {known['name']}.")
    return number


def add_line(
    tx: Transaction,
    number: str,
    lic: str,
    qty: Qty,
    *,
    on_shortage: OnShortage | None = None,
    answered_qty: Qty | None = None,
    unit_price: Decimal | None = None,
    warehouse: str | None = None,
    note: str = "",
    ask: bool = False,
    seen: int | None = None,
) -> int:
    """Add a line and return its number. On an open order it opens at once, at the back of the queue (R11).

    ``ask``: raise ShortageUnanswered for an undecided shortage on an open order instead of following the ship
    type.
    """
    order = _for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    item = catalogue.item(tx, lic)
    if not item["active"]:
        raise WrongState(record=lic, state="inactive", verb="ordered", remedy="activate it or name another")
    tx.write(
        "orders.add_line",
        order_id=order["order_id"],
        item_id=item["item_id"],
        warehouse_id=catalogue.warehouse(tx, warehouse)["warehouse_id"],
        qty=checked(qty, lic, item["decimals"]),
        on_shortage=on_shortage,
        answered_qty=answered_qty,
        entry_seq=None,
        unit_price=unit_price,
        note=note,
    )
    line_no: int = tx.value("orders.last_line_no", order_id=order["order_id"])
    log_edit(tx, order, "line", None, line_no, f"Line {line_no} was added: {plain(qty)} of {lic}.")
    if order["state"] == OrderState.OPEN:
        tx.write("orders.touch_version", order_id=order["order_id"])
        _open_new_lines(tx, order, ask=ask)
    return line_no


def change_draft_line(
    tx: Transaction,
    number: str,
    line_no: int,
    *,
    qty: Qty,
    on_shortage: OnShortage | None = None,
    answered_qty: Qty | None = None,
    unit_price: Decimal | None = KEEP,
    note: str = KEEP,
) -> None:
    """Retype a line of a draft."""
    order = _for_change(tx, number, None, OrderState.PENDING)
    line = find_line(tx, order, line_no, LineState.PENDING)
    tx.write(
        "orders.set_draft_line",
        line_id=line["line_id"],
        qty=checked(qty, line["lic"], line["decimals"]),
        on_shortage=on_shortage,
        answered_qty=answered_qty,
        unit_price=line["unit_price"] if unit_price is KEEP else unit_price,
        note=line["note"] if note is KEEP else note,
    )
    sentence = f"Line {line_no}: {plain(line['qty'])} of {line['lic']} became {plain(qty)}."
    log_edit(tx, order, "qty", plain(line["qty"]), plain(qty), sentence)


def answer(
    tx: Transaction, number: str, line_no: int, on_shortage: OnShortage, available: Qty | None
) -> None:
    """Keep the answer to the prompt, given for what was available then (R7, R9)."""
    order = _for_change(tx, number, None, OrderState.PENDING)
    line = find_line(tx, order, line_no, LineState.PENDING)
    tx.write("orders.set_answer", line_id=line["line_id"], on_shortage=on_shortage, answered_qty=available)


def shortages(tx: Transaction, number: str) -> list[Shortage]:
    """The draft lines of an order that are short now and nobody decided on: what to ask (R6 to R8)."""
    allocation.touch_orders(tx, [find(tx, number)["order_id"]])
    entry = _enter(tx, ask=True)
    return entry.questions + [shortage for refused in entry.refused.values() for shortage in refused]


def open_order(tx: Transaction, number: str, *, ask: bool = False, seen: int | None = None) -> Opened:
    """Open a draft: its lines become demand and get what the queue gives them (R4, R9, R16, R17).

    With ``ask``, a short line without an answer that still holds raises ShortageUnanswered with the
    questions;
    otherwise it follows the ship type. A discontinued short line is refused and the order stays pending
    (R10).
    """
    order = _for_change(tx, number, seen, OrderState.PENDING)
    if not lines(tx, number).filter(pl.col("state") == LineState.PENDING).height:
        raise EmptyOrder(order=number)
    return _open_new_lines(tx, order, ask=ask)


def open_many(tx: Transaction, order_ids: list[int], reason: str) -> Opened:
    """Open drafts as one event: entered in the order of their ids, then settled once (R17).

    Orders refused for a discontinued short line stay pending and are named in ``refused``.
    """
    allocation.touch_orders(tx, order_ids)
    entry = _enter(tx, ask=False)
    refused = [str(problem) for problem in _refusals(tx, entry)]
    return Opened(_open(tx, entry, reason), refused)


def _open_new_lines(tx: Transaction, order: Record, *, ask: bool) -> Opened:
    allocation.touch_orders(tx, [order["order_id"]])
    entry = _enter(tx, ask=ask)
    refuse(_refusals(tx, entry))
    if entry.questions:
        raise ShortageUnanswered(order=order["number"], shortages=entry.questions)
    settled = _open(tx, entry, f"order {order['number']} was opened")
    return Opened(settled, [])


def _enter(tx: Transaction, *, ask: bool) -> Entry:
    """Decide the shortages of the touched orders' draft lines from what is available now."""
    drafts = tx.rows("orders.draft_lines").filter(pl.col("inventoried"))
    available = {(i, w): qty for i, w, qty in tx.rows("orders.available_for_drafts").iter_rows()}
    return enter((_draft(row) for row in drafts.iter_rows(named=True)), available, ask=ask)


def _draft(row: Record) -> DraftLine:
    return DraftLine(
        row["line_id"],
        row["order_id"],
        row["line_no"],
        row["lic"],
        (row["item_id"], row["warehouse_id"]),
        row["qty"],
        OnShortage(row["on_shortage"]) if row["on_shortage"] else None,
        row["answered_qty"],
        ShipType(row["ship_type"]),
        row["discontinued"],
    )


def _refusals(tx: Transaction, entry: Entry) -> list[DeskError | str]:
    if not entry.refused:
        return []
    numbers = dict(tx.rows("orders.draft_lines").select("order_id", "order_number").iter_rows())
    return [
        DiscontinuedShort(
            lic=short.lic,
            line=short.line_no,
            order=numbers[order_id],
            available=plain(short.now),
            qty=plain(short.qty),
        )
        for order_id, refused in entry.refused.items()
        for short in refused
    ]


def _open(tx: Transaction, entry: Entry, reason: str) -> Settled:
    tx.write("orders.find_opening", whole_line_ids=entry.whole, refused_order_ids=list(entry.refused))
    tx.write("orders.open_lines")
    tx.write("orders.log_orders_opened")
    tx.write("orders.log_opened")
    tx.write("orders.open_orders")
    tx.write("orders.touch_opening")
    tx.write("allocation.touch_pools_of_orders")
    settled = allocation.settle(tx, Gains.ORDERS, reason)
    if tx.value("orders.opening_has_unstocked"):
        tx.write("orders.touch_opening")
        shipments.reconcile(tx, reason)
    return settled


def change_qty(
    tx: Transaction,
    number: str,
    line_no: int,
    qty: Qty,
    *,
    on_shortage: OnShortage | None = None,
    ask: bool = False,
    seen: int | None = None,
) -> None:
    """Make the ordered quantity of a line on an open order ``qty``, split siblings counted together (R11).

    An increase is a new line at the back of the queue; a decrease comes off backorder first, then off what is
    allotted and not firm.
    """
    order = _for_change(tx, number, seen, OrderState.OPEN)
    line = find_line(tx, order, line_no)
    checked(qty, line["lic"], line["decimals"])
    family = tx.rows("orders.family", root_line_id=line["root_line_id"]).to_dicts()
    now = sum((row["qty"] for row in family), Decimal(0))
    if qty > now:
        add_line(
            tx,
            number,
            line["lic"],
            qty - now,
            on_shortage=on_shortage,
            unit_price=line["unit_price"],
            warehouse=line["warehouse"],
            note=line["note"],
            ask=ask,
        )
    elif qty < now:
        _lower(tx, order, line, family, now - qty)


def _lower(tx: Transaction, order: Record, line: Record, family: list[Record], less: Qty) -> None:
    """Take ``less`` units off a line's siblings, those that wait first and the latest first (R11)."""
    loose = [row for row in family if not row["firm"]]
    if less > sum((row["qty"] for row in loose), Decimal(0)):
        raise WrongState(
            record=f"Line {line['line_no']} of order {order['number']}",
            state="partly shipped, being picked or pinned",
            verb=f"lowered by {plain(less)}",
            remedy="lower it by less, or void the shipment first",
        )
    cancelled: list[int] = []
    for row in loose:  # waiting ones first, then allotted, the latest first: see orders.family
        part = min(less, row["qty"])
        if not part:
            break
        if part < row["qty"]:
            tx.write("orders.split_off", line_id=row["line_id"], qty=part, state=row["state"])
            tx.write("orders.set_qty", line_id=row["line_id"], qty=row["qty"] - part)
            cancelled.append(tx.value("orders.last_line_id"))
        else:
            cancelled.append(row["line_id"])
        less -= part
    _cancel(tx, order, cancelled)


def cancel_line(tx: Transaction, number: str, line_no: int, *, seen: int | None = None) -> None:
    """Cancel what has not shipped of one line; on a draft, take it off."""
    order = _for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    line = find_line(tx, order, line_no, LineState.PENDING, LineState.BACKORDERED, LineState.ALLOTTED)
    _refuse_firm(order, [line])
    _cancel(tx, order, [line["line_id"]])


def cancel_order(tx: Transaction, number: str, *, seen: int | None = None) -> None:
    """Cancel what has not shipped of an order; a draft, or an order of which nothing shipped, becomes
    void."""
    order = _for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    unshipped = (LineState.PENDING, LineState.BACKORDERED, LineState.ALLOTTED)
    open_lines = [
        find_line(tx, order, line_no)
        for line_no, state in lines(tx, number).select("line_no", "state").iter_rows()
        if state in unshipped
    ]
    _refuse_firm(order, open_lines)
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


def _refuse_firm(order: Record, affected: list[Record]) -> None:
    refuse(
        [
            WrongState(
                record=f"Line {line['line_no']} of order {order['number']}",
                state=f"on shipment {line['shipment_id']}, which is being picked",
                verb="cancelled",
                remedy="void that shipment first",
            )
            for line in affected
            if line["shipment_state"] == ShipmentState.PICKING
        ]
    )


def _cancel(tx: Transaction, order: Record, line_ids: list[int]) -> None:
    """Nothing is re-allotted: what comes free waits for the next sweep (R24)."""
    tx.write("orders.log_cancelled", line_ids=line_ids)
    tx.write("orders.cancel_lines", line_ids=line_ids)
    allocation.touch_orders(tx, [order["order_id"]])
    shipments.reconcile(tx, "a line was cancelled")
    shipments.close_or_reopen(tx)
    promises.refresh_orders(tx, f"a line of order {order['number']} was cancelled")
    tx.write("orders.touch_version", order_id=order["order_id"])


def set_priority(tx: Transaction, number: str, priority: int, *, seen: int | None = None) -> Settled:
    """Change an order's place in the queue and settle its pools at once (R17 to R19)."""
    order = _for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    _checked_priority(number, priority)
    _set(tx, order, "priority", priority)
    if order["state"] == OrderState.PENDING or priority == order["priority"]:
        return Settled()
    allocation.touch_orders(tx, [order["order_id"]])
    tx.write("allocation.touch_pools_of_orders")
    verb = "raised" if priority > order["priority"] else "lowered"
    return allocation.settle(tx, Gains.ORDERS, f"order {number} was {verb} to priority {priority}")


def change(
    tx: Transaction,
    number: str,
    *,
    ship_type: ShipType = KEEP,
    location: str = KEEP,
    requested_on: date | None = KEEP,
    note: str = KEEP,
    seen: int | None = None,
) -> None:
    """Change the facts of an order; its pending shipments follow (R30, R32)."""
    order = _for_change(tx, number, seen, OrderState.PENDING, OrderState.OPEN)
    wanted: Mapping[str, Any] = {"ship_type": ship_type, "requested_on": requested_on, "note": note}
    for name, value in wanted.items():
        if value is not KEEP:
            _set(tx, find(tx, number), name, value)
    if location is not KEEP and location != order["location"]:
        _set_location(tx, order, location)
    if order["state"] == OrderState.OPEN and not (ship_type is KEEP and location is KEEP):
        allocation.touch_orders(tx, [order["order_id"]])
        shipments.reconcile(tx, "the order was changed")


def _set_location(tx: Transaction, order: Record, code: str) -> None:
    known = catalogue.location(tx, catalogue.customer(tx, order["customer"]), code)
    fields = find(tx, order["number"])
    tx.write(
        "orders.set_field",
        **{name: fields[name] for name in _FIELDS} | {"location_id": known["location_id"]},
        order_id=order["order_id"],
    )
    tx.write("orders.touch_version", order_id=order["order_id"])
    log_edit(tx, order, "location", order["location"], code, f"Order {order['number']} now goes to {code}.")


_FIELDS = ("ship_type", "priority", "location_id", "requested_on", "note")


def _set(tx: Transaction, order: Record, name: str, value: Any) -> None:
    if order[name] == value:
        return
    tx.write(
        "orders.set_field",
        **{field: order[field] for field in _FIELDS} | {name: value},
        order_id=order["order_id"],
    )
    tx.write("orders.touch_version", order_id=order["order_id"])
    word = name.replace("_", " ")
    shown = value if value not in (None, "") else "nothing"
    log_edit(
        tx,
        order,
        name,
        order[name],
        value,
        f"Order {order['number']}: {word} changed from {order[name]} to {shown}.",
    )


def set_pinned(tx: Transaction, number: str, line_no: int, pinned: bool) -> None:
    """Make an allotted line firm, so that nobody takes its stock, or let it go again (R22)."""
    order = _for_change(tx, number, None, OrderState.OPEN)
    line = find_line(tx, order, line_no)
    if pinned and line["state"] != LineState.ALLOTTED:
        raise NothingAllotted(line=line_no, order=number)
    tx.write("orders.set_pinned", line_id=line["line_id"], pinned=pinned)
    tx.write("orders.touch_version", order_id=order["order_id"])
    verb = "was pinned: nobody can take its stock" if pinned else "is no longer pinned"
    log_edit(tx, order, "pinned", line["pinned"], pinned, f"Line {line_no} {verb}.")


def comment(tx: Transaction, number: str, text: str) -> None:
    """Write a remark into an order's record log."""
    order = find(tx, number)
    log_edit(tx, order, "", None, None, text.strip(), kind="comment")


def check_seen(tx: Transaction, number: str, seen: int | None) -> Record:
    """The order, or a refusal if somebody changed it since the version a person saw (section 10)."""
    order = find(tx, number)
    if seen is not None and seen != order["version"]:
        raise ChangedSince(
            order=number, who=order["changed_by"], when=f"{order['changed_at']:%Y-%m-%d %H:%M}"
        )
    return order


def _for_change(tx: Transaction, number: str, seen: int | None, *states: OrderState) -> Record:
    order = check_seen(tx, number, seen)
    if order["state"] not in states:
        raise WrongState(
            record=f"Order {number}",
            state=order["state"],
            verb="changed this way",
            remedy="start a new order",
        )
    return order


def find_line(tx: Transaction, order: Record, line_no: int, *states: LineState) -> Record:
    """One line of an order ``find`` gave, in one of ``states`` if any are named."""
    line = tx.row("orders.find_line", order_id=order["order_id"], line_no=line_no)
    if line is None:
        raise Unknown(kind=f"line of order {order['number']} numbered", name=line_no)
    if states and line["state"] not in states:
        raise WrongState(
            record=f"Line {line_no} of order {order['number']}",
            state=line["state"],
            verb="changed",
            remedy="choose a line that has not shipped",
        )
    return line


def _checked_priority(number: str, priority: int) -> int:
    if not 0 <= priority <= 9:
        raise BadPriority(priority=priority, order=number)
    return priority


def log_edit(
    tx: Transaction, order: Record, field: str, old: object, new: object, sentence: str, *, kind: str = "edit"
) -> None:
    """One row about an order in the record log."""
    log.write(
        tx,
        kind=kind,
        record="order",
        record_id=order["number"],
        order_id=order["order_id"],
        field=field,
        old_value=old,
        new_value=new,
        sentence=sentence,
    )
