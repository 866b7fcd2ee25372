"""Explanations: for each line its rank, what stands ahead, the rule that stopped it and what would help.

Asked of the same queue by the same walk that settles the desk (R40, R41), so that the two can never disagree.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import polars as pl

from db.session import Transaction
from engine import allocation, buying, orders, parts, promises, queues, rows
from engine.errors import Unknown
from engine.model import NOTHING, LineState, Qty, ShipmentState, ShipType, Verdict
from engine.parts import Part
from engine.quantities import in_units, written
from engine.queues import verdicts
from engine.reports import bought, elsewhere, leaving
from engine.reports.leaving import Leaving, Waiting
from engine.rows import ListedLine, Order
from engine.rules import explaining
from engine.rules.explaining import Ahead, Counterfactuals, WouldFill
from engine.supply import late
from engine.supply.late import LateSupply


@dataclass(frozen=True, slots=True)
class StockLoss:
    """Units that were taken from a line: who took them, when, by which rule, by whose hand (R21, R41)."""

    lost_at: datetime  # naive UTC
    qty: Qty
    taker: str | None  # the order that has them now; None: nobody, the sentence says why
    actor: str
    run_id: int | None  # the sweep's run, if it was one
    sentence: str


@dataclass(frozen=True, slots=True)
class PromiseEntry:
    """One row of the promise ledger: what the customer could be told from then on (R40)."""

    since_at: datetime  # naive UTC
    told_on: date  # the same at the desk
    state: str  # open | kept | broken | withdrawn
    promised_on: date | None  # open: the day of the last unit, None while some has none; else when it ended
    cause: str
    actor: str
    parts: list[Part] | None = None  # what was promised by the unit; None: the ledger had only the day then

    @property
    def in_words(self) -> str:
        """What was told then, in words: by which day, or how it ended."""
        if self.state != "open":
            return self.state
        if self.parts is None:
            return parts.whole_by(self.promised_on, self.told_on)
        return parts.in_words(self.parts, self.told_on)

    @property
    def days(self) -> list[date]:
        """The days that were told then, the earliest first."""
        if self.parts is None:
            return [self.promised_on] if self.promised_on else []
        return sorted(part.due_on for part in self.parts if part.due_on and part.is_dated(self.told_on))


@dataclass(frozen=True, slots=True)
class OrderedOn:
    """Units that were ordered for a line on a purchase order that is pending or open (R44)."""

    po: str
    state: str
    qty: Qty
    expected_on: date | None  # None: no day is known


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one line has what it has."""

    order: str
    line: int
    lic: str
    qty: Qty
    state: LineState
    rank: int | None  # its place in its pool; None: not in the queue (shipped, cancelled, draft, firm)
    ahead_orders: int  # others than its own
    ahead_qty: Qty  # of theirs
    own_ahead_qty: Qty  # of other lines of its own order
    on_hand: Qty  # what the pool has that is not firm
    at_hand: Qty | None  # what of it was left when the line's turn came
    verdict: Verdict | None
    why: str  # the rule in words
    remedy: str  # what would fill it; empty when nothing is missing
    parts: list[Part]  # in which it is filled; they sum to what waits (R40)
    projected_on: date | None  # the day of its last unit; None while some of it has none
    projected: str  # the parts as files say them
    expected: str  # the same in words, as lists have them
    if_ordered_on: date | None  # when what is not ordered would come if it were ordered today; no promise
    until: str  # until when it waits, in words
    losses: list[StockLoss]
    history: list[PromiseEntry]  # of the line that was typed; siblings share it; oldest first
    late_supply: list[LateSupply] = field(default_factory=list)  # that should have filled it; oldest first
    ordered_on: list[OrderedOn] = field(default_factory=list)  # for the line that was typed
    order_leaves: Leaving | None = None  # of a Complete order that waits: when it can leave (R40)

    @property
    def first_on(self) -> date | None:
        """The day promised first, of the earliest part; None: there never was one."""
        days = (entry.days for entry in self.history if entry.state == "open")
        return next((of_row[0] for of_row in days if of_row), None)

    @property
    def changes(self) -> int:
        """How often another day was promised."""
        days = [one.days for one in self.history if one.state == "open"]
        return sum(old != new for old, new in itertools.pairwise(days))


