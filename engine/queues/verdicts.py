"""One walk through the queue of the touched pools, and what it says of each line (R15, R41).

Lists, explanations and the settlement of the desk come from the same walk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from db.session import Transaction
from engine import preferences
from engine.model import Allotment, Grains, PoolNo, QueueLine, Terms, Verdict
from engine.quantities import written
from engine.queues import granting, table
from engine.queues.reading import Reading
from engine.rows import Order
from engine.rules import explaining
from engine.rules.queue import POLICIES, PolicyWalk, Rank, rank
from engine.rules.shelf import Own


@dataclass(frozen=True)  # without slots, for what is worked out only when it is asked for
class Walk:
    """A queue and what the desk's policy gives each of its lines."""

    lines: Sequence[QueueLine]
    stock: Mapping[PoolNo, Grains]
    policy: PolicyWalk
    terms: Terms
    result: Allotment
    names: Mapping[int, str]  # line_id -> order/line, as people name it
    # By pool and priority, where a line waits to be filled whole: what lower priorities hold of the pool.
    kept_below: Mapping[tuple[PoolNo, int], Grains]
    is_swept: bool  # sweeps are on; else nothing that lies there is given (R25)

    def why(self, line: QueueLine) -> str:
        """The rule that decided what ``line`` gets, in words a customer could be told."""
        ruling = self.result.ruling(line.line_id)
        on_hand = self.stock.get(line.pool, 0)
        return explaining.sentence(
            line,
            ruling,
            on_hand,
            self._own_beside(line),
            self._blocker(ruling.blocker, line),
            written,
            kept_below=min(self.kept_below.get((line.pool, line.priority), 0), ruling.at_hand),
            is_swept=self.is_swept,
        )

    def lacks(self, line: QueueLine) -> bool:
        """Whether ``line`` would get more if more of it lay in its warehouse."""
        return self.result.ruling(line.line_id).verdict in explaining.FOR_WANT_OF_STOCK

    def _own_beside(self, line: QueueLine) -> list[Own]:
        """What other lines of its order get of its pool."""
        return [
            Own(self._line_no(other), granted, other.held)
            for other in self._by_order[line.order_id]
            if other.pool == line.pool
            and other.line_id != line.line_id
            and (granted := self.result.ruling(other.line_id).granted)
        ]

    def place_at(self, at: Rank, pool: PoolNo) -> int:
        """The place, from 1, that a rank has in a pool among the lines that take part."""
        return 1 + sum(line.pool == pool and rank(line) < at for line in self.lines)

    def held_apart(self) -> list[tuple[QueueLine, Grains]]:
        """The whole lines for which stock is held back that nobody has, and how much each (R15)."""
        by_id = {line.line_id: line for line in self.lines}
        held_for = (
            (by_id[line_id], self.result.left[pool]) for pool, line_id in self.result.held_for.items()
        )
        return [(line, left) for line, left in held_for if left > 0]

    @cached_property
    def _by_order(self) -> dict[int, list[QueueLine]]:
        """The lines that have a name, by order."""
        found: dict[int, list[QueueLine]] = defaultdict(list)
        for line in self.lines:
            if line.line_id in self.names:
                found[line.order_id].append(line)
        return found

    def _line_no(self, line: QueueLine) -> int:
        return int(self.names[line.line_id].rpartition("/")[2])

    def _blocker(self, line_id: int | None, line: QueueLine) -> str:
        """The order in the way, or the line of its own order."""
        if line_id is None:
            return ""
        order, line_no = self.names[line_id].rsplit("/", 1)
        own = self.names[line.line_id].rsplit("/", 1)[0]
        return f"line {line_no}" if order == own else f"order {order}"


def walk(tx: Transaction, order: Order | None = None, found: Reading | None = None) -> Walk:
    """Read the queue of the touched pools and let the desk's policy decide; nothing is written.

    For one ``order`` (order_id, priority), lines on which nothing that it gets depends are left out, and
    only what its lines can be told about has a name. ``found``: the touched pools, if somebody read them.
    """
    read = table.read(tx, reading=found)
    policy, terms = POLICIES[read.policy].walk, read.terms
    if order:
        lines, stock = granting.lines_around(tx, read.lines, order, read.policy, terms)
    else:
        lines, stock = table.lines(read.lines)
    with table.without_collecting():
        result = policy(lines, stock, terms)
        named = [line.line_id for line in lines if order is None or line.order_id == order["order_id"]]
        blockers = [blocker for line_id in named if (blocker := result.ruling(line_id).blocker)]
    names = dict(tx.rows("verdicts.names", line_ids=named + blockers).iter_rows())
    whole = {
        (line.pool, line.priority)
        for line in lines
        if line.line_id in names
        and result.ruling(line.line_id).verdict in (Verdict.WHOLE, Verdict.STEPPED_OVER)
    }
    kept_below = table.held_below(read.lines, whole)
    is_swept = preferences.read(tx).backorder_management
    return Walk(lines, stock, policy, terms, result, names, kept_below, is_swept)
