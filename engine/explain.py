"""Explanations: for each line its rank, what stands ahead, the rule that stopped it and what would help.

Asked of the same queue by the same walk that settles the desk (R40, R41), so that the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from db.session import Transaction
from engine import allocation, backorders, orders
from engine.errors import Unknown
from engine.model import NOTHING, Allotment, LineState, Pool, Qty, QueueLine, ShipmentState, Verdict
from engine.quantities import plain
from engine.rules import explaining
from engine.rules.explaining import Ahead, Remedy
from engine.rules.queue import POLICIES

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Loss:
    """Units that were taken from a line: who took them, when, by which rule, by whose hand (R21, R41)."""

    lost_at: datetime  # naive UTC
    qty: Qty
    taker: str | None  # the order that has them now; None: a fall of stock
    actor: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one line has what it has."""

    order: str
    line: int
    lic: str
    qty: Qty
    state: LineState
    rank: int | None  # its place in its pool; None: not in the queue (shipped, cancelled, draft, firm)
    ahead_orders: int
    ahead_qty: Qty
    on_hand: Qty  # what the pool has that is not firm
    at_hand: Qty | None  # what of it was left when the line's turn came
    verdict: Verdict | None
    why: str  # the rule in words
    remedy: str  # what would fill it; empty when nothing is missing
    projected_on: date | None  # when open purchase orders cover it (R40)
    losses: list[Loss]


def explain(tx: Transaction, number: str, line_no: int | None = None) -> list[Explanation]:
    """Explain every line of an order, or one of them (R41). Reads only; refuses an unknown order or line."""
    order = orders.find(tx, number)
    rows = orders.lines(tx, number).to_dicts()
    if line_no is not None:
        rows = [row for row in rows if row["line_no"] == line_no]
        if not rows:
            raise Unknown(kind=f"line of order {number} numbered", name=line_no)
    walk = _Walk(tx, order["order_id"])
    projected = _projected(tx, number)
    losses = tx.rows("explain.losses", order_id=order["order_id"])
    return [
        walk.explanation(number, row, projected.get(row["line_no"]), _losses_of(losses, row["line_id"]))
        for row in rows
    ]


def _projected(tx: Transaction, number: str) -> dict[int, date | None]:
    return dict(backorders.waiting(tx, order=number).select("line", "projected_on").iter_rows())


def _losses_of(losses: pl.DataFrame, line_id: int) -> list[Loss]:
    mine = losses.filter(pl.col("line_id") == line_id)
    return [Loss(*row) for row in mine.select("lost_at", "qty", "taker", "actor", "sentence").iter_rows()]


class _Walk:
    """The queue of an order's pools, walked once by the desk's own policy."""

    def __init__(self, tx: Transaction, order_id: int) -> None:
        allocation.touch_orders(tx, [order_id])
        tx.write("allocation.touch_pools_of_orders")
        self._policy, self._terms = allocation.read_queue(tx)
        queue = tx.rows("allocation.queue")
        self._lines, self._stock = allocation.read_lines(queue)
        self._by_id = {line.line_id: line for line in self._lines}
        self._result: Allotment = POLICIES[self._policy](self._lines, self._stock, self._terms)
        self._names: dict[int, str] = dict(tx.rows("explain.names").iter_rows())

    def explanation(
        self, number: str, row: Record, projected_on: date | None, losses: list[Loss]
    ) -> Explanation:
        """One line of the order, explained."""
        line = self._by_id.get(row["line_id"])
        if line is None:
            return _outside(number, row, losses)
        ruling = self._result.rulings[line.line_id]
        ahead = explaining.ahead_of(line, self._lines)
        on_hand = self._stock.get(line.pool, NOTHING)
        return Explanation(
            number,
            row["line_no"],
            row["lic"],
            row["qty"],
            LineState(row["state"]),
            ahead.rank,
            ahead.orders,
            ahead.qty,
            on_hand,
            ruling.at_hand,
            ruling.verdict,
            explaining.sentence(
                line,
                ruling,
                plain(on_hand),
                plain(line.qty),
                plain(ruling.at_hand),
                self._blocker(ruling.blocker, line),
            ),
            _said(self._remedy(line), ahead),
            projected_on,
            losses,
        )

    def _remedy(self, line: QueueLine) -> Remedy:
        lines: Sequence[QueueLine] = self._lines
        stock: dict[Pool, Qty] = self._stock
        return explaining.remedy(line, lines, stock, self._terms, POLICIES[self._policy])

    def _blocker(self, line_id: int | None, line: QueueLine) -> str:
        """The order in the way, or the line of its own order."""
        if line_id is None:
            return ""
        order, line_no = self._names[line_id].split("/")
        return line_no if self._by_id[line_id].order_id == line.order_id else order


def _said(remedy: Remedy, ahead: Ahead) -> str:
    """What would help, as sentences."""
    said = []
    if remedy.more_qty:
        after = f", counting the {plain(ahead.qty)} ahead of it" if ahead.qty else ""
        said.append(f"{plain(remedy.more_qty)} more on hand would fill it{after}.")
    if remedy.priority is not None:
        said.append(f"Priority {remedy.priority} would take it from others.")
    if remedy.split_qty is not None:
        said.append(f"If it could be split, {plain(remedy.split_qty)} of it could go now.")
    return " ".join(said)


def _outside(number: str, row: Record, losses: list[Loss]) -> Explanation:
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
        None,
        None,
        _why_outside(row),
        "",
        None,
        losses,
    )


def _why_outside(row: Record) -> str:
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