def explain(tx: Transaction, number: str, line_no: int | None = None) -> list[Explanation]:
    """Explain every line of an order, or one of them (R41). Reads only; refuses an unknown order or line."""
    order = orders.find(tx, number)
    every = rows.of(ListedLine, orders.lines(tx, number))
    asked = [row for row in every if line_no in (None, row["line_no"])]
    if line_no is not None and not asked:
        raise Unknown(kind=f"line of order {number} numbered", name=line_no)
    queue = _Queue(tx, order)
    explanations = [queue.explanation(number, row) for row in asked]
    leaves = queue.leaves(every) if order["ship_type"] == ShipType.COMPLETE else None
    return [replace(_held_up(one, order, every), order_leaves=leaves) for one in explanations]


def _held_up(explanation: Explanation, order: Order, lines: list[ListedLine]) -> Explanation:
    """A line that has its stock still waits for the others, if its order ships complete (R30)."""
    lacking = [line["line_no"] for line in lines if line["state"] == LineState.BACKORDERED]
    if explanation.state != LineState.ALLOTTED or order["ship_type"] != ShipType.COMPLETE or not lacking:
        return explanation
    return replace(explanation, why=f"{explanation.why} {explaining.waits_complete(lacking)}")


class _Queue:
    """The queue of an order's pools, walked once by the desk's own policy, and what was told before."""

    def __init__(self, tx: Transaction, order: Order) -> None:
        order_id = order["order_id"]
        allocation.select_orders(tx, [order_id])
        tx.write("allocation.select_pools_of_orders")
        self._today = tx.today
        promises.project(tx)
        self._passed_by = bought.passed_by(tx)
        prospects = tx.rows("promises.prospects", order_id=order_id)
        self._prospects = {row["line_id"]: row for row in prospects.iter_rows(named=True)}
        self._losses = tx.rows("explain.losses", order_id=order_id)
        self._late = late.awaited(tx)
        self._promises = promises.history(tx, order_id)
        self._bought = buying.bought_on(tx, order=order["number"])
        self._elsewhere = elsewhere.find(tx, tx.rows("elsewhere.waiting_pools", order_id=order_id))
        self._walk = walk = verdicts.walk(tx, order)
        self._by_id = {line.line_id: line for line in walk.lines if line.order_id == order_id}
        self._counterfactuals = Counterfactuals(order_id, walk.lines, walk.stock, walk.terms, walk.policy)

    def explanation(self, number: str, row: ListedLine) -> Explanation:
        """One line of the order, explained."""
        line = self._by_id.get(row["line_id"])
        losses, history = self._losses_of(row["line_id"]), self._history_of(row["root_line_no"])
        if line is None:
            return _outside(number, row, losses, history)
        ruling = self._walk.result.ruling(line.line_id)
        ahead = self._counterfactuals.ahead_of(line)
        with queues.without_collecting():
            remedy = self._counterfactuals.would_fill(line, ruling.granted)
        return Explanation(
            number,
            row["line_no"],
            row["lic"],
            row["qty"],
            LineState(row["state"]),
            ahead.rank,
            ahead.orders,
            in_units(ahead.qty),
            in_units(ahead.own_qty),
            in_units(self._walk.stock.get(line.pool, 0)),
            in_units(ruling.at_hand),
            ruling.verdict,
            bought.with_reason(self._walk.why(line), self._passed_by.get(line.line_id)),
            elsewhere.after(_in_words(remedy, ahead), self._elsewhere, row),
            *self._until(row["line_id"]),
            losses,
            history,
            self._late_of(row["line_id"]),
            self._ordered_on(row["root_line_no"]),
        )

    def leaves(self, lines: list[ListedLine]) -> Leaving | None:
        """When the order can leave with all its lines."""
        waiting = [
            Waiting(
                line["root_line_no"], line["lic"], parts.of_rows(self._prospects[line["line_id"]]["parts"])
            )
            for line in lines
            if line["line_id"] in self._prospects
        ]
        return leaving.when(waiting, self._today)

    def _until(self, line_id: int) -> tuple[list[Part], date | None, str, str, date | None, str]:
        """The fields of an explanation from ``parts`` to ``until``."""
        row = self._prospects.get(line_id)
        if row is None:
            return [], None, "", "", None, ""
        promised = parts.of_rows(row["parts"])
        sentence = parts.until(promised, self._today, row["on_the_way_qty"], row["if_ordered_on"])
        written_as = parts.in_file(promised, self._today), parts.in_words(promised, self._today)
        return promised, row["projected_on"], *written_as, row["if_ordered_on"], sentence

    def _losses_of(self, line_id: int) -> list[StockLoss]:
        mine = self._losses.filter(pl.col("line_id") == line_id)
        return [StockLoss(*row) for row in mine.select(_LOSS).iter_rows()]

    def _late_of(self, line_id: int) -> list[LateSupply]:
        mine = self._late.filter(pl.col("line_id") == line_id)
        return [LateSupply(**row) for row in mine.drop("line_id").iter_rows(named=True)]

    def _ordered_on(self, root_line_no: int) -> list[OrderedOn]:
        mine = self._bought.filter(pl.col("line") == root_line_no).select("po", "state", "qty", "expected_on")
        return [OrderedOn(*row) for row in mine.iter_rows()]

    def _history_of(self, root_line_no: int) -> list[PromiseEntry]:
        mine = self._promises.filter(pl.col("line") == root_line_no)
        return [
            PromiseEntry(**row | {"parts": None if row["parts"] is None else parts.of_rows(row["parts"])})
            for row in mine.select(_PROMISE).iter_rows(named=True)
        ]


