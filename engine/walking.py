"""One walk through the queue of the touched pools, and what it says of each line (R15, R41).

The same walk settles the desk, explains it and names the reasons in lists, so that they can never disagree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.session import Transaction
from engine import allocation
from engine.model import NOTHING, Allotment, Pool, Qty, QueueLine, Terms
from engine.quantities import plain
from engine.rules import explaining
from engine.rules.explaining import PolicyWalk
from engine.rules.queue import POLICIES


@dataclass(frozen=True, slots=True)
class Walk:
    """A queue and what the desk's policy gives each of its lines."""

    lines: Sequence[QueueLine]
    stock: Mapping[Pool, Qty]
    policy: PolicyWalk
    terms: Terms
    result: Allotment
    names: Mapping[int, str]  # line_id -> order/line, as people name it

    def why(self, line: QueueLine) -> str:
        """The rule that decided what ``line`` gets, in words a customer could be told."""
        ruling = self.result.rulings[line.line_id]
        on_hand = plain(self.stock.get(line.pool, NOTHING))
        blocker = self._blocker(ruling.blocker, line)
        return explaining.sentence(line, ruling, on_hand, plain(line.qty), plain(ruling.at_hand), blocker)

    def _blocker(self, line_id: int | None, line: QueueLine) -> str:
        """The order in the way, or the line of its own order."""
        if line_id is None:
            return ""
        order, line_no = self.names[line_id].rsplit("/", 1)
        own = self.names[line.line_id].rsplit("/", 1)[0]
        return f"line {line_no}" if order == own else f"order {order}"


def walk(tx: Transaction) -> Walk:
    """Read the queue of the touched pools and let the desk's policy decide; nothing is written."""
    name, terms = allocation.read_queue(tx)
    lines, stock = allocation.read_lines(tx.rows("allocation.queue"))
    policy = POLICIES[name]
    names = dict(tx.rows("walking.names").iter_rows())
    return Walk(lines, stock, policy, terms, policy(lines, stock, terms), names)
