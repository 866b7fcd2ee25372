"""The pools in which something can ever change after an act that touched a few (R43).

An order that is filled whole or not at all ties pools together only while it is young, and only if it can be
filled at all. It cannot if it lacks something in a pool to which nothing comes while any order is young, and
in which nobody moves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from engine.model import Grains, PoolNo, QueueLine, Terms
from engine.rules.pools import ExpectedReceipt, Pools
from engine.rules.queue import PolicyRule


def concerned(
    lines: Collection[QueueLine],
    stock: Mapping[PoolNo, Grains],
    expected: Collection[ExpectedReceipt],
    rule: PolicyRule,
    terms: Terms,
    touched: Iterable[PoolNo],
) -> set[PoolNo]:
    """The pools in which promises may change because of what happened in the touched ones, and
    those that decide what is told there; the touched ones with them.

    ``lines``, ``stock``, ``expected``: as for ``filling.fills``, of all pools tied to the touched ones.
    """
    start = {pool for pool in touched if pool in stock}
    if len(start) == len(stock):
        return start
    reach = _Reach(lines, stock, rule, terms, start)
    reach.move(reach.unsettled() | reach.awaited(expected))
    return reach.tied()


class _Reach:
    """All pools as they are now, and what could still change in them."""

    def __init__(
        self,
        lines: Collection[QueueLine],
        stock: Mapping[PoolNo, Grains],
        rule: PolicyRule,
        terms: Terms,
        touched: set[PoolNo],
    ) -> None:
        self._lines, self._age, self._rule, self._touched = lines, terms.skip_age_days, rule, touched
        self._pools = Pools(lines, stock, rule)
        ages = [line.days for line in lines if rule.looks_at_order_of(line)]
        self._last_young = max(self._age - min(ages, default=self._age), 0)  # in so many days all are old
        self._moving: set[PoolNo] = set()
        self._served: set[int] = set()  # the young orders that could gain or lose as a whole
        self._scattered = _scattered(lines) if rule.whole_orders_first else set()

    def awaited(self, expected: Collection[ExpectedReceipt]) -> set[PoolNo]:
        """The pools to which something comes while an order is young."""
        return self._pools.waited_for({one.pool for one in expected if one.day < self._last_young})

    def unsettled(self) -> set[PoolNo]:
        """The pools in which a sweep could change something though nothing came: the next one, or one on a
        day on which an order has grown old while others are young.
        """
        alone = {line.pool for line in self._lines if line.waits and self._finds_some(line)}
        return self._pools.overdrawn() | alone | self._of_unsettled_orders()

    def _finds_some(self, line: QueueLine) -> bool:
        """Whether a line that waits finds something for itself: now, or once its order has grown old."""
        if self._is_together(line) and self._age - line.days >= self._last_young:
            return False
        left = self._pools.left_for(line)
        return left >= line.qty if line.whole else left > 0

    def _of_unsettled_orders(self) -> set[PoolNo]:
        """The pools of the young orders that could be filled whole, or have some and lack some."""
        pools: set[PoolNo] = set()
        for order in self._pools.orders():
            young = [line.pool for line in order if self._is_together(line)]
            if young and self._is_unsettled(order):
                pools.update(young)
        return pools

    def _is_unsettled(self, order: Sequence[QueueLine]) -> bool:
        waiting = sum(line.waits for line in order)
        return 0 < waiting < len(order) or (waiting > 0 and self._pools.could_fit(order))

    def move(self, start: Iterable[PoolNo]) -> None:
        """Find all pools in which something can change, from these and the touched ones on."""
        self._moving = self._touched.union(start)
        todo = list(self._moving)
        while todo:
            pool = todo.pop()
            for order in self._pools.orders_in(pool):
                if order[0].order_id not in self._served and self._can_move(pool, order):
                    self._served.add(order[0].order_id)
                    pools = {line.pool for line in self._bound(order)}
                    self._moving |= pools
                    todo += pools

    def _can_move(self, pool: PoolNo, order: Sequence[QueueLine]) -> bool:
        """Whether an order can be filled whole, or lose what it has, now that something moves in a pool."""
        bound = self._bound(order)
        if order[0].order_id in self._scattered:
            return True
        if not bound or bound[0].days >= self._age:
            return False
        if not any(line.waits for line in bound):
            return any(self._may_lose(line) for line in bound if line.pool == pool)
        beyond = [line for line in bound if line.pool not in self._moving]
        return self._pools.could_fit(beyond) or not all(line.waits for line in bound)

    def tied(self) -> set[PoolNo]:
        """The pools with which the touched ones hang together by orders that can be filled or lose whole."""
        tied, todo = set(self._touched), list(self._touched)
        while todo:
            for order in self._pools.orders_in(todo.pop()):
                if order[0].order_id in self._served:
                    new = self._pools_of(order) - tied
                    tied |= new
                    todo += new
        return tied

    def _pools_of(self, order: Sequence[QueueLine]) -> set[PoolNo]:
        losing = {line.pool for line in order if line.pool in self._moving and self._may_lose(line)}
        return {line.pool for line in self._bound(order)} | losing

    def _bound(self, order: Sequence[QueueLine]) -> list[QueueLine]:
        """The lines of an order that are served together, or were before the act, for all that is known."""
        return [x for x in order if x.waits or x.pool in self._touched or self._is_together(x)]

    def _is_together(self, line: QueueLine) -> bool:
        return line.complete and line.days < self._age

    def _may_lose(self, line: QueueLine) -> bool:
        """Whether a line could lose what it holds, to somebody of a higher priority; or could before."""
        if line.waits:
            return False
        if line.pool in self._touched or self._pools.is_overdrawn(line.pool):
            return True
        return any(map(self._may_take, self._pools.above(line)))

    def _may_take(self, line: QueueLine) -> bool:
        if line.order_id in self._served:
            return True
        is_young = self._is_together(line) and self._age - line.days >= self._last_young
        return line.waits and not is_young


def _scattered(lines: Iterable[QueueLine]) -> set[int]:
    """The orders between whose lines others entered. A policy that serves an order at the place of its first
    line that waits serves them sooner or later by what becomes of that one, wherever it is.
    """
    in_turn = sorted(lines, key=attrgetter("entry_seq", "line_id"))
    runs = Counter(order_id for order_id, _ in groupby(in_turn, key=attrgetter("order_id")))
    return {order_id for order_id, count in runs.items() if count > 1}
