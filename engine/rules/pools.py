"""Who holds and who wants what, pool by pool, and how far a change in one pool reaches (R43).

Orders that are filled whole or not at all tie the pools together in which they have lines. Two things keep
that short: an order that lacks something elsewhere cannot be filled whole, whatever happens here; and where a
sweep has been, whoever holds some keeps it until somebody of a higher priority can be filled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from engine.model import Grains, PoolNo, QueueLine
from engine.rules.queue import PolicyRule

NO_DAY: Final = 10**9
"""The day of a receipt of which nobody said when it comes: after all others, when every order is old."""


class ExpectedReceipt(NamedTuple):
    """What one line of a purchase order still brings."""

    day: int  # days from today; below zero: it is late; NO_DAY: nobody said
    number: int  # which one, among those of a day the first first
    pool: PoolNo
    qty: Grains


class Pools:
    """Who holds and who wants what, pool by pool, and which orders tie pools together."""

    def __init__(self, lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], rule: PolicyRule) -> None:
        """Lay the lines of the pools in ``stock`` out; for lines beyond them no order is filled whole."""
        self._binds = rule.looks_at_order_of
        self._bound: dict[int, dict[int, QueueLine]] = defaultdict(dict)  # by order
        by_pool: dict[PoolNo, list[QueueLine]] = defaultdict(list)
        for line in lines:  # a million of them at times: without a call for each that can be spared
            by_pool[line.pool].append(line)
            if self._binds(line):
                self._bound[line.order_id][line.line_id] = line
        self._shelves = {pool: _Shelf(qty, by_pool.get(pool, ())) for pool, qty in stock.items()}
        self.waiting = sum(line.waits for pool in self._shelves for line in by_pool.get(pool, ()))

    def add(self, line: QueueLine) -> None:
        """A line that is open now."""
        if shelf := self._shelves.get(line.pool):
            shelf.add(line)
            self.waiting += line.waits
        if self._binds(line):
            self._bound[line.order_id][line.line_id] = line

    def remove(self, line: QueueLine) -> None:
        """Take a line off, before it becomes another."""
        self._shelves[line.pool].remove(line)
        self.waiting -= line.waits
        if self._binds(line):
            del self._bound[line.order_id][line.line_id]

    def receive(self, came: Iterable[ExpectedReceipt]) -> None:
        """What comes lies on the shelves."""
        for one in came:
            if shelf := self._shelves.get(one.pool):
                shelf.receive(one.qty)

    def all(self) -> set[PoolNo]:
        """Every pool."""
        return set(self._shelves)

    def waited_for(self, pools: Iterable[PoolNo]) -> set[PoolNo]:
        """The pools, among some, in which lines wait."""
        pooled = (pool for pool in pools if pool in self._shelves)
        return {pool for pool in pooled if self._shelves[pool].is_waited_for()}

    def growing(self, age: int) -> list[tuple[int, int]]:
        """In how many days each order that binds its lines reaches an age, the last ones first."""
        days = (
            (age - next(iter(bound.values())).days, order) for order, bound in self._bound.items() if bound
        )
        return sorted((one for one in days if one[0] > 0), reverse=True)

    def where_it_waits(self, order_id: int) -> set[PoolNo]:
        """The pools in which bound lines of an order wait."""
        return {line.pool for line in self._bound[order_id].values() if line.waits} & self._shelves.keys()

    def idle(self, pools: Iterable[PoolNo]) -> dict[PoolNo, Grains]:
        """What nobody holds of them; below zero: what is held and does not lie there."""
        return {pool: self._shelves[pool].idle() for pool in pools}

    def stock(self, pools: Iterable[PoolNo]) -> dict[PoolNo, Grains]:
        """What lies in them."""
        return {pool: self._shelves[pool].stock for pool in pools}

    def lines(self, pools: Iterable[PoolNo]) -> list[QueueLine]:
        """The open lines of some pools."""
        return [line for pool in pools for line in self._shelves[pool].lines.values()]

    def reached(self, stirred: Iterable[PoolNo], age: int) -> tuple[set[PoolNo], list[QueueLine]]:
        """The pools in which a sweep could change something, if everywhere but in the stirred ones a sweep
        has just been; and of each order that waits beyond them, too, its first line there: so that the order
        is seen to lack something, and has its place.
        """
        pools, todo = set(stirred), list(stirred)
        elsewhere: dict[int, QueueLine] = {}
        while todo:
            pool = todo.pop()
            for order in self._bound_in(pool, age):
                beyond = [line for line in order if line.pool not in pools]
                if beyond and order[0].days < age and self._pulls(pool, order, beyond):
                    todo += {line.pool for line in beyond}
                    pools.update(line.pool for line in beyond)
                elif waits := [line for line in beyond if line.waits]:
                    elsewhere[order[0].order_id] = min(waits)
        return pools, [line for line in elsewhere.values() if line.pool not in pools]

    def _bound_in(self, pool: PoolNo, age: int) -> list[list[QueueLine]]:
        """The orders with bound lines in a pool: of each those lines, wherever, that are served together."""
        mine = (line for line in self._shelves[pool].lines.values() if self._binds(line))
        orders = {line.order_id for line in mine if line.waits or (line.complete and line.days < age)}
        every = (self._bound[order].values() for order in orders)
        return [[line for line in order if line.waits or line.complete] for order in every]

    def _pulls(self, pool: PoolNo, order: list[QueueLine], beyond: list[QueueLine]) -> bool:
        """Whether what happens in a pool could change what an order gets elsewhere."""
        if any(line.pool not in self._shelves for line in beyond):
            return False
        if not any(line.waits for line in order):
            return self._shelves[pool].is_waited_for_above(order[0].band)
        return self._could_fit(beyond) or not all(line.waits for line in order)

    def _could_fit(self, lines: Iterable[QueueLine]) -> bool:
        """Whether lines of one order that wait would find enough where a sweep has been."""
        needed: dict[PoolNo, Grains] = defaultdict(int)
        for line in lines:
            needed[line.pool] += line.qty
        return all(qty <= self._shelves[pool].left_for(line.band) for pool, qty in needed.items())


class _Shelf:
    """A pool: what lies there, and who holds or wants some of it."""

    def __init__(self, stock: Grains, lines: Sequence[QueueLine]) -> None:
        self.stock = stock
        self.lines = {line.line_id: line for line in lines}
        self._held: dict[int, Grains] = defaultdict(int)  # by band
        for line in lines:
            if not line.waits:
                self._held[line.band] += line.qty
        self._left: dict[int, Grains] = {}  # by band, of those for which it was asked since the last change

    def add(self, line: QueueLine) -> None:
        self.lines[line.line_id] = line
        if not line.waits:
            self._hold(line.band, line.qty)

    def remove(self, line: QueueLine) -> None:
        del self.lines[line.line_id]
        if not line.waits:
            self._hold(line.band, -line.qty)

    def receive(self, qty: Grains) -> None:
        self.stock += qty
        self._left.clear()

    def _hold(self, band: int, qty: Grains) -> None:
        self._held[band] += qty
        self._left.clear()

    def idle(self) -> Grains:
        return self.stock - sum(self._held.values())

    def left_for(self, band: int) -> Grains:
        """What lines of a band that wait find there after a sweep: their own band's holders keep theirs."""
        left = self._left.get(band)
        if left is None:
            left = self._left[band] = self.stock - sum(q for above, q in self._held.items() if above <= band)
        return left

    def is_waited_for(self) -> bool:
        return any(line.waits for line in self.lines.values())

    def is_waited_for_above(self, band: int) -> bool:
        """Whether somebody waits who may take from those of a band that hold some (R18)."""
        return any(line.waits and line.band < band for line in self.lines.values())
