"""When each waiting unit is filled: the policy walked again on every day on which something comes (R40).

Where a line merely stands behind those ahead of it, that day is a matter of adding up, and SQL does it. Here
is the rest: policies that step over or look at an order as a whole, and lines that would take stock which
others hold now.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from engine.model import Grains, PoolNo, QueueLine, RulingRow, Terms
from engine.rules.queue import PolicyWalk

NO_DAY: Final = 10**9
"""The day of a delivery of which nobody said when it comes: after all others."""


class Delivery(NamedTuple):
    """What one line of a purchase order still brings."""

    day: int  # days from today; below zero: it is late; NO_DAY: nobody said
    number: int  # which one, among those of a day the first first
    pool: PoolNo
    qty: Grains


class Fill(NamedTuple):
    """Units that a line gets at one time, and keeps."""

    line_id: int
    qty: Grains
    by: int | None  # the number of the delivery that brings them; None: they lie on the shelf


def fills(
    lines: Sequence[QueueLine],
    stock: Mapping[PoolNo, Grains],
    deliveries: Iterable[Delivery],
    walk: PolicyWalk,
    terms: Terms,
    decides: Callable[[QueueLine], bool],
) -> list[Fill]:
    """What the next sweep, and a sweep after each day's deliveries, gives the lines that wait.

    ``lines``: open lines that are neither shipped nor firm; ``stock``: what lies in their pools and is not
    firm, which may be below zero; ``decides``: whether a line's fate hangs on other lines of its order. Late
    deliveries come first, in the order of their days, those without a day last. What a line is given one day
    and loses on a later one, to somebody ahead of it, is not told for the first day but for the day from
    which it keeps it. Orders grow old on the way (R43).
    """
    told: list[Fill] = []
    coming: dict[PoolNo, list[Delivery]] = defaultdict(list)
    for one in deliveries:
        coming[one.pool].append(one)
    for group in _coupled(lines, decides):
        pools = {line.pool for line in group}
        told += _Desk(group, stock, walk, terms).fills([one for pool in pools for one in coming[pool]])
    return told


def _coupled(lines: Sequence[QueueLine], decides: Callable[[QueueLine], bool]) -> Iterable[list[QueueLine]]:
    """The lines in groups that nothing in another group depends on: by pools that share no such order."""
    leads: dict[object, object] = {}

    def leader(one: object) -> object:
        while (above := leads.setdefault(one, one)) != one:
            leads[one] = leads[above]
            one = leads[one]
        return one

    for line in filter(decides, lines):
        leads[leader(("order", line.order_id))] = leader(("pool", line.pool))
    groups: dict[object, list[QueueLine]] = defaultdict(list)
    in_pool: dict[PoolNo, list[QueueLine]] = defaultdict(list)
    for line in lines:
        in_pool[line.pool].append(line)
    for pool, mine in in_pool.items():
        groups[leader(("pool", pool))] += mine
    return groups.values()


class _Desk:
    """Some pools as time goes by: who holds what, what is left on the shelf, and who was told what."""

    def __init__(
        self, lines: list[QueueLine], stock: Mapping[PoolNo, Grains], walk: PolicyWalk, terms: Terms
    ) -> None:
        self._lines, self._walk, self._terms = lines, walk, terms
        self._stock = {line.pool: stock.get(line.pool, 0) for line in lines}
        self._told: dict[int, list[Fill]] = {line.line_id: [] for line in lines if line.waits}
        self._root = {line_id: line_id for line_id in self._told}
        self._last_id = max(line.line_id for line in lines)

    def fills(self, coming: list[Delivery]) -> list[Fill]:
        """The whole way, from the next sweep to the last delivery."""
        self._sweep(0, [])
        day = 0
        for on, those in groupby(sorted(coming), key=attrgetter("day")):
            if not any(line.waits for line in self._lines):
                break
            day = day if on == NO_DAY else max(on, 0)
            self._sweep(day, list(those))
        return [fill for fills in self._told.values() for fill in fills]

    def _sweep(self, day: int, came: list[Delivery]) -> None:
        sources = _Sources(self._idle(), came)
        for one in came:
            self._stock[one.pool] += one.qty
        # That all lines are older by a day is said more cheaply as an age that is reached a day sooner.
        aged = replace(self._terms, skip_age_days=self._terms.skip_age_days - day)
        shelves = {pool: max(qty, 0) for pool, qty in self._stock.items()}
        self._settle(self._walk(self._lines, shelves, aged).said, sources)

    def _idle(self) -> dict[PoolNo, Grains]:
        idle = dict(self._stock)
        for line in self._lines:
            if not line.waits:
                idle[line.pool] -= line.qty
        return idle

    def _settle(self, said: Sequence[RulingRow], sources: _Sources) -> None:
        """Write the walk down as a settlement would: split, allot, release (R5, R16)."""
        granted = {row[0]: row[1] for row in said}
        settled: list[QueueLine] = []
        changed: list[QueueLine] = []
        for line in self._lines:
            same = granted[line.line_id] == (0 if line.waits else line.qty)
            (settled if same else changed).append(line)
        gains: dict[int, QueueLine] = {}
        for line in sorted(changed):
            qty = granted[line.line_id]
            if qty:
                settled.append(line._replace(qty=qty, waits=False))
            if qty and line.waits:
                gains[line.line_id] = settled[-1]
            if qty < line.qty:
                settled.append(self._rest(line, qty))
            if qty < line.qty and line.held:
                sources.free(line.pool, line.qty - qty)
                self._untell(line.line_id, line.qty - qty)
        for line in [gains[row[0]] for row in said if row[0] in gains]:
            self._tell(line, sources)
        self._lines = settled

    def _rest(self, line: QueueLine, granted: Grains) -> QueueLine:
        """What waits of a line: all of it, or a sibling behind it (R5)."""
        if not granted:
            return line._replace(waits=True)
        self._last_id += 1
        if line.line_id in self._root:
            self._root[self._last_id] = self._root[line.line_id]
        return line._replace(line_id=self._last_id, qty=line.qty - granted, waits=True)

    def _tell(self, line: QueueLine, sources: _Sources) -> None:
        root = self._root.get(line.line_id)
        parts = sources.take(line.pool, line.qty, in_one=line.whole)
        if root is not None:
            self._told[root] += [Fill(root, qty, by) for qty, by in parts]

    def _untell(self, line_id: int, qty: Grains) -> None:
        """What is lost again was not kept: the units given last, first."""
        told = self._told.get(self._root.get(line_id, 0), [])
        while qty and told:
            last = told.pop()
            if last.qty > qty:
                told.append(last._replace(qty=last.qty - qty))
            qty -= min(last.qty, qty)


class _Sources:
    """Where the units of one sweep come from: what lay there, then the day's deliveries in turn.

    What lay there and was not given before is given because of the deliveries of this day, and told as
    theirs.
    """

    def __init__(self, idle: Mapping[PoolNo, Grains], came: Sequence[Delivery]) -> None:
        self._lain = {pool: max(qty, 0) for pool, qty in idle.items()}
        self._any = came[0].number if came else None
        self._came: dict[PoolNo, list[tuple[Grains, int]]] = defaultdict(list)
        lacks = {pool: max(-qty, 0) for pool, qty in idle.items()}  # made good before anybody gains
        for one in came:
            owed = min(lacks[one.pool], one.qty)
            lacks[one.pool] -= owed
            self._came[one.pool].append((one.qty - owed, one.number))

    def free(self, pool: PoolNo, qty: Grains) -> None:
        """Units that somebody had to give up."""
        self._lain[pool] += qty

    def take(self, pool: PoolNo, qty: Grains, *, in_one: bool) -> list[tuple[Grains, int | None]]:
        """Units for one line, and by which delivery each part of them is told; ``in_one``: by the last."""
        lain = min(self._lain[pool], qty)
        self._lain[pool] -= lain
        parts = self._brought(pool, qty - lain)
        if not parts:
            first = self._came[pool][0][1] if self._came[pool] else self._any
            return [(qty, first)]
        if in_one:
            return [(qty, parts[-1][1])]
        return [(qty - sum(part for part, _ in parts[1:]), parts[0][1]), *parts[1:]]

    def _brought(self, pool: PoolNo, qty: Grains) -> list[tuple[Grains, int]]:
        parts, left = [], []
        for brought, number in self._came[pool]:
            part = min(brought, qty)
            qty -= part
            if part:
                parts.append((part, number))
            if part < brought:
                left.append((brought - part, number))
        self._came[pool] = left
        return parts
