"""The policies a second time, told band by band in plain Python: the queue is held against this.

It shares nothing with engine/rules/queue.py but the shape of its input, and never looks ahead: it serves
the bands from the highest priority down, in each first who has, then who waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from engine.model import Grains, Policy, PoolNo, QueueLine, Terms


def strict(lines: Iterable[QueueLine], stock: Grains, *, gains: bool = True) -> dict[int, Grains]:
    """line_id -> units, by the words of R15, R18 and R23."""
    everyone = list(lines)
    shelf = max(stock, 0)
    result = {line.line_id: 0 for line in everyone}
    held_back: list[tuple[int, int, int]] = []  # places of whole lines that could not be filled
    for priority in sorted({line.priority for line in everyone}, reverse=True):
        band = sorted((x for x in everyone if x.priority == priority), key=lambda x: (x.entry_seq, x.line_id))
        for line in [x for x in band if x.held]:
            if line.qty <= shelf:
                result[line.line_id] = line.qty
            elif not line.whole:
                result[line.line_id] = shelf
            else:
                held_back.append((-line.priority, line.entry_seq, line.line_id))
            shelf -= result[line.line_id]
        for line in [x for x in band if not x.held]:
            place = (-line.priority, line.entry_seq, line.line_id)
            if not gains or any(other < place for other in held_back):
                continue
            if line.whole and line.qty > shelf:
                held_back.append(place)
                continue
            result[line.line_id] = min(line.qty, shelf)
            shelf -= result[line.line_id]
    return result


Oracle = Callable[[Iterable[QueueLine], Mapping[PoolNo, Grains], Terms], dict[int, Grains]]


def again_and_again(once: Oracle) -> Oracle:
    """A policy asked anew of what it left, until it gives nothing more (R15)."""

    def policy(lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms) -> dict[int, Grains]:
        everyone = list(lines)
        given, rest = once(everyone, stock, terms), 1 + max((line.line_id for line in everyone), default=0)
        while True:
            left = [line._replace(waits=False, qty=given[line.line_id]) for line in everyone]
            left += [
                line._replace(waits=True, qty=line.qty - given[line.line_id], line_id=line.line_id + rest)
                for line in everyone
            ]
            asked = [line for line in left if line.qty]
            more = once(asked, stock, terms)
            total = {x: more.get(x, 0) + more.get(x + rest, 0) for x in given}
            if total == given:
                return given
            given = total

    return policy


@again_and_again
def skip(lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms) -> dict[int, Grains]:
    """line_id -> units, by the words of R43: what cannot be filled is stepped over until it is old."""
    desk = _Desk(stock, terms)
    for band in _bands(lines):
        for part in _in_turn(desk, band):
            desk.serve(part)
    return desk.given


@again_and_again
def complete_first(
    lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms
) -> dict[int, Grains]:
    """line_id -> units, by the words of R43: after those who hold stock, orders that can be filled whole."""
    desk = _Desk(stock, terms)
    for band in _bands(lines):
        turns = _in_turn(desk, band)
        for part in turns:
            if all(line.held for line in part):
                desk.serve(part)
        waiting = [part for part in turns if not all(line.held for line in part)]
        later = []
        while waiting:
            order = [part for part in waiting if part[0].order_id == waiting[0][0].order_id]
            waiting = [part for part in waiting if part not in order]
            if desk.has_all_for([line for part in order for line in part]) or desk.is_old(order[0]):
                for part in order:
                    desk.serve(part)
            else:
                later += order
        for part in sorted(later, key=_first_place):
            desk.serve(part)
    return desk.given


def _bands(lines: Iterable[QueueLine]) -> list[list[QueueLine]]:
    everyone = list(lines)
    priorities = sorted({line.priority for line in everyone}, reverse=True)
    return [[line for line in everyone if line.priority == priority] for priority in priorities]


def _in_turn(desk: _Desk, band: list[QueueLine]) -> list[list[QueueLine]]:
    """The parts of a band: a young Complete order is one, any other line is one; holders before the rest."""
    parts = [[line] for line in band if not line.complete or desk.is_old([line])]
    together = {line.order_id for line in band if line.complete and not desk.is_old([line])}
    parts += [sorted((line for line in band if line.order_id == one), key=_place) for one in together]
    holders = sorted((part for part in parts if all(line.held for line in part)), key=_first_place)
    return holders + sorted((part for part in parts if not all(line.held for line in part)), key=_first_place)


def _place(line: QueueLine) -> tuple[int, int, int]:
    return (-line.priority, line.entry_seq, line.line_id)


def _first_place(part: list[QueueLine]) -> tuple[int, int, int]:
    return min(_place(line) for line in part)


class _Desk:
    """Shelves that empty, and the places that old whole lines hold."""

    def __init__(self, stock: Mapping[PoolNo, Grains], terms: Terms) -> None:
        self.shelf = {pool: max(qty, 0) for pool, qty in stock.items()}
        self.terms = terms
        self.given: dict[int, Grains] = {}
        self.held_places: list[QueueLine] = []

    def is_old(self, part: list[QueueLine]) -> bool:
        return part[0].days >= self.terms.skip_age_days

    def may_gain(self, line: QueueLine) -> bool:
        before = [x for x in self.held_places if x.pool == line.pool and _place(x) < _place(line)]
        return line.held or (self.terms.gains and not before)

    def has_all_for(self, lines: list[QueueLine]) -> bool:
        for pool in {line.pool for line in lines}:
            if sum(line.qty for line in lines if line.pool == pool) > self.shelf.get(pool, 0):
                return False
        return all(self.may_gain(line) for line in lines)

    def serve(self, part: list[QueueLine]) -> None:
        as_one = part[0].complete and not self.is_old(part)
        nothing = as_one and not self.has_all_for(part)
        for line in part:
            self.given[line.line_id] = 0 if nothing else self.take(line)

    def take(self, line: QueueLine) -> Grains:
        left = self.shelf.get(line.pool, 0)
        if not self.may_gain(line):
            return 0
        if line.whole and line.qty > left:
            if self.is_old([line]):
                self.held_places.append(line)
            return 0
        taken = min(line.qty, left)
        self.shelf[line.pool] = left - taken
        return taken


def _pool_by_pool(
    lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms
) -> dict[int, Grains]:
    everyone = list(lines)
    given: dict[int, Grains] = {}
    for pool in {line.pool for line in everyone}:
        mine = [line for line in everyone if line.pool == pool]
        given |= strict(mine, stock[pool], gains=terms.gains)
    return given


ORACLES: Final[dict[Policy, Callable[..., dict[int, Grains]]]] = {
    Policy.STRICT: _pool_by_pool,
    Policy.SKIP: skip,
    Policy.COMPLETE_FIRST: complete_first,
}
"""Policy -> what it gives, of lines in several pools."""
BOUND: Final[dict[Policy, Callable[[QueueLine], bool]]] = {
    Policy.STRICT: lambda _: False,
    Policy.SKIP: lambda line: line.complete,
    Policy.COMPLETE_FIRST: lambda _: True,
}
"""Policy -> whether what a line gets may hang on the other lines of its order, while it is young."""
