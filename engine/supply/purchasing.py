"""Purchase orders: written, opened, changed, called late or off (R1, R4, R39, R40).

A transfer is kept like one, with a source in the place of a vendor: what is done to its lines, days and state
is done here, and what else is different about it in ``transfers``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import cast

import polars as pl

from db.session import Transaction
from engine import catalogue, codes, days, log, numbers, promises, rows, stock, together
from engine.errors import (
    DeskError,
    EmptyPurchaseOrder,
    NoSuch,
    PastDay,
    ReceivedAlready,
    WrongState,
)
from engine.model import PoState, Qty
from engine.quantities import checked, checked_amount, spelled
from engine.rows import Item, PoLine, PurchaseOrder
from engine.rules import lifecycle
from engine.supply import transit, words
from engine.supply.words import capital, is_transfer, named


class IsTransfer(DeskError):
    """{transfer} is a transfer and goes to no vendor; send it instead."""


class NoTransfer(NoSuch):
    """{po} is a purchase order and no transfer; name a transfer."""


def find(tx: Transaction, number: str) -> PurchaseOrder:
    """One purchase order or transfer by its number: po_id, vendor, warehouse, state, automatic, version, …"""
    row = codes.find(tx, "supply.find", number, "purchase order", by="number")
    if row is None:
        raise NoSuch(kind="purchase order", name=number)
    return cast("PurchaseOrder", row)


def lines(tx: Transaction, number: str) -> pl.DataFrame:
    """The lines of a purchase order or a transfer: lic, qty, received, open_qty, expected_on, edited, …"""
    return lines_of(tx, find(tx, number))


def lines_of(tx: Transaction, po: PurchaseOrder) -> pl.DataFrame:
    """What ``lines`` says of one that was found already."""
    return tx.rows("supply.lines_of", po_id=po["po_id"])


def purchase_orders(tx: Transaction, state: PoState | None = None) -> pl.DataFrame:
    """Every purchase order, those that still bring something first, with who started it; no transfers."""
    return tx.rows("supply.orders", state=state)


def create_po(
    tx: Transaction,
    vendor: str,
    *,
    number: str | None = None,
    warehouse: str | None = None,
    automatic: bool = False,
) -> str:
    """Start a pending purchase order and return its number; it is not on order until it is opened (R4)."""
    typed = number or numbers.next_number(tx, numbers.Series.PURCHASE_ORDERS)
    number = codes.new(tx, "supply.find", typed, "purchase order", by="number")
    from_whom = catalogue.vendor(tx, vendor)
    tx.write(
        "supply.add",
        number=number,
        vendor_id=from_whom["vendor_id"],
        from_warehouse_id=None,
        warehouse_id=catalogue.open_warehouse(tx, warehouse)["warehouse_id"],
        automatic=automatic,
    )
    log_started(
        tx, number, "by replenishment" if automatic and tx.run_id else f"for vendor {from_whom['code']}"
    )
    return number


def log_started(tx: Transaction, number: str, how: str) -> None:
    """Log that a purchase order or a transfer was started, and how."""
    po = find(tx, number)
    log_po(tx, po, "state", None, PoState.PENDING, f"{capital(named(po))} was started {how}.")


def add_po_line(
    tx: Transaction,
    number: str,
    lic: str,
    qty: Qty,
    *,
    expected_on: date | None = None,
    unit_cost: Decimal | None = None,
) -> None:
    """Add a line to a pending or open purchase order, or a pending transfer; without a date it is expected
    after the lead time."""
    po = _changeable(tx, number, "added to")
    number = po["number"]
    item = stock.stocked(tx, lic, "buy")
    lic = item["lic"]
    keep_lines(tx, [po["po_id"]])
    tx.write(
        "supply.add_line",
        po_id=po["po_id"],
        item_id=item["item_id"],
        qty=checked(qty, lic, item["decimals"]),
        unit_cost=item["unit_cost"] if unit_cost is None else checked_amount(unit_cost, "unit cost", lic),
        expected_on=expected_on or _after_lead_time(tx, po, item),
        edited=True,
    )
    log_lines(tx)
    if po["state"] == PoState.OPEN:
        promises.refresh_po(tx, po["po_id"], f"{lic} was added to {named(po)}")


def _after_lead_time(tx: Transaction, po: PurchaseOrder, item: Item) -> date | None:
    if is_transfer(po):  # the days of the way count from when it is sent
        return None
    way = item["lead_time_days"] if item["lead_time_days"] is not None else po["vendor_lead_time_days"]
    return None if way is None else tx.today + timedelta(days=way)


def change_po_line(
    tx: Transaction,
    number: str,
    po_line_id: int,
    *,
    qty: Qty | None = None,
    expected_on: date | None = None,
    unit_cost: Decimal | None = None,
) -> None:
    """Change a line of a pending or open purchase order, or a pending transfer; replenishment leaves it alone
    afterwards (R37).

    None keeps a field as it is. A quantity of zero takes the line off; below what came in already is refused.
    """
    po = _changeable(tx, number, "changed")
    number = po["number"]
    line = rows.of(PoLine, lines_of(tx, po).filter(pl.col("po_line_id") == po_line_id))
    if not line:
        raise NoSuch(kind=f"line of {named(po)} numbered", name=po_line_id)
    old = line[0]
    new_qty = old["qty"] if qty is None else qty
    if new_qty:
        checked(new_qty, old["lic"], old["decimals"])
    if new_qty < old["received"]:
        raise ReceivedAlready(
            lic=old["lic"], po=number, received=spelled(old["received"]), qty=spelled(new_qty)
        )
    keep_lines(tx, [po["po_id"]])
    tx.write(
        "supply.set_line",
        po_line_id=po_line_id,
        qty=new_qty,
        unit_cost=old["unit_cost"]
        if unit_cost is None
        else checked_amount(unit_cost, "unit cost", old["lic"]),
        expected_on=expected_on or old["expected_on"],
    )
    log_lines(tx)
    close_or_reopen(tx)
    promises.refresh_po(tx, po["po_id"], f"{old['lic']} on {named(po)} was changed")


def open_po(tx: Transaction, number: str) -> None:
    """Send a purchase order to its vendor: from now its rest is on order (R1, R4)."""
    po = in_state(find(tx, number), "opened", PoState.PENDING)
    number = po["number"]
    if is_transfer(po):
        raise IsTransfer(transfer=number)
    if not lines_of(tx, po).height:
        raise EmptyPurchaseOrder(po=number)
    go(tx, po, PoState.OPEN, "was opened")
    promises.refresh_po(tx, po["po_id"], f"purchase order {number} was opened")


def open_pos(tx: Transaction, numbers: Iterable[str]) -> None:
    """Send several purchase orders to their vendors; what is refused is refused together."""
    together.each(partial(open_po, tx), dict.fromkeys(numbers))


def void_po(tx: Transaction, number: str) -> None:
    """Cancel a purchase order or a transfer; what came in already stays.

    What a transfer has in transit is brought back, and lies on hand at its source again (R47).
    """
    po = in_state(find(tx, number), "cancelled", PoState.PENDING, PoState.OPEN)
    go(tx, po, PoState.VOID, "was cancelled")
    promises.refresh_po(tx, po["po_id"], f"{named(po)} was cancelled")
    if is_transfer(po):
        transit.follow(tx, [po["po_id"]], f"{named(po)} was cancelled")


def close_or_reopen(tx: Transaction) -> None:
    """Close the touched purchase orders of which nothing is left to come, re-open those with a rest (R39)."""
    tx.write("supply.log_closing")
    tx.write("supply.close_or_reopen")


def _changeable(tx: Transaction, number: str, verb: str) -> PurchaseOrder:
    """A purchase order that is pending or open, or a transfer that is pending: afterwards its goods have
    left."""
    po = find(tx, number)
    return in_state(po, verb, PoState.PENDING, *([] if is_transfer(po) else [PoState.OPEN]))


def in_state(po: PurchaseOrder, verb: str, *states: PoState) -> PurchaseOrder:
    """This purchase order or transfer, in one of ``states``; else refused with the verb that was meant."""
    if po["state"] not in states:
        right_states = [words.state(po, state) for state in states]
        raise WrongState(
            record=capital(named(po)),
            state=words.state(po, PoState(po["state"])),
            verb=verb,
            remedy=f"name one that is {' or '.join(right_states)}",
        )
    return po


def mark_late(tx: Transaction, number: str, expected_on: date) -> None:
    """What is still open comes on another day, as the vendor says or the carrier: every date behind it moves
    at once (R40).

    Refuses a day that has passed, and a purchase order that is not open. The day that it has already is no
    news: nothing is written.
    """
    po = in_state(find(tx, number), "called late", PoState.OPEN)
    number = po["number"]
    if expected_on < tx.today:
        raise PastDay(record=capital(named(po)), day=days.spelled(expected_on, tx.today))
    if not tx.value("supply.is_another_day", po_id=po["po_id"], expected_on=expected_on):
        return
    keep_lines(tx, [po["po_id"]])
    tx.write("supply.move_open_lines", po_id=po["po_id"], expected_on=expected_on)
    log_lines(tx)
    sentence = f"{capital(named(po))} is now expected on {days.dated(expected_on)}."
    log_po(tx, po, "expected", None, expected_on, sentence)
    promises.refresh_po(tx, po["po_id"], f"{named(po)} moved to {days.dated(expected_on)}")


def select(tx: Transaction, po_ids: Collection[int]) -> None:
    """Select the purchase orders that the next steps are about."""
    tx.write("supply.select_pos", po_ids=list(po_ids))


def keep_lines(tx: Transaction, po_ids: Collection[int]) -> None:
    """Select purchase orders and keep what their lines are, before they change, for ``log_lines``."""
    select(tx, po_ids)
    tx.write("supply.keep_lines")


def log_lines(tx: Transaction, reason: str = "", fields: Collection[str] | None = None) -> None:
    """Log what changed on lines since ``keep_lines``: a row a field, of all or of ``fields`` (section 9).

    Each row has its old and new value, record ``po line`` or ``transfer line`` and the number
    ``PO/po_line_id``.
    """
    tx.write("supply.log_lines", reason=reason, fields=None if fields is None else list(fields))


def go(tx: Transaction, po: PurchaseOrder, to: PoState, verb: str) -> None:
    """Move a purchase order or a transfer to another state, if that is legal (R39), and log it."""
    if not lifecycle.po_may_go(PoState(po["state"]), to):
        state = words.state(po, PoState(po["state"]))
        raise WrongState(record=capital(named(po)), state=state, verb=f"made {to}", remedy="look again")
    tx.write("supply.set_state", po_id=po["po_id"], state=to)
    log_po(tx, po, "state", po["state"], to, f"{capital(named(po))} {verb}.")


def log_po(tx: Transaction, po: PurchaseOrder, field: str, old: object, new: object, sentence: str) -> None:
    """One row about a purchase order or a transfer in the record log."""
    log.write(
        tx,
        kind="log",
        record="transfer" if is_transfer(po) else "po",
        record_id=po["number"],
        po_id=po["po_id"],
        field=field,
        old_value=old,
        new_value=new,
        sentence=sentence,
    )
