"""Opening: a draft becomes demand, its shortages are decided, and its pools settle (R4 to R10, R13, R17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from db.session import Transaction
from engine import allocation, days, log, notices, preferences, rows, shipments
from engine.allocation import Settled
from engine.errors import (
    DeskError,
    DiscontinuedShort,
    EmptyOrder,
    ShortageUnanswered,
    refuse,
)
from engine.model import LineState, OrderState, ShipType
from engine.orders import drafted
from engine.orders.records import find, for_change
from engine.quantities import spelled, spelled_column
from engine.queues import POOL, Reading
from engine.rows import Order
from engine.rules import texts
from engine.rules.header import SHIP_TYPES
from engine.rules.shortages import Decisions, Shortage, decide_shortages


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening a set of orders did."""

    settled: Settled
    refused: list[str]  # a sentence for each discontinued short line; its order stays pending (R10)


def shortages(tx: Transaction, number: str) -> list[Shortage]:
    """The draft lines of an order that are short now and nobody decided on: what to ask (R6 to R8)."""
    drafts, _ = drafted.draft_lines(tx, [find(tx, number)["order_id"]])
    decisions = _decide(drafts, ask=True)
    return decisions.questions + [shortage for refused in decisions.refused.values() for shortage in refused]


def open_order(tx: Transaction, number: str, *, ask: bool = False, seen: int | None = None) -> Opened:
    """Open a draft: its lines become demand and get what the queue gives them (R4, R9, R16, R17).

    With ``ask``, a short line without an answer that still holds raises ShortageUnanswered with the
    questions; otherwise it follows the ship type. A discontinued short line is refused and the order stays
    pending (R10).
    """
    drafts = drafted.read(tx, number=number) if texts.can_be_stored(number) else None
    if drafts is None or not _can_open(drafts, seen):
        return open_new_lines(tx, for_change(tx, number, seen, OrderState.PENDING), ask=ask)
    return _open_drafts(tx, number, drafts, ask=ask)


def _can_open(drafts: pl.DataFrame, seen: int | None) -> bool:
    """Whether draft lines are those of an order that is pending, at the version that was seen."""
    order = next(drafts.select("order_state", "order_version").iter_rows(), None)
    return order is not None and order[0] == OrderState.PENDING and seen in (None, order[1])


def open_many(tx: Transaction, order_ids: list[int], reason: str) -> Opened:
    """Open drafts as one event: entered in the order in which they were typed, then settled once (R17).

    Orders refused for a discontinued short line stay pending and are named in ``refused``.
    """
    drafts, reading = drafted.draft_lines(tx, order_ids)
    drafts = drafts.sort(pl.col("line_id").min().over("order_id"), "line_no")
    decisions = _decide(drafts, ask=False)
    return Opened(
        _open(tx, drafts, reading, decisions, reason), [str(one) for one in _refusals(drafts, decisions)]
    )


def open_new_lines(tx: Transaction, order: Order, *, ask: bool) -> Opened:
    """Open the draft lines of one order, itself open or not (R11); refusals and questions are raised."""
    return _open_drafts(tx, order["number"], drafted.read(tx, [order["order_id"]]), ask=ask)


def _open_drafts(tx: Transaction, number: str, drafts: pl.DataFrame, *, ask: bool) -> Opened:
    if not drafts.height:
        raise EmptyOrder(order=number)
    drafts, reading = drafted.with_available(tx, drafts)
    decisions = _decide(drafts, ask=ask)
    refuse(_refusals(drafts, decisions))
    if decisions.questions:
        raise ShortageUnanswered(order=number, shortages=decisions.questions)
    return Opened(_open(tx, drafts, reading, decisions, f"order {number} was opened"), [])


def _decide(drafts: pl.DataFrame, *, ask: bool) -> Decisions:
    """Decide the shortages of draft lines from what is available now."""
    short = drafted.in_scarce_pools(drafts)
    if not ask:
        short = drafted.that_are_decided_on(short)
    lines = map(drafted.draft_line, rows.of(drafted.DraftRow, short))
    return decide_shortages(lines, drafted.available(short), ask=ask)


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
    opening = _opening(drafts, decisions)
    order_ids = opening["order_id"].unique().to_list()
    with tx.lent("opening", opening):
        tx.write("orders.open_lines")
        tx.write("orders.open_orders")
    _log_opened(tx, opening)
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
    return drafted.in_scarce_pools(opened)["order_id"].unique().to_list()


def _moves_shipments(opening: pl.DataFrame) -> bool:
    """Whether opening lines moves what is aboard, though no pool may have given anything.

    Lines that have no stock find their shipment by themselves (R13), and a line that waits takes the others
    of its open Complete order off theirs (R30).
    """
    holds_back = (pl.col("order_state") == OrderState.OPEN) & (pl.col("ship_type") == ShipType.COMPLETE)
    return bool(opening.select((~pl.col("inventoried") | holds_back).any()).item())


def _opening(drafts: pl.DataFrame, decisions: Decisions) -> pl.DataFrame:
    """The draft lines that open now: those of refused orders do not. Each has its place at the back of the
    queue, unless it has one already (R14), and whether it is whole."""
    behind = pl.col("last_entry_seq") + pl.int_range(1, pl.len() + 1)
    return drafts.filter(~pl.col("order_id").is_in(list(decisions.refused))).with_columns(
        entry_seq=pl.coalesce("entry_seq", behind), whole=pl.col("line_id").is_in(decisions.whole)
    )


def _settle(tx: Transaction, opening: pl.DataFrame, reading: Reading, reason: str) -> Settled:
    """Settle the pools of the orders that open; where all they want was typed just now, what was read of them
    will do."""
    order_ids = opening["order_id"].unique().to_list()
    if (opening["order_state"] == OrderState.PENDING).all() and opening.height:
        pools = opening.select(POOL).unique()
        if pools.height == reading.shelves.height:
            return allocation.settle_orders(tx, order_ids, reason, _with_opened(tx, reading, opening))
    return allocation.settle_orders(tx, order_ids, reason)


def _with_opened(tx: Transaction, reading: Reading, opening: pl.DataFrame) -> Reading:
    """The pools that were read, with the lines that were opened."""
    old_at = tx.now + timedelta(days=preferences.read(tx).skip_age_days)
    waiting = opening.filter("inventoried").with_columns(
        held=pl.lit(value=False),
        firm=pl.lit(value=False),
        number="order_number",
        complete=pl.col("ship_type") == ShipType.COMPLETE,
        days=pl.lit(0),
        old_in=pl.lit((days.day_of(old_at, tx.zone) - tx.today).days),
    )
    added = waiting.select(reading.lines.columns).cast(reading.lines.schema)
    return Reading(pl.concat([reading.lines, added]), reading.shelves)


def _log_opened(tx: Transaction, opening: pl.DataFrame) -> None:
    """A row for each order that opened, and one for the units of each line that became demand."""
    number = pl.col("order_number")
    ships = pl.col("ship_type").replace_strict(SHIP_TYPES, return_dtype=pl.String)
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