_LOSS = ("lost_at", "qty", "taker", "actor", "run_id", "sentence")
_PROMISE = ("since_at", "told_on", "state", "promised_on", "cause", "actor", "parts")


def _in_words(remedy: WouldFill, ahead: Ahead) -> str:
    """What would help, as sentences."""
    sentences = []
    if remedy.more_qty:
        own = f"the {written(ahead.own_qty)} of other lines of its order" if ahead.own_qty else ""
        before = f"the {written(ahead.qty)} ahead of it" if ahead.qty else ""
        after = f", counting {' and '.join(filter(None, (before, own)))}" if before or own else ""
        sentences.append(f"{written(remedy.more_qty)} more on hand would fill it{after}.")
    if remedy.priority is not None:
        sentences.append(f"Priority {remedy.priority} would take it from others.")
    if remedy.split_qty is not None:
        sentences.append(f"If it could be split, {written(remedy.split_qty)} of it could go now.")
    return " ".join(sentences)


def _outside(
    number: str, row: ListedLine, losses: list[StockLoss], history: list[PromiseEntry]
) -> Explanation:
    """A line the queue does not decide: shipped, cancelled, a draft, firm, or without stock."""
    return Explanation(
        number,
        row["line_no"],
        row["lic"],
        row["qty"],
        LineState(row["state"]),
        None,
        0,
        NOTHING,
        NOTHING,
        NOTHING,
        None,
        None,
        _why_outside(row),
        "",
        [],
        None,
        "",
        "",
        None,
        "",
        losses,
        history,
    )


def _why_outside(row: ListedLine) -> str:
    if row["state"] == LineState.SHIPPED:
        return f"It left with shipment {row['shipment_id']}."
    if row["state"] == LineState.CANCELLED:
        return "It was cancelled."
    if row["state"] == LineState.PENDING:
        return "Its order is a draft, which asks for nothing yet."
    if not row["inventoried"]:
        return "It has no stock to wait for; it ships with its order."
    if row["shipment_state"] == ShipmentState.PICKING:
        return f"It is being picked on shipment {row['shipment_id']}; nobody can take it."
    return "It is pinned; nobody can take its stock."
