"""Opening: a draft becomes demand, its shortages are decided, and its pools settle (R4 to R10, R13, R17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict

import polars as pl

from db.session import Transaction
from engine import allocation, log, notices, queues, rows, shipments
from engine.allocation import Settled
from engine.errors import (
    DeskError,
    DiscontinuedShort,
    EmptyOrder,
    ShortageUnanswered,
    refuse,
)
from engine.model import LineState, MayGain, OnShortage, OrderState, Pool, Qty, ShipType
from engine.orders.records import find, for_change
from engine.quantities import SUM, spelled, spelled_column
from engine.queues import POOL, Reading
from engine.rows import Order
from engine.rules.shortages import Decisions, DraftLine, Shortage, decide_shortages


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a set of orders did."""

    settled: Settled
    refused: list[str]  # a sentence for each discontinued short line; its order stays pending (R10)


class DraftRow(TypedDict):
    """A draft line of a touched order, with what its opening needs (``orders.draft_lines``)."""

    line_id: int
    order_id: int
    order_number: str
    order_state: str
    priority: int
    line_no: int
    root_line_id: int
    item_id: int
    warehouse_id: int
    warehouse: str
    lic: str
    description: str
    qty: Qty
    ordered_qty: Qty | None
    entry_seq: int | None
    on_shortage: str | None
    answered_qty: Qty | None
    ship_type: str
    discontinued: bool
    inventoried: bool
    unit_price: Decimal | None
    note: str
    value: Decimal | None
    paused_until: date | None


def shortages(tx: Transaction, number: str) -> list[Shortage]:
    """The draft lines of an order that are short now and nobody decided on: what to ask (R6 to R8)."""
    allocation.select_orders(tx, [find(tx, number)["order_id"]])
    drafts, _ = draft_lines(tx)
    decisions = _decide(drafts, ask=True)
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
    drafts, reading = draft_lines(tx)
    decisions = _decide(drafts, ask=False)
    return Opened(
        _open(tx, drafts, reading, decisions, reason), [str(one) for one in _refusals(drafts, decisions)]
    )


def open_new_lines(tx: Transaction, order: Order, *, ask: bool) -> Opened:
    """Open the draft lines of one order, itself open or not (R11); refusals and questions are raised."""
    allocation.select_orders(tx, [order["order_id"]])
    drafts, reading = draft_lines(tx)
    if not drafts.height:
        raise EmptyOrder(order=order["number"])
    decisions = _decide(drafts, ask=ask)
    refuse(_refusals(drafts, decisions))
    if decisions.questions:
        raise ShortageUnanswered(order=order["number"], shortages=decisions.questions)
    return Opened(_open(tx, drafts, reading, decisions, f"order {order['number']} was opened"), [])


def draft_lines(tx: Transaction) -> tuple[pl.DataFrame, Reading]:
    """The draft lines of the touched orders in entry order, one row each; and their pools, which are touched.

    Columns: line_id, order_id, order_number, order_state, priority, line_no, root_line_id, item_id,
    warehouse_id, warehouse, lic, description, qty, ordered_qty, entry_seq (null: none yet), on_shortage,
    answered_qty, ship_type, discontinued, inventoried, unit_price, note, value, paused_until (R45),
    available_qty (of its pool, before any of them takes its units: R1).
    """
    drafts = tx.rows("orders.draft_lines")
    allocation.select_pools(tx, drafts.select(POOL).unique().rows())
    reading = queues.read_pools(tx)
    demand = reading.lines.group_by(POOL).agg(demand_qty=pl.col("qty").cast(SUM).sum())
    free = pl.col("on_hand_qty") - pl.col("demand_qty").fill_null(pl.lit(0, dtype=SUM))
    shelves = reading.shelves.join(demand, on=POOL, how="left").select(*POOL, available_qty=free)
    return drafts.join(shelves, on=POOL, how="left", maintain_order="left"), reading


def available(drafts: pl.DataFrame) -> dict[Pool, Qty]:
    """What is available in the pools of draft lines before any of them takes its units (R1)."""
    return {
        (item_id, warehouse_id): qty
        for item_id, warehouse_id, qty in drafts.select(*POOL, "available_qty").iter_rows()
    }


def _decide(drafts: pl.DataFrame, *, ask: bool) -> Decisions:
    """Decide the shortages of draft lines from what is available now."""
    scarce = _in_scarce_pools(drafts)
    return decide_shortages(map(draft_line, rows.of(DraftRow, scarce)), available(scarce), ask=ask)


def _in_scarce_pools(drafts: pl.DataFrame) -> pl.DataFrame:
    """The draft lines of pools that have less than all drafts want; no other line can be short."""
    wanted = pl.col("qty").cast(SUM).sum().over(POOL)
    return drafts.filter(pl.col("inventoried") & (wanted > pl.col("available_qty")))


