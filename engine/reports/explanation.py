"""What there is to say of one line: why it has what it has, until when it waits, what it lost (R40, R41)."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime

from engine import parts
from engine.model import NOTHING, LineState, Qty, Verdict
from engine.parts import Part
from engine.quantities import spelled
from engine.reports.leaving import Leaving
from engine.supply import words
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
    is_swept: bool = True  # whether what lies there has a day now; not in the newest row without sweeps (R25)

    @property
    def in_words(self) -> str:
        """What was told then, in words: by which day, or how it ended; of the newest row what is told now."""
        if self.state != "open":
            return self.state
        if self.parts is None:
            return parts.whole_by(self.promised_on, self.told_on)
        return parts.in_words(parts.swept(self.parts, is_swept=self.is_swept), self.told_on)

    @property
    def days(self) -> list[date]:
        """The days that were told then, the earliest first."""
        if self.parts is None:
            return [self.promised_on] if self.promised_on else []
        return sorted(part.due_on for part in self.parts if part.due_on and part.is_dated(self.told_on))


@dataclass(frozen=True, slots=True)
class OrderedOn:
    """Units for a line on a purchase order that is pending or open, or on such a transfer (R44, R47)."""

    po: str
    state: str
    qty: Qty
    expected_on: date | None  # None: no day is known
    is_transfer: bool = False

    @property
    def in_words(self) -> str:
        """``5 on PO101, which is open``."""
        state = words.of_transfer(self.state) if self.is_transfer else self.state
        return f"{spelled(self.qty)} on {self.po}, which is {state}"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one line has what it has; of one that is not in the queue, most is empty."""

    order: str
    line: int
    lic: str
    qty: Qty
    state: LineState
    rank: int | None = None  # its place in its pool; None: not in the queue (shipped, cancelled, draft, firm)
    ahead_orders: int = 0  # others than its own
    ahead_qty: Qty = NOTHING  # of theirs
    own_ahead_qty: Qty = NOTHING  # of other lines of its own order
    on_hand: Qty = NOTHING  # what the pool has that is not firm
    at_hand: Qty | None = None  # what of it was left when the line's turn came
    verdict: Verdict | None = None
    why: str = ""  # the rule in words
    remedy: str = ""  # what would fill it; empty when nothing is missing
    parts: list[Part] = field(default_factory=list)  # in which it is filled; they sum to what waits (R40)
    projected_on: date | None = None  # the day of its last unit; None while some of it has none
    projected: str = ""  # the parts as files say them
    expected: str = ""  # the same in words, as lists have them, with what is on pending purchase orders (R44)
    if_ordered_on: date | None = None  # when it would come if it were ordered today, which is no promise
    until: str = ""  # until when it waits, in words
    losses: list[StockLoss] = field(default_factory=list)
    history: list[PromiseEntry] = field(default_factory=list)  # of the line that was typed; oldest first
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
