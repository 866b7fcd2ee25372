"""Who gets the stock: the heart of the desk, as pure functions of rows.

The rank is priority (high first), then entry sequence, then line id (R14). A policy walks the lines once by
*claim*: band by band of equal priority, first those of the band that already hold stock, because equal
priority never takes, and then those that wait. A higher band is served whole before a lower one, so the
lowest rank of the lowest band loses first and nobody loses more than is needed (R18, R23).

The policies differ only in what becomes of those that cannot be filled: **strict** lets them hold their
place (R15), **skip** steps over them, **complete-first** moreover serves first, inside a band, the orders
that can be filled whole (R43).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from engine.model import Allotment, Grains, Policy, PoolNo, QueueLine, RulingRow, Terms, Verdict

Rank = tuple[int, int, int]
PLAIN: Final = Terms()
Unit = Sequence[QueueLine]
"""Lines that are served together or not at all: one line, or all of a Complete order."""


def rank(line: QueueLine) -> Rank:
    """The place of a line in the one global queue (R14); smaller is served sooner."""
    return (-line.priority, line.entry_seq, line.line_id)


def claim(unit: Unit) -> tuple[int, bool, int, int]:
    """The order of a walk: rank, but inside a priority those who hold stock keep it first (R18)."""
    if len(unit) == 1:  # by far the most
        line = unit[0]
        return (-line.priority, not line.held, line.entry_seq, line.line_id)
    first = min(unit, key=rank)
    return (-first.priority, not _is_held(unit), first.entry_seq, first.line_id)


def strict(lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms = PLAIN) -> Allotment:
    """Serve every line by rank; a whole line that cannot be filled holds its place (R15).

    ``lines``: open lines that are neither shipped nor firm, in any order. ``stock``: units on hand that are
    not firm, by pool; below zero counts as nothing. The result is a pure function of its arguments, and
    walking again from it changes nothing.
    """
    shelves = _Shelves(stock, terms)
    for unit in sorted(([line] for line in lines), key=claim):
        shelves.serve(unit[0], holds_place=True)
    return shelves.result()


def skip(lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms = PLAIN) -> Allotment:
    """Serve by rank, but step over what cannot be filled until it is ``skip_age_days`` old (R43).

    A Complete order that cannot be filled whole gets nothing and holds nothing; grown old, it is served as
    ``strict`` would. Arguments and result as in ``strict``.
    """
    shelves = _Shelves(stock, terms)
    shelves.serve_units(sorted(_units(lines, terms), key=claim))
    return shelves.result()


def complete_first(
    lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms = PLAIN
) -> Allotment:
    """Like ``skip``, but inside a priority the orders that can be filled whole go first (R43).

    Whoever holds stock keeps it before anybody of the same priority gains, and an order that has grown old
    is not overtaken any more. Arguments and result as in ``strict``.
    """
    shelves = _Shelves(stock, terms)
    units = sorted(_units(lines, terms), key=claim)
    for _, band in groupby(units, key=lambda unit: unit[0].priority):
        overtaken: list[Unit] = []
        for order in _orders(band, shelves):
            if _is_old(order[0], terms) or shelves.fit([line for unit in order for line in unit]):
                shelves.serve_units(order)
            else:
                overtaken += order
        shelves.serve_units(sorted(overtaken, key=claim))
    return shelves.result()


POLICIES: dict[Policy, Callable[[Iterable[QueueLine], Mapping[PoolNo, Grains], Terms], Allotment]] = {
    Policy.STRICT: strict,
    Policy.SKIP: skip,
    Policy.COMPLETE_FIRST: complete_first,
}
"""A policy is one entry here."""


def _units(lines: Iterable[QueueLine], terms: Terms) -> list[Unit]:
    """A Complete order as one unit, unless it has waited long; every other line by itself."""
    units: list[Unit] = []
    complete: dict[int, list[QueueLine]] = defaultdict(list)
    for line in lines:
        if line.complete:
            complete[line.order_id].append(line)
        else:
            units.append([line])
    for order in complete.values():
        units += [[line] for line in order] if _is_old(order, terms) else [sorted(order, key=rank)]
    return units


def _is_old(unit: Unit, terms: Terms) -> bool:
    """Whether the order of a unit has waited so long that nobody may be served past it (R43)."""
    return unit[0].days >= terms.skip_age_days


def _is_held(unit: Unit) -> bool:
    """Whether a unit has all its stock, and so keeps it before anybody of its priority gains (R18)."""
    return all(line.held for line in unit)


def _orders(band: Iterable[Unit], shelves: _Shelves) -> Iterable[list[Unit]]:
    """The units of a band that wait, order by order in rank; those that hold stock are served on the way."""
    orders: dict[int, list[Unit]] = defaultdict(list)
    for unit in band:
        if _is_held(unit):
            shelves.serve_unit(unit)
        else:
            orders[unit[0].order_id].append(unit)
    return orders.values()


class _Shelves:
    """The state of one walk: what is left in each pool, who got what, and whose place is held."""

    def __init__(self, stock: Mapping[PoolNo, Grains], terms: Terms) -> None:
        self._terms = terms
        self._left = defaultdict(int, {pool: max(qty, 0) for pool, qty in stock.items()})
        self._said: list[RulingRow] = []
        self._places: dict[PoolNo, QueueLine] = {}

    def result(self) -> Allotment:
        """What the walk came to."""
        held_for = {pool: line.line_id for pool, line in self._places.items() if self._left[pool]}
        return Allotment(self._said, self._left, held_for)

    def serve_units(self, units: Iterable[Unit]) -> None:
        """Serve several units in turn."""
        for unit in units:
            self.serve_unit(unit)

    def serve_unit(self, unit: Unit) -> None:
        """Serve a line by itself, or a Complete order altogether or not at all."""
        is_old = _is_old(unit, self._terms)
        if is_old or not unit[0].complete:
            for line in unit:
                self.serve(line, holds_place=is_old)
        elif self.fit(unit):
            for line in unit:
                self._say(line, line.qty, Verdict.FILLED)
        else:
            self._turn_away(unit)

    def serve(self, line: QueueLine, *, holds_place: bool) -> None:
        """Give a line what it can use; a whole one that does not fit may let nobody pass."""
        at_hand = self._left[line.pool]
        if not line.held and (refusal := self._refusal(line)):
            self._say(line, 0, refusal, self._place_of(line))
        elif line.qty <= at_hand:
            self._say(line, line.qty, Verdict.FILLED)
        elif not line.whole:
            self._say(line, at_hand, Verdict.SPLIT if at_hand else Verdict.NO_STOCK)
        elif holds_place:
            self._say(line, 0, Verdict.WHOLE)
            self._hold_place(line)
        else:
            self._say(line, 0, Verdict.STEPPED_OVER)

    def fit(self, unit: Unit) -> bool:
        """Whether all of these lines can be filled at once."""
        wanted: dict[PoolNo, Grains] = {}
        for line in unit:
            wanted[line.pool] = qty = wanted.get(line.pool, 0) + line.qty
            if qty > self._left[line.pool]:
                return False
        return not any(self._refusal(line) for line in unit)

    def _turn_away(self, unit: Unit) -> None:
        """A Complete order that cannot be filled: each line is told which other one it waits for."""
        short = min(unit, key=lambda line: (self.fit([line]), line.held, rank(line)))
        for line in unit:
            if line is short:
                self._say(line, 0, self._refusal(line) or Verdict.STEPPED_OVER, self._place_of(line))
            else:
                self._say(line, 0, Verdict.INCOMPLETE, short.line_id)

    def _refusal(self, line: QueueLine) -> Verdict | None:
        """Why a waiting line may not gain at all, whatever lies on the shelf; holders always may keep."""
        if line.held:
            return None
        if not self._terms.gains:
            return Verdict.NO_GAINS
        place = self._places.get(line.pool)
        return Verdict.BEHIND if place and rank(place) < rank(line) else None

    def _place_of(self, line: QueueLine) -> int | None:
        place = self._places.get(line.pool)
        return place.line_id if place else None

    def _hold_place(self, line: QueueLine) -> None:
        place = self._places.get(line.pool)
        if place is None or rank(line) < rank(place):
            self._places[line.pool] = line

    def _say(self, line: QueueLine, granted: Grains, verdict: Verdict, blocker: int | None = None) -> None:
        """What a line gets and why; it is taken off the shelf."""
        pool = line.pool
        at_hand = self._left[pool]
        self._said.append((line.line_id, len(self._said) + 1, granted, at_hand, verdict, blocker))
        if granted:
            self._left[pool] = at_hand - granted