def draft_line(row: DraftRow) -> DraftLine:
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
            available=spelled(short.now),
            qty=spelled(short.qty),
        )
        for order_id, refused in decisions.refused.items()
        for short in refused
    ]


def _open(
    tx: Transaction, drafts: pl.DataFrame, reading: Reading, decisions: Decisions, reason: str
) -> Settled:
    opening = _opening(tx, drafts, decisions)
    order_ids = opening["order_id"].unique().to_list()
    with tx.lent("opening", opening):
        tx.write("orders.open_lines")
        tx.write("orders.open_orders")
    _log_opened(tx, opening)
    if decisions.refused:
        allocation.select_orders(tx, order_ids)
    settled = _settle(tx, opening, reading, reason)
    if _moves_shipments(opening):
        allocation.select_orders(tx, order_ids)
        shipments.reconcile(tx, reason)
    if short := _may_be_short(opening):
        notices.acknowledge(tx, short)
    return settled


def _may_be_short(opening: pl.DataFrame) -> list[int]:
    """The orders that open and want more of a pool than was available; of the others nothing can wait."""
    opened = opening.filter(order_state=OrderState.PENDING)
    return _in_scarce_pools(opened)["order_id"].unique().to_list()


def _moves_shipments(opening: pl.DataFrame) -> bool:
    """Whether opening lines moves what is aboard, though no pool may have given anything.

    Lines that have no stock find their shipment by themselves (R13), and a line that waits takes the others
    of its open Complete order off theirs (R30).
    """
    holds_back = (pl.col("order_state") == OrderState.OPEN) & (pl.col("ship_type") == ShipType.COMPLETE)
    return bool(opening.select((~pl.col("inventoried") | holds_back).any()).item())


def _opening(tx: Transaction, drafts: pl.DataFrame, decisions: Decisions) -> pl.DataFrame:
    """The draft lines that open now: those of refused orders do not. Each has its place at the back of the
    queue, unless it has one already (R14), and whether it is whole."""
    behind = pl.lit(tx.value("orders.last_entry"), dtype=pl.Int64) + pl.int_range(1, pl.len() + 1)
    return drafts.filter(~pl.col("order_id").is_in(list(decisions.refused))).with_columns(
        entry_seq=pl.coalesce("entry_seq", behind), whole=pl.col("line_id").is_in(decisions.whole)
    )


def _settle(tx: Transaction, opening: pl.DataFrame, reading: Reading, reason: str) -> Settled:
    """Settle the pools of the orders that open; where all they want was typed just now, what was read of them
    will do."""
    if (opening["order_state"] == OrderState.PENDING).all() and opening.height:
        pools = opening.select(POOL).unique()
        if pools.height == reading.shelves.height:
            return allocation.settle(tx, MayGain.ORDERS, reason, reading=_with_opened(reading, opening))
    tx.write("allocation.select_pools_of_orders")
    return allocation.settle(tx, MayGain.ORDERS, reason)


def _with_opened(reading: Reading, opening: pl.DataFrame) -> Reading:
    """The pools that were read, with the lines that were opened."""
    waiting = opening.filter("inventoried").with_columns(
        held=pl.lit(value=False),
        firm=pl.lit(value=False),
        number="order_number",
        complete=pl.col("ship_type") == ShipType.COMPLETE,
        days=pl.lit(0),
    )
    added = waiting.select(reading.lines.columns).cast(reading.lines.schema)
    return Reading(pl.concat([reading.lines, added]), reading.shelves)


def _log_opened(tx: Transaction, opening: pl.DataFrame) -> None:
    """A row for each order that opened, and one for the units of each line that became demand."""
    number = pl.col("order_number")
    ships = (
        pl.when(pl.col("ship_type") == ShipType.PARTIAL)
        .then(pl.lit("Partial OK"))
        .otherwise(pl.lit("Complete"))
    )
    orders = opening.filter(order_state=OrderState.PENDING).unique("order_id").sort("order_id")
    log.add(
        tx,
        orders.select(
            "order_id",
            *log.changed("order", number, "state", OrderState.PENDING, OrderState.OPEN),
            sentence=pl.format("Order {} was opened: {}, priority {}.", "order_number", ships, "priority"),
        ),
    )
    demand = pl.when("inventoried").then(pl.lit(LineState.BACKORDERED)).otherwise(pl.lit(LineState.ALLOTTED))
    at_once = pl.when("whole").then(pl.lit(", all at once or not at all")).otherwise(pl.lit(""))
    log.add(
        tx,
        opening.sort("entry_seq", "order_id").select(
            "order_id",
            "line_id",
            "line_no",
            "root_line_id",
            *POOL,
            "qty",
            *log.changed("order", number, "state", LineState.PENDING, demand),
            sentence=pl.format(
                "Line {}: {} of {} ordered{}.", "line_no", spelled_column(pl.col("qty")), "lic", at_once
            ),
        ),
    )
