"""Explanations: for each line its rank, what stands ahead, the rule that stopped it and what would help.

Asked of the same queue by the same walk that settles the desk (R40, R41), so that the two can never disagree.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from db.session import Transaction
from engine import allocation, buying, orders, parts, promises, queues, rows
from engine.errors import NoSuch
from engine.model import NOTHING, LineState, Qty, QueueLine, ShipmentState, ShipType, Verdict
from engine.parts import Part
from engine.quantities import in_grains, in_units
from engine.queues import reading, verdicts
from engine.reports import bought, elsewhere, firm, leaving, paused, remedy
from engine.reports.explanation import Explanation, OrderedOn, PromiseEntry, StockLoss
from engine.reports.leaving import Leaving, WaitingLine
from engine.rows import ListedLine, Order
from engine.rules import explaining
from engine.rules.counterfactuals import Counterfactuals, WouldFill
from engine.supply import late
from engine.supply.late import LateSupply


def explain(tx: Transaction, number: str, line_no: int | None = None) -> list[Explanation]:
    """Explain every line of an order, or one of them (R41). Reads only; refuses an unknown order or line."""
    order = orders.find(tx, number)
    every = rows.of(ListedLine, orders.lines(tx, number))
    asked = [row for row in every if line_no in (None, row["line_no"])]
    if line_no is not None and not asked:
        raise NoSuch(kind=f"line of order {number} numbered", name=line_no)
    queue = _Queue(tx, order, every)
    explanations = [queue.explanation(number, row) for row in asked]
    leaves = queue.leaves(every) if order["ship_type"] == ShipType.COMPLETE else None
    told = [queue.with_pause(one, row) for one, row in zip(explanations, asked, strict=True)]
    return [replace(queue.held_up(one, order, every), order_leaves=leaves) for one in told]


class _Queue:
    """The queue of an order's pools, walked once by the desk's own policy, and what was told before."""

    def __init__(self, tx: Transaction, order: Order, lines: list[ListedLine]) -> None:
        order_id, self._number, self._priority = order["order_id"], order["number"], order["priority"]
        allocation.select_pools_of_orders(tx, [order_id])
        self._today = tx.today
        found = reading.read_apart(tx)
        promises.project(tx, found)
        self._passed_by = bought.passed_by(tx)
        prospects = tx.rows("promises.prospects", order_id=order_id).with_columns(pool=queues.POOL_NO)
        self._prospects = {row["line_id"]: row for row in prospects.iter_rows(named=True)}
        self._losses = tx.rows("explain.losses", order_id=order_id)
        self._late = late.awaited(tx)
        self._promises = promises.history(tx, order_id)
        self._bought = buying.bought_on(tx, order=order["number"])
        self._pending = bought.pending(self._bought)
        pools = tx.rows("elsewhere.waiting_pools", order_id=order_id)
        self._elsewhere, self._firm = elsewhere.find(tx, pools), firm.find(tx, pools)
        self._order_id, self._paused = order_id, paused.read(tx, [order_id])
        self._walk = walk = verdicts.walk(tx, order, found)
        self._by_id = {line.line_id: line for line in walk.lines if line.order_id == order_id}
        self._names = remedy.names(
            {self._by_id[row["line_id"]].pool: row for row in lines if row["line_id"] in self._by_id}
        )
        free = {
            line.pool: in_grains(self._prospects[line_id]["free_qty"])
            for line_id, line in self._by_id.items()
            if line_id in self._prospects
        }
        self._pinned = firm.pinned(tx, pools, walk) if self._firm else None
        self._counterfactuals = Counterfactuals(
            order_id, walk.lines, walk.stock, walk.terms, walk.policy, free
        )

    def explanation(self, number: str, row: ListedLine) -> Explanation:
        """One line of the order, explained."""
        line = self._by_id.get(row["line_id"])
        losses, history = self._losses_of(row["line_id"]), self._history_of(row["root_line_no"])
        if line is None:
            return _outside(number, row, losses, history)
        ruling = self._walk.result.ruling(line.line_id)
        ahead = self._counterfactuals.ahead_of(line)
        with queues.without_collecting():
            helps = self._counterfactuals.would_fill(line, ruling.granted)
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
            bought.with_reason(self._why(line, row), self._passed_by.get(line.line_id)),
            remedy.in_words(helps, ahead, self._unpinning(line, helps), self._names),
            *self._until(row),
            losses,
            history,
            self._late_of(row["line_id"]),
            self._ordered_on(row["root_line_no"]),
        )

    def _unpinning(self, line: QueueLine, helps: WouldFill) -> str:
        """Which lines to unpin so that a line is filled, as a sentence, if that would help."""
        if self._pinned is None or line.held or not self._walk.lacks(line):
            return ""
        lacking = self._counterfactuals.lacking(line.pool)
        return self._pinned.in_words(line, lacking, may_rise=helps.priority is None)

    def _why(self, line: QueueLine, row: ListedLine) -> str:
        """Why a line has what it has; of one that waits for want of stock, also what of it is firm, and where
        else its LIC lies."""
        why, pool = self._walk.why(line), (row["lic"], row["warehouse"])
        if line.held or not self._walk.lacks(line):
            return why
        why = firm.beside(why, self._firm.get(pool, NOTHING))
        return elsewhere.beside(why, row["warehouse"], self._elsewhere.get(pool, []))

    def with_pause(self, explanation: Explanation, row: ListedLine) -> Explanation:
        """An explanation that says what pauses the line: it is given nothing, or put on no shipment (R45)."""
        if row["state"] == LineState.ALLOTTED and self._is_kept_back(row):
            why = self._paused.reasons[row["line_id"]]
            return replace(explanation, why=f"{explanation.why} It is put on no shipment. {why}")
        prospect = self._prospects.get(row["line_id"])
        if explanation.verdict or row["state"] != LineState.BACKORDERED or prospect is None:
            return explanation
        promised, projected_on, projected, expected, if_ordered_on, until = self._until(row)
        return replace(
            explanation,
            rank=self._walk.place_at(
                (-self._priority, row["entry_seq"] or 0, row["line_id"]), prospect["pool"]
            ),
            verdict=Verdict.PAUSED,
            why=self._paused.reason(row["line_id"], self._order_id) or explanation.why,
            remedy="Once it takes part again, it is served from the place it has.",
            parts=promised,
            projected_on=projected_on,
            projected=projected,
            expected=expected,
            if_ordered_on=if_ordered_on,
            until=until,
            late_supply=self._late_of(row["line_id"]),
            ordered_on=self._ordered_on(row["root_line_no"]),
        )

    def held_up(self, explanation: Explanation, order: Order, lines: list[ListedLine]) -> Explanation:
        """A line that has its stock still waits for the others, if its order ships complete (R30)."""
        if explanation.state != LineState.ALLOTTED or order["ship_type"] != ShipType.COMPLETE:
            return explanation
        lacking = [
            line["line_no"] for line in lines if line["line_no"] != explanation.line and self._awaited(line)
        ]
        if not lacking:
            return explanation
        return replace(explanation, why=f"{explanation.why} {explaining.waits_complete(lacking)}")

    def leaves(self, lines: list[ListedLine]) -> Leaving | None:
        """When the order can leave with all its lines; None: none waits or is paused."""
        waiting = [
            WaitingLine(line["root_line_no"], line["lic"], awaited, self._short_of(line["line_id"]))
            for line in lines
            if (awaited := self._awaited(line))
        ]
        return leaving.when(waiting, self._today)

    def _short_of(self, line_id: int) -> Qty:
        """Units of a line that neither lie there nor come, after those ahead of it."""
        row = self._prospects.get(line_id)
        return row["short_qty"] if row else NOTHING

    def _awaited(self, line: ListedLine) -> list[Part]:
        """The parts in which a line is filled, or may leave if it has its stock and is paused."""
        if row := self._prospects.get(line["line_id"]):
            return parts.of_rows(row["parts"])
        if not self._is_kept_back(line):
            return []
        kept_back = [parts.paused(line["qty"], self._paused.untils[line["line_id"]])]
        return parts.swept(kept_back, is_swept=self._walk.is_swept)

    def _is_kept_back(self, line: ListedLine) -> bool:
        """Whether a line that does not wait is paused; what is being picked leaves all the same (R22)."""
        is_picked = line["shipment_state"] == ShipmentState.PICKING
        return line["line_id"] in self._paused.untils and not is_picked

    def _until(self, line: ListedLine) -> tuple[list[Part], date | None, str, str, date | None, str]:
        """The fields of an explanation from ``parts`` to ``until``."""
        row = self._prospects.get(line["line_id"])
        if row is None:
            return [], None, "", "", None, ""
        promised = parts.of_rows(row["parts"])
        sentence = parts.until(promised, self._today, row["on_the_way_qty"], row["if_ordered_on"])
        on_pending = self._pending.get((self._number, line["root_line_no"]))
        expected = bought.with_pending(parts.in_words(promised, self._today), on_pending)
        written_as = parts.in_file(promised, self._today), expected
        return promised, row["projected_on"], *written_as, row["if_ordered_on"], sentence

    def _losses_of(self, line_id: int) -> list[StockLoss]:
        mine = self._losses.filter(pl.col("line_id") == line_id)
        return [StockLoss(*row) for row in mine.select(_LOSS).iter_rows()]

    def _late_of(self, line_id: int) -> list[LateSupply]:
        mine = self._late.filter(pl.col("line_id") == line_id)
        return [LateSupply(**row) for row in mine.drop("line_id").iter_rows(named=True)]

    def _ordered_on(self, root_line_no: int) -> list[OrderedOn]:
        mine = self._bought.filter(pl.col("line") == root_line_no).select(_ORDERED)
        return [OrderedOn(*row) for row in mine.iter_rows()]

    def _history_of(self, root_line_no: int) -> list[PromiseEntry]:
        """What was told of a typed line; the newest as it can be told now, while sweeps are off (R25)."""
        mine = self._promises.filter(pl.col("line") == root_line_no)
        entries = [
            PromiseEntry(**row | {"parts": None if row["parts"] is None else parts.of_rows(row["parts"])})
            for row in mine.select(_PROMISE).iter_rows(named=True)
        ]
        return [*entries[:-1], *(replace(one, is_swept=self._walk.is_swept) for one in entries[-1:])]


_ORDERED = ("po", "state", "qty", "expected_on", "is_transfer")
_LOSS = ("lost_at", "qty", "taker", "actor", "run_id", "sentence")
_PROMISE = ("since_at", "told_on", "state", "promised_on", "cause", "actor", "parts")


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
        why=_why_outside(row),
        losses=losses,
        history=history,
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
