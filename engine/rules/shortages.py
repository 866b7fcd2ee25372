"""What the prompt at entry asks, and what the answers do (R6 to R10, R13).

One function serves the order page, where a person can be asked, and imports of any size, where nobody can.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.model import NOTHING, OnShortage, Pool, Qty, ShipType


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line about to be opened, with what was answered when it was typed."""

    line_id: int
    order_id: int
    line_no: int
    lic: str
    pool: Pool
    qty: Qty
    answer: OnShortage | None  # what was said, if anything was
    answered_qty: Qty | None  # what was available then; None: the answer holds in any case
    ship_type: ShipType
    discontinued: bool


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line that wants more than is available: the prompt in data (R7, R8)."""

    line_id: int
    order_id: int
    line_no: int
    lic: str
    qty: Qty
    available: Qty  # when the lines before it have taken theirs; may be below zero

    @property
    def now(self) -> Qty:
        """What *Yes, split* would ship now; zero when there is nothing to split (R8)."""
        return max(self.available, NOTHING)

    @property
    def later(self) -> Qty:
        """What *Yes, split* would leave on backorder."""
        return self.qty - self.now


@dataclass(slots=True)
class Decisions:
    """What was decided on the shortages of a set of draft lines."""

    whole: list[int] = field(default_factory=list)  # line ids that may not be split
    questions: list[Shortage] = field(default_factory=list)  # short, and a person must say what to do
    refused: dict[int, list[Shortage]] = field(default_factory=dict)
    """What is discontinued and short (R10), by order_id."""


def decide_shortages(lines: Iterable[DraftLine], available: Mapping[Pool, Qty], *, ask: bool) -> Decisions:
    """Walk draft lines in entry order and decide each shortage.

    ``lines``: inventoried draft lines, those of one order together, orders in entry order.
    ``available``: what each pool has before the first of them (R1); pools not named have nothing.
    ``ask``: True where a person can be asked; otherwise unanswered lines follow the ship type (R9).

    An order that is refused takes nothing from the pools; lines behind it see what it would have taken.
    """
    decisions = Decisions()
    left = dict(available)
    for order_id, order_lines in _by_order(lines):
        taken: dict[Pool, Qty] = {}
        refused: list[Shortage] = []
        for line in order_lines:
            at_hand = left.get(line.pool, NOTHING) - taken.get(line.pool, NOTHING)
            taken[line.pool] = taken.get(line.pool, NOTHING) + line.qty
            if line.qty > at_hand:
                _decide(line, at_hand, decisions, refused, ask=ask)
        if refused:
            decisions.refused[order_id] = refused
            continue
        for pool, qty in taken.items():
            left[pool] = left.get(pool, NOTHING) - qty
    return decisions


def _decide(
    line: DraftLine, at_hand: Qty, decisions: Decisions, refused: list[Shortage], *, ask: bool
) -> None:
    shortage = Shortage(line.line_id, line.order_id, line.line_no, line.lic, line.qty, at_hand)
    if line.discontinued:
        refused.append(shortage)
    elif ask and not _is_still_answered(line, at_hand):
        decisions.questions.append(shortage)
    elif _answer(line) is OnShortage.WHOLE:
        decisions.whole.append(line.line_id)


def _answer(line: DraftLine) -> OnShortage:
    """The stated answer, else what the ship type suggests (R9)."""
    if line.answer is not None:
        return line.answer
    return OnShortage.WHOLE if line.ship_type is ShipType.COMPLETE else OnShortage.SPLIT


def _is_still_answered(line: DraftLine, at_hand: Qty) -> bool:
    """Whether the answer was given for what is available now; if stock moved since, it is asked again (R9).

    Less than nothing is nothing: a line with no stock to split is not asked about again while there is none.
    """
    if line.answer is None:
        return False
    return line.answered_qty is None or max(line.answered_qty, NOTHING) == max(at_hand, NOTHING)


def _by_order(lines: Iterable[DraftLine]) -> Iterable[tuple[int, list[DraftLine]]]:
    batch: list[DraftLine] = []
    for line in lines:
        if batch and batch[0].order_id != line.order_id:
            yield batch[0].order_id, batch
            batch = []
        batch.append(line)
    if batch:
        yield batch[0].order_id, batch
