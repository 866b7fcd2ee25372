"""When each waiting unit is filled: the policy walked again on every day on which something comes, a line
takes part or an order has grown old (R40, R43, R45).

Where a line merely stands behind those ahead of it, that day is a matter of adding up, and SQL does it. Here
is the rest: policies that step over or look at an order as a whole, and lines that would take stock which
others hold now.

After a sweep the same sweep would change nothing. So on each day only those pools are walked that something
comes to, in which an order has grown old, or that an order ties to one of these which could be filled whole.
Where what cannot be filled holds its place anyway, nobody grows old, and no day is looked at for that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from operator import attrgetter
from typing import Final, NamedTuple

from engine.model import Grains, PoolNo, QueueLine, RulingRow, Terms
from engine.rules.pools import NO_DAY, ExpectedReceipt, Pools
from engine.rules.queue import PolicyRule

_NOBODY: Final[Mapping[int, int]] = {}


class Fill(NamedTuple):
    """Units that a line gets at one time, and keeps."""

    line_id: int
    qty: Grains
    by: int | None  # the number of the receipt that brings them; None: they lie on the shelf
    day: int = 0  # in how many days it gets what lies there already, on the shelf or since that receipt


def fills(
    lines: Collection[QueueLine],
    stock: Mapping[PoolNo, Grains],
    expected: Iterable[ExpectedReceipt],
    rule: PolicyRule,
    terms: Terms,
    joining: Mapping[int, int] = _NOBODY,
) -> list[Fill]:
    """What the next sweep, and one on each later day that may change something, gives the lines that wait.

    ``lines``: open lines that are neither shipped nor firm, of pools at which sweeps look together;
    ``stock``: what lies there and is not firm, which may be below zero; ``expected``: what comes to these
    pools, and to others at which the same sweeps look. Late ones come first, in the order of their days,
    those without a day last. What a line is given one day and loses on a later one, to somebody ahead of it,
    counts not for the first day but for the day from which it keeps it. Orders grow old on the way (R43), and
    on the day on which one has there is a sweep, though nothing comes; what has no day comes when all have.
    ``joining``: line_id -> in how many days a line that waits takes part, of those that do not yet (R45); on
    such a day there is a sweep, too.
    """
    desk = _Desk(lines, stock, rule, terms, joining)
    desk.sweep(0, [])
    day = 0
    coming = {on: list(those) for on, those in groupby(sorted(expected), key=attrgetter("day"))}
    for on in sorted(coming.keys() | desk.joining_days | _growing_days(lines, rule, terms)):
        if not desk.has_waiting:
            break
        day = max(day, terms.skip_age_days if on == NO_DAY else on)
        desk.sweep(day, coming.get(on, []))
    return desk.fills()


def _growing_days(lines: Iterable[QueueLine], rule: PolicyRule, terms: Terms) -> set[int]:
    """In how many days orders grow old that are served as one until then: what lies there may be theirs."""
    days = {terms.skip_age_days - line.days for line in lines if rule.looks_at_order_of(line)}
    return {day for day in days if day > 0}


class _Desk:
    """Some pools as time goes by: what each sweep changes, and who keeps what it was given."""

    def __init__(
        self,
        lines: Collection[QueueLine],
        stock: Mapping[PoolNo, Grains],
        rule: PolicyRule,
        terms: Terms,
        joining: Mapping[int, int],
    ) -> None:
        self._walk, self._terms = rule.walk, terms
        self._joining = sorted(
            ((joining[line.line_id], line) for line in lines if line.line_id in joining), reverse=True
        )
        self._pools = Pools([line for line in lines if line.line_id not in joining], stock, rule)
        self._day = 0
        # The orders that have grown old, or of which lines take part, since this day.
        self._called = set[int]()
        self._brought = dict[PoolNo, list[_Piece]]()  # what came and nobody was given
        self._stirred = self._pools.all()  # where the next sweep could change something
        self._growing = self._pools.growing(terms.skip_age_days)
        self._waited = {line.line_id for line in lines if line.waits}
        self._fills: dict[int, list[Fill]] = {line.line_id: [] for line in lines}
        self._root = {line_id: line_id for line_id in self._fills}
        self._last_id = max((line.line_id for line in lines), default=0)

    @property
    def has_waiting(self) -> bool:
        """Whether anybody waits still."""
        return self._pools.waiting > 0 or bool(self._joining)

    @property
    def joining_days(self) -> set[int]:
        """The days on which lines take part for the first time."""
        return {day for day, _ in self._joining}

    def fills(self) -> list[Fill]:
        """What the lines that waited in the beginning were given and still have."""
        return [fill for line_id in self._fills for fill in self._fills[line_id] if line_id in self._waited]

    def sweep(self, day: int, came: Sequence[ExpectedReceipt]) -> None:
        """A sweep after the receipts of a day."""
        # That all lines are older by a day is said more cheaply as an age that is reached a day sooner.
        aged = replace(self._terms, skip_age_days=self._terms.skip_age_days - day)
        self._day = day
        self._called = set()
        self._grow(day)
        self._join(day)
        self._stirred |= self._pools.waited_for({one.pool for one in came})
        pools, elsewhere = self._pools.reached(self._stirred, aged.skip_age_days)
        sources = _Sources(self._pools.idle(pools), came, self._brought)
        self._pools.receive(came)
        lines = self._pools.lines(pools)
        rulings = self._walk([*lines, *elsewhere], self._pools.stock(pools), aged).rulings
        self._stirred = set()
        self._settle(lines, rulings, sources)
        self._brought |= sources.left()

    def _grow(self, day: int) -> None:
        """Let the orders be old that are by then."""
        while self._growing and self._growing[-1][0] <= day:
            _, order = self._growing.pop()
            self._called.add(order)
            self._stirred |= self._pools.where_it_waits(order)

    def _join(self, day: int) -> None:
        """Let the lines take part whose day has come."""
        while self._joining and self._joining[-1][0] <= day:
            _, line = self._joining.pop()
            self._pools.add(line)
            self._called.add(line.order_id)
            self._stirred |= {line.pool} & self._pools.all()
            self._growing = [one for one in self._pools.growing(self._terms.skip_age_days) if one[0] > day]

    def _settle(self, lines: list[QueueLine], rulings: Sequence[RulingRow], sources: _Sources) -> None:
        """Write the walk down as a settlement would: split, allot, release (R5, R16)."""
        granted = {row[0]: row[1] for row in rulings}
        gains: dict[int, QueueLine] = {}
        for line in sorted(x for x in lines if granted[x.line_id] != (0 if x.waits else x.qty)):
            qty = granted[line.line_id]
            self._pools.remove(line)
            if qty:
                self._pools.add(held := line._replace(qty=qty, waits=False))
            if qty and line.waits:
                gains[line.line_id] = held
            if qty < line.qty:
                self._pools.add(self._rest(line, qty))
            if qty < line.qty and line.held:
                sources.free(line.pool, self._taken_back(line.line_id, line.qty - qty))
                # Its order may wait from an earlier place now than when it was served.
                self._stirred |= self._pools.where_it_waits(line.order_id)
        for line in [gains[row[0]] for row in rulings if row[0] in gains]:
            self._give(line, sources)

    def _rest(self, line: QueueLine, granted: Grains) -> QueueLine:
        """What waits of a line: all of it, or a sibling behind it (R5)."""
        if not granted:
            return line._replace(waits=True)
        self._last_id += 1
        self._root[self._last_id] = self._root[line.line_id]
        return line._replace(line_id=self._last_id, qty=line.qty - granted, waits=True)

    def _give(self, line: QueueLine, sources: _Sources) -> None:
        root = self._root[line.line_id]
        parts = sources.take(line.pool, line.qty, is_called=line.order_id in self._called)
        if line.whole:  # what lay there is given with what came last
            parts = [(line.qty, *max(reversed(parts), key=lambda part: part[1] is not None)[1:])]
        self._fills[root] += [Fill(root, qty, by, self._day if lay else 0) for qty, by, lay in parts]

    def _taken_back(self, line_id: int, qty: Grains) -> list[_Piece]:
        """Lost units off what was given, those given last first; and whence each of them was."""
        given, lost = self._fills[self._root[line_id]], list[_Piece]()
        while qty and given:
            last = given.pop()
            part = min(last.qty, qty)
            if last.qty > part:
                given.append(last._replace(qty=last.qty - part))
            lost.append((part, last.by))
            qty -= part
        return [*lost, (qty, None)]  # what it had from the beginning


_Piece = tuple[Grains, int | None]
"""Units, and the number of the receipt that brought them; None: they lay there from the beginning."""


class _Sources:
    """Where the units of one sweep come from: what lay there, then the day's receipts in turn.

    What lay there and was not given before is given because of the receipts of this day, and counts as
    theirs; but where there are none, or it is given to an order that takes part or is old since this day, as
    what it is. ``brought``: what of that came with which receipt.
    """

    def __init__(
        self,
        idle: Mapping[PoolNo, Grains],
        came: Sequence[ExpectedReceipt],
        brought: Mapping[PoolNo, list[_Piece]],
    ) -> None:
        self._lain = {one.pool: brought.get(one.pool, []) for one in came}
        self._lain |= {pool: _lying(qty, brought.get(pool, [])) for pool, qty in idle.items()}
        self._any = came[0].number if came else None
        self._came: dict[PoolNo, list[_Piece]] = defaultdict(list)
        self._lacks = defaultdict(int, {pool: max(-qty, 0) for pool, qty in idle.items()})  # made good first
        for one in came:
            owed = min(self._lacks[one.pool], one.qty)
            self._lacks[one.pool] -= owed
            self._came[one.pool].append((one.qty - owed, one.number))

    def free(self, pool: PoolNo, pieces: Sequence[_Piece]) -> None:
        """Units that somebody had to give up, as far as they lay there."""
        lacked, real = _cut(pieces, self._lacks[pool])
        self._lacks[pool] -= sum(qty for qty, _ in lacked)
        self._lain[pool] = [*self._lain[pool], *real]

    def left(self) -> dict[PoolNo, list[_Piece]]:
        """What came, on this day or before, and nobody was given; by pool."""
        every = {pool: [*lain, *self._came.get(pool, [])] for pool, lain in self._lain.items()}
        return {pool: [piece for piece in pieces if piece[1] is not None] for pool, pieces in every.items()}

    def take(self, pool: PoolNo, qty: Grains, *, is_called: bool) -> list[tuple[Grains, int | None, bool]]:
        """Units for one line: how many, the receipt that brings them, whether they lay there before."""
        lain, self._lain[pool] = _cut(self._lain[pool], qty)
        units = sum(part for part, _ in lain)
        first = self._came[pool][0][1] if self._came[pool] else self._any
        parts, self._came[pool] = _cut(self._came[pool], qty - units)
        brought = [(part, number, False) for part, number in parts]
        if is_called or first is None:
            return [*((part, number, True) for part, number in lain), *brought]
        if not brought:
            return [(qty, first, False)]
        return [(qty - sum(part for part, *_ in brought[1:]), *brought[0][1:]), *brought[1:]]


def _lying(idle: Grains, brought: Sequence[_Piece]) -> list[_Piece]:
    """What nobody holds of a pool, in the order in which it is used: what lay there from the beginning first.

    Of what was brought, some may make good what was held and did not lie there.
    """
    since = max(idle - sum(qty for qty, _ in brought), 0)
    newest, _ = _cut(list(reversed(brought)), max(idle, 0) - since)
    return [piece for piece in [(since, None), *reversed(newest)] if piece[0]]


def _cut(pieces: Sequence[_Piece], qty: Grains) -> tuple[list[_Piece], list[_Piece]]:
    """The first ``qty`` units of some pieces, as far as there are so many, and the rest."""
    first, rest = list[_Piece](), list[_Piece]()
    for units, number in pieces:
        part = min(units, qty)
        qty -= part
        if part:
            first.append((part, number))
        if part < units:
            rest.append((units - part, number))
    return first, rest
