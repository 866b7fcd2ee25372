"""Where a line stands among the units that wait in its pool, and how far what comes reaches (R40, R41).

Read from the projection, which lays the units that wait beside those that lie free or come.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeVar

from db.session import Transaction
from engine import days
from engine.model import NOTHING, Qty
from engine.quantities import spelled

MOST: Final = 10
"""How many stretches of the queue ahead of a line are told apart."""


@dataclass(frozen=True, slots=True)
class UnitsAhead:
    """Units ahead of a line: of one line of an order, or of several lines in a row."""

    line_id: int
    from_qty: Qty
    to_qty: Qty
    orders: int
    order: str  # the first of them
    is_own: bool  # the order is the line's own


@dataclass(frozen=True, slots=True)
class Reach:
    """How far units that lie free, or come on a purchase order or with a transfer, reach in the queue."""

    line_id: int
    from_qty: Qty
    to_qty: Qty
    po: str | None  # None: they lie free
    due_on: date | None
    is_hard: bool

    def called(self, today: date) -> str:
        """What the units are, in words: ``PO101, 5 Dec``."""
        if self.po is None:
            return "free on the shelf"
        if self.due_on is None:
            return f"{self.po}, no day"
        late = ", late" if self.due_on < today else ""
        return f"{self.po}, {days.spelled(self.due_on, today)}{late}"


@dataclass(frozen=True, slots=True)
class InQueue:
    """A waiting line in its queue; quantities count the units that wait there, from the first one."""

    line: int
    lic: str
    from_qty: Qty  # what waits ahead of it
    to_qty: Qty
    today: date
    ahead: list[UnitsAhead] = field(default_factory=list)
    reaches: list[Reach] = field(default_factory=list)  # by when they come, the free ones first

    @property
    def is_hard(self) -> bool:
        """Whether somebody behind may be served first: lines that wait whole, complete or paused (R40)."""
        return any(one.is_hard for one in self.reaches)

    @property
    def reached_qty(self) -> Qty:
        """How many units of the line what lies free and what comes reaches."""
        last = max((one.to_qty for one in self.reaches), default=self.from_qty)
        return max(min(last, self.to_qty) - self.from_qty, NOTHING)

    @property
    def sentence(self) -> str:
        """What the picture of the queue shows."""
        own = spelled(self.to_qty - self.from_qty)
        before = f"{spelled(self.from_qty)} of {self.lic} wait ahead of its {own}"
        stands = before if self.from_qty else f"Nobody waits ahead of its {own} of {self.lic}"
        rest = self.to_qty - self.from_qty - self.reached_qty
        end = f"Nothing reaches {spelled(rest)} of its own" if rest else "All of its own are reached"
        end = end if self.reached_qty else "Nothing reaches its own"
        how_far = [f"{one.called(self.today)}: up to unit {spelled(one.to_qty)}" for one in self.shown]
        reach = "; ".join(how_far)
        return ". ".join(filter(None, [stands, reach[:1].upper() + reach[1:], end])) + "."

    @property
    def shown(self) -> list[Reach]:
        """What reaches anything, up to the first that reaches the end of the line."""
        coming = [one for one in self.reaches if one.to_qty > one.from_qty]
        before = sum(one.to_qty < self.to_qty for one in coming)
        return coming[: before + 1]


def find(tx: Transaction, order_id: int) -> dict[int, InQueue]:
    """The waiting lines of an order in their queues, by the number of the line; needs the projection of its
    pools (``promises.project``), as ``explain`` leaves it."""
    asked = {"order_id": order_id}
    ahead = _by_line(
        [UnitsAhead(*row) for row in tx.rows("explain.queue_ahead", **asked, most=MOST).iter_rows()]
    )
    reaches = _by_line([Reach(*row) for row in tx.rows("explain.queue_reached", **asked).iter_rows()])
    return {
        line: InQueue(line, lic, from_qty, to_qty, tx.today, ahead.get(line_id, []), reaches.get(line_id, []))
        for line_id, line, lic, from_qty, to_qty in tx.rows("explain.queue_own", **asked).iter_rows()
    }


OfLine = TypeVar("OfLine", UnitsAhead, Reach)


def _by_line(stretches: list[OfLine]) -> dict[int, list[OfLine]]:
    by_line: dict[int, list[OfLine]] = {}
    for one in stretches:
        by_line.setdefault(one.line_id, []).append(one)
    return by_line
