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
from engine.model import MayGain, OnShortage, OrderState, Pool, Qty, ShipType
from engine.orders.records import find, for_change
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
    decisions = _decide(draft_lines(tx), ask=True)
    return decisions.questions + [shortage for refused in decisions.refused.values() for shortage in refused]


def open_order(tx: Transaction, number: str, *, ask: bool = False, seen: int | None = None) -> Opened:
    """Open a draft: its lines become demand and get what the queue gives them (R4, R9, R16, R17).

    With ``ask``, a short line without an answer that still holds raises ShortageUnanswered with the
    questions; otherwise it follows the ship type. A discontinued short line is refused and the order stays
    pending (R10).
    """
    return open_new_lines(tx, for_change(tx, number, seen, OrderState.PENDING), ask=ask)


def open_many(tx: Transaction, order_ids: list[int], reason: str) -> Opened:
    """Open drafts as one event: entered in the order of their ids, then settled once (R17).

    Orders refused for a discontinued short line stay pending and are named in ``refused``.
    """
    allocation.select_orders(tx, order_ids)
    drafts = draft_lines(tx)
    decisions = _decide(drafts, ask=False)
    return Opened(_open(tx, drafts, decisions, reason), [str(one) for one in _refusals(drafts, decisions)])


def open_new_lines(tx: Transaction, order: Order, *, ask: bool) -> Opened:
    """Open the draft lines of one order, itself open or not (R11); refusals and questions are raised."""
    allocation.select_orders(tx, [order["order_id"]])
    drafts = draft_lines(tx)
    if not drafts.height:
        raise EmptyOrder(order=order["number"])
    decisions = _decide(drafts, ask=ask)
    refuse(_refusals(drafts, decisions))
    if decisions.questions:
        raise ShortageUnanswered(order=order["number"], shortages=decisions.questions)
    return Opened(_open(tx, drafts, decisions, f"order {order['number']} was opened"), [])


def draft_lines(tx: Transaction) -> pl.DataFrame:
    """The draft lines of the touched orders in entry order, one row each.

    Columns: line_id, order_id, order_number, line_no, item_id, warehouse_id, warehouse, lic, description,
    qty, on_shortage, answered_qty, ship_type, discontinued, inventoried, available_qty (of its pool, before
    any of them takes its units: R1).
    """
    return tx.rows("orders.draft_lines")


def available(drafts: pl.DataFrame) -> dict[Pool, Qty]:
    """What is available in the pools of draft lines before any of them takes its units (R1)."""
    return {
        (item_id, warehouse_id): qty
        for item_id, warehouse_id, qty in drafts.select(
            "item_id", "warehouse_id", "available_qty"
        ).iter_rows()
    }


def _decide(drafts: pl.DataFrame, *, ask: bool) -> Decisions:
    """Decide the shortages of draft lines from what is available now."""
    scarce = _in_scarce_pools(drafts)
    return decide_shortages(map(draft_line, scarce.iter_rows(named=True)), available(scarce), ask=ask)


def _in_scarce_pools(drafts: pl.DataFrame) -> pl.DataFrame:
    """The draft lines of pools that have less than all drafts want; no other line can be short."""
    wanted = pl.col("qty").cast(_SUM).sum().over("item_id", "warehouse_id")
    return drafts.filter(pl.col("inventoried") & (wanted > pl.col("available_qty")))


_SUM = pl.Decimal(38, 4)


def draft_line(row: Record) -> DraftLine:
    """A row of ``draft_lines``, as the rule of shortages sees it."""
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


def _refusals(drafts: pl.DataFrame, decisions: Decisions) -> list[DeskError | str]:
    numbers = dict(drafts.select("order_id", "order_number").iter_rows()) if decisions.refused else {}
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


def _open(tx: Transaction, drafts: pl.DataFrame, decisions: Decisions, reason: str) -> Settled:
    tx.write("orders.find_opening", whole_line_ids=decisions.whole, refused_order_ids=list(decisions.refused))
    tx.write("orders.open_lines")
    tx.write("orders.log_opened")
    tx.write("orders.open_orders")
    if decisions.refused:
        tx.write("orders.select_opening")
    tx.write("allocation.select_pools_of_orders")
    settled = allocation.settle(tx, MayGain.ORDERS, reason)
    if not drafts["inventoried"].all():  # lines that no pool settles find their shipment by themselves
        tx.write("orders.select_opening")
        shipments.reconcile(tx, reason)
    return settled
