"""Opening: a draft becomes demand, its shortages are decided, and its pools settle (R4 to R10, R13, R17)."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from db.session import Transaction
from engine import allocation, shipments
from engine.allocation import Settled
from engine.errors import (
    DeskError,
    DiscontinuedShort,
    EmptyOrder,
    ShortageUnanswered,
    refuse,
)
from engine.model import LineState, MayGain, OnShortage, OrderState, ShipType
from engine.orders.records import find, for_change, lines
from engine.quantities import plain
from engine.rows import Order, Record
from engine.rules.shortages import Decisions, DraftLine, Shortage, decide_shortages


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a set of orders did."""

    settled: Settled
    refused: list[str]  # a sentence for each discontinued short line; its order stays pending (R10)


def shortages(tx: Transaction, number: str) -> list[Shortage]:
    """The draft lines of an order that are short now and nobody decided on: what to ask (R6 to R8)."""
    allocation.select_orders(tx, [find(tx, number)["order_id"]])
    decisions = _decide(tx, ask=True)
    return decisions.questions + [shortage for refused in decisions.refused.values() for shortage in refused]


def open_order(tx: Transaction, number: str, *, ask: bool = False, seen: int | None = None) -> Opened:
    """Open a draft: its lines become demand and get what the queue gives them (R4, R9, R16, R17).

    With ``ask``, a short line without an answer that still holds raises ShortageUnanswered with the
    questions; otherwise it follows the ship type. A discontinued short line is refused and the order stays
    pending (R10).
    """
    order = for_change(tx, number, seen, OrderState.PENDING)
    if not lines(tx, number).filter(pl.col("state") == LineState.PENDING).height:
        raise EmptyOrder(order=number)
    return open_new_lines(tx, order, ask=ask)


def open_many(tx: Transaction, order_ids: list[int], reason: str) -> Opened:
    """Open drafts as one event: entered in the order of their ids, then settled once (R17).

    Orders refused for a discontinued short line stay pending and are named in ``refused``.
    """
    allocation.select_orders(tx, order_ids)
    decisions = _decide(tx, ask=False)
    refused = [str(problem) for problem in _refusals(tx, decisions)]
    return Opened(_open(tx, decisions, reason), refused)


def open_new_lines(tx: Transaction, order: Order, *, ask: bool) -> Opened:
    """Open the draft lines of one order, itself open or not (R11); refusals and questions are raised."""
    allocation.select_orders(tx, [order["order_id"]])
    decisions = _decide(tx, ask=ask)
    refuse(_refusals(tx, decisions))
    if decisions.questions:
        raise ShortageUnanswered(order=order["number"], shortages=decisions.questions)
    settled = _open(tx, decisions, f"order {order['number']} was opened")
    return Opened(settled, [])


def _decide(tx: Transaction, *, ask: bool) -> Decisions:
    """Decide the shortages of the touched orders' draft lines from what is available now."""
    drafts = tx.rows("orders.draft_lines").filter(pl.col("inventoried"))
    available = tx.rows("orders.available_for_drafts")
    scarce = _in_scarce_pools(drafts, available)
    at_hand = {(item_id, warehouse_id): qty for item_id, warehouse_id, qty in available.iter_rows()}
    return decide_shortages((draft_line(row) for row in scarce.iter_rows(named=True)), at_hand, ask=ask)


def _in_scarce_pools(drafts: pl.DataFrame, available: pl.DataFrame) -> pl.DataFrame:
    """The draft lines of pools that have less than all drafts want; no other line can be short. In entry
    order."""
    pool = ["item_id", "warehouse_id"]
    wanted = drafts.group_by(pool).agg(pl.col("qty").sum().alias("wanted_qty"))
    scarce = wanted.join(available, on=pool).filter(pl.col("wanted_qty") > pl.col("available_qty"))
    # A join promises no order, and the order of entry decides who is short.
    return drafts.join(scarce, on=pool, how="semi").sort("order_id", "line_no")


def draft_line(row: Record) -> DraftLine:
    """A row of orders.draft_lines or entry.lines, as the rule of shortages sees it."""
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


def _refusals(tx: Transaction, decisions: Decisions) -> list[DeskError | str]:
    if not decisions.refused:
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
        for order_id, refused in decisions.refused.items()
        for short in refused
    ]


def _open(tx: Transaction, decisions: Decisions, reason: str) -> Settled:
    tx.write("orders.find_opening", whole_line_ids=decisions.whole, refused_order_ids=list(decisions.refused))
    tx.write("orders.open_lines")
    tx.write("orders.log_orders_opened")
    tx.write("orders.log_opened")
    tx.write("orders.open_orders")
    tx.write("orders.select_opening")
    tx.write("allocation.select_pools_of_orders")
    settled = allocation.settle(tx, MayGain.ORDERS, reason)
    if tx.value("orders.opening_has_unstocked"):
        tx.write("orders.select_opening")
        shipments.reconcile(tx, reason)
    return settled
