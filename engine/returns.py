"""Returns: goods that come back from customers, and what is then owed (R34)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from db.session import Transaction
from engine import allocation, catalogue, line_states, orders, preferences, promises, shipments, stock
from engine.errors import TooMuchReturned
from engine.model import MovementKind, Qty
from engine.quantities import checked, plain, spelled
from engine.rows import Order, OrderLine


def listed(tx: Transaction, most: int = 10_000) -> pl.DataFrame:
    """The newest returns: returned_at (UTC), order, line_no, customer, lic, description, qty, sellable, total
    (how many there are in all)."""
    return tx.rows("stock.returns", most=most)


def take_back(tx: Transaction, number: str, line_no: int, qty: Qty, *, sellable: bool = True) -> None:
    """Take back shipped goods (R34).

    Sellable ones go on hand; the next sweep gives them away. A replacement is owed at the order's own place
    in the queue, unless the preference *Returns reduce the order quantity* is on.
    """
    order = orders.find(tx, number)
    line = orders.find_line(tx, order, line_no)
    checked(qty, line["lic"], line["decimals"])
    check(tx, number, line, qty)
    tx.write("stock.add_return", line_id=line["line_id"], qty=qty, sellable=sellable)
    if sellable and line["inventoried"]:
        pool = (line["item_id"], line["warehouse_id"])
        stock.move(
            tx,
            MovementKind.RETURN,
            pool,
            qty,
            reason=f"returned from order {number}",
            line_id=line["line_id"],
        )
        if line["discontinued"]:
            catalogue.revive(tx, line["lic"], f"{spelled(qty)} came back from order {number}")
    fit = "fit to sell" if sellable else "not fit to sell"
    orders.log_edit(
        tx,
        order,
        "returned",
        None,
        plain(qty),
        f"Line {line_no}: {spelled(qty)} of {line['lic']} came back, {fit}.",
        line_no=line_no,
        kind="log",
    )
    if not line["inventoried"]:
        return
    if not preferences.read(tx).returns_reduce_order:
        _owe_replacement(tx, order, line, qty)
    allocation.select_pools(tx, [(line["item_id"], line["warehouse_id"])])
    promises.refresh(tx, f"goods came back from order {number}")


def check(tx: Transaction, number: str, line: Mapping[str, Any], qty: Qty) -> None:
    """Refuse that more of a line (line_id, line_no) of an order comes back than the customer has (R34)."""
    left = tx.value("stock.out_there", line_id=line["line_id"])
    if qty > left:
        raise TooMuchReturned(shipped=spelled(left), line=line["line_no"], order=number, qty=spelled(qty))


def _owe_replacement(tx: Transaction, order: Order, line: OrderLine, qty: Qty) -> None:
    tx.write("stock.add_replacement", line_id=line["line_id"], qty=qty)
    tx.write("stock.log_replacement")
    allocation.select_orders(tx, [order["order_id"]])
    line_states.close_or_reopen(tx)
    shipments.reconcile(tx, "a replacement is owed")
