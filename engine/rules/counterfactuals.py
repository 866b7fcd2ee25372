"""What would change what a line gets: the walk that decides, made again with one thing changed (R41)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import gcd
from typing import Final

from engine.model import HIGHEST_PRIORITY, Allotment, Grains, PoolNo, QueueLine, Terms, Verdict
from engine.rules import joint
from engine.rules.queue import PolicyWalk, rank, skip, strict

_NONE: Final[Mapping[PoolNo, Grains]] = {}
_MOST_TRIALS: Final = 8
"""How many walks may look for a smaller quantity that fills a line too."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What stands before a line in its pool."""

    rank: int  # its place, from 1
    orders: int  # others than its own
    qty: Grains  # of theirs
    own_qty: Grains  # of other lines of its own order


@dataclass(frozen=True, slots=True)
class WouldFill:
    """What would fill a line: each None where that alone would not."""

    more_qty: Grains  # units that would have to come in; zero: nothing is missing
    priority: int | None  # the lowest priority that would take it from others
    split_qty: Grains | None  # what a whole line would get if it could be split
    counts_ahead: bool = True  # more_qty fills all that is ahead of it, too
    in_parts_qty: Grains | None = None  # what it would get if its order shipped in parts, if no other helps
    together: joint.More = field(default_factory=dict)  # fills its order, where no pool alone does


class Counterfactuals:
    """The lines of one order in their queue, and walks through it with one thing changed at a time.

    ``lines`` and ``stock`` are what ``walk`` has decided on; ``lines`` may span pools. ``free``: what nobody
    holds of a pool, as far as that is known; below zero, something is held or sold that does not lie there,
    and what comes makes it good first. No walk is made twice, and none looks at lines of a lower priority:
    they are served later, so that nothing here depends on them.
    """

    def __init__(
        self,
        order_id: int,
        lines: Sequence[QueueLine],
        stock: Mapping[PoolNo, Grains],
        terms: Terms,
        walk: PolicyWalk,
        free: Mapping[PoolNo, Grains] = _NONE,
    ) -> None:
        """Find the order's lines, and those that want the same pools."""
        self._stock, self._terms, self._walk, self._free = stock, terms, walk, free
        self._own = [line for line in lines if line.order_id == order_id]
        self._others = [line for line in lines if line.order_id != order_id]
        self._rivals: dict[PoolNo, list[QueueLine]] = {line.pool: [] for line in self._own}
        for line in lines:
            if line.pool in self._rivals:
                self._rivals[line.pool].append(line)
        self._grants: dict[int, Mapping[int, Grains]] = {}
        self._joint: joint.More | None = None

    def ahead_of(self, line: QueueLine) -> Ahead:
        """The place of a line in its pool, and what is before it."""
        before = [other for other in self._rivals[line.pool] if rank(other) < rank(line)]
        others = [other for other in before if other.order_id != line.order_id]
        qty, orders = sum(other.qty for other in others), {other.order_id for other in others}
        return Ahead(len(before) + 1, len(orders), qty, sum(other.qty for other in before) - qty)

    def would_fill(self, line: QueueLine, granted: Grains) -> WouldFill:
        """What would fill a line that gets ``granted`` now."""
        if granted == line.qty:
            return WouldFill(0, None, None)
        ahead = self._missing(line)
        more = ahead if self._walk is strict else self._least(line, ahead)
        lack = self.lacking(line.pool) if more else 0
        priority, split = self._enough_priority(line), self._split_part(line)
        in_parts = None if more or priority is not None or split else self._part_of_order(line)
        together = self._together(line) if not more and self._is_together(line) else _NONE
        return WouldFill(more + lack, priority, split, more == ahead, in_parts, together)

    def _together(self, line: QueueLine) -> joint.More:
        """What must come into the pools of a line's order, all of it together, so that it is filled (R43):
        the same for all its lines."""
        if self._joint is None:
            everybody = {pool: max(self._all_lack(pool, line.priority), 0) for pool in self._rivals}
            found = joint.enough(
                lambda more: self._walked(self._own, {**self._stock, **self._raised(more)}),
                lambda result: result.grants[line.line_id] == line.qty,
                lambda result: {own.pool: max(self._short_by(own, result), 0) for own in self._own},
                everybody,
                {pool: self._step(pool) for pool in everybody},
            )
            self._joint = {pool: qty + self.lacking(pool) for pool, qty in found.items()}
        return self._joint

    def _raised(self, more: joint.More) -> Mapping[PoolNo, Grains]:
        return {pool: self._there(pool) + qty for pool, qty in more.items()}

    def _missing(self, line: QueueLine) -> Grains:
        """What must come in so that everybody with a better claim and the line itself are filled."""
        better = (
            other.qty
            for other in self._rivals[line.pool]
            if other.line_id != line.line_id
            and (rank(other) < rank(line) or (other.held and other.priority >= line.priority))
        )
        return max(sum(better) + line.qty - self._there(line.pool), 0)

    def _least(self, line: QueueLine, ahead: Grains) -> Grains:
        """What must come in where a policy steps over some and lets others go first (R43): a quantity that a
        walk has shown to fill the line, and as few walks find no smaller one; zero where none is enough,
        because its Complete order lacks other lines as well. ``ahead``: what fills all that is ahead too."""
        everybody, step = self._all_lack(line.pool, line.priority), self._step(line.pool)
        enough = next((more for more in (ahead, everybody) if more > 0 and self._fills(line, more)), 0)
        low = 0
        if self._walk is skip:
            low, enough = self._climbed(line, enough, max(ahead, everybody), step)
        elif line.qty < enough and self._fills(line, line.qty):
            enough = line.qty
        low, high = low // step, enough // step
        for _ in range(_MOST_TRIALS):
            if high - low < 2:
                break
            middle = (low + high) // 2
            if self._fills(line, middle * step):
                high = middle
            else:
                low = middle
        return high * step

    def _all_lack(self, pool: PoolNo, priority: int) -> Grains:
        """What all of a priority, and of higher ones, want of a pool beyond what is there."""
        return sum(one.qty for one in self._rivals[pool] if one.priority >= priority) - self._there(pool)

    def _step(self, pool: PoolNo) -> Grains:
        """What is tried is a multiple of this: enough is a sum of what is wanted less what is there."""
        return gcd(self._there(pool), *(other.qty for other in self._rivals[pool]))

    def _climbed(self, line: QueueLine, enough: Grains, most: Grains, step: Grains) -> tuple[Grains, Grains]:
        """Bounds of the least that fills a line: nothing up to the first does, and the second does; both are
        the least where a few walks find it. ``enough``: what is known to fill it, or zero, since with
        ``most``, which all who wait can use, others may take what its Complete order needs of another LIC.

        What is left at the turn of a line rises by no more than what comes in, since whoever is filled ahead
        of it takes what was left. So each walk shows how much at least is short.
        """
        more = 0
        for _ in range(_MOST_TRIALS):
            if more >= (enough or most):
                return enough, enough
            result = self._tried(line, more)
            if result.grants[line.line_id] == line.qty:
                return more, more
            more += max(self._short_by(line, result), step)
        return min(more, enough) - step if enough else 0, enough

    def _short_by(self, line: QueueLine, result: Allotment) -> Grains:
        """What a walk that did not fill a line left short for it, and for those that are served before it
        and take whatever comes."""
        ruling, claim, needed = result.ruling(line.line_id), line, line.qty
        if self._is_together(line):
            claim, needed = min(self._own), sum(own.qty for own in self._own if own.pool == line.pool)
        before = sum(
            other.qty - result.ruling(other.line_id).granted
            for other in self._rivals[line.pool]
            if other < claim and not other.whole and not self._is_together(other)
        )
        return before + needed - (0 if ruling.verdict is Verdict.BEHIND else ruling.at_hand)

    def _is_together(self, line: QueueLine) -> bool:
        """Whether a policy that steps over some gives to a line only with all others of its order (R43)."""
        return line.complete and line.days < self._terms.skip_age_days

    def _fills(self, line: QueueLine, more: Grains) -> bool:
        """Whether a line is filled by the next sweep once so much more has come into its pool."""
        return self._tried(line, more).grants[line.line_id] == line.qty

    def _tried(self, line: QueueLine, more: Grains) -> Allotment:
        """What the next sweep gives once so much more has come into the pool of a line."""
        return self._walked(self._own, {**self._stock, line.pool: self._there(line.pool) + more})

    def _there(self, pool: PoolNo) -> Grains:
        return max(self._stock.get(pool, 0), 0)

    def lacking(self, pool: PoolNo) -> Grains:
        """What must come into a pool before it has anything for those who wait."""
        held = sum(line.qty for line in self._rivals[pool] if line.held)
        return max(-self._free.get(pool, 0) - held, 0)

    def _enough_priority(self, line: QueueLine) -> int | None:
        """The lowest higher priority of its order that fills the line; more priority never gives less."""
        low, high, enough = line.priority + 1, HIGHEST_PRIORITY, None
        while low <= high:
            middle = (low + high) // 2
            if self._at_priority(middle)[line.line_id] == line.qty:
                enough, high = middle, middle - 1
            else:
                low = middle + 1
        return enough

    def _at_priority(self, priority: int) -> Mapping[int, Grains]:
        if priority not in self._grants:
            own = [line._replace(band=-priority) for line in self._own]
            self._grants[priority] = self._walked(own).grants
        return self._grants[priority]

    def _split_part(self, line: QueueLine) -> Grains | None:
        if not line.whole:
            return None
        own = [other._replace(whole=False) if other is line else other for other in self._own]
        return self._walked(own).grants[line.line_id] or None

    def _part_of_order(self, line: QueueLine) -> Grains | None:
        """What a line that is served only with all others of its order would get alone."""
        if self._walk is strict or not self._is_together(line):
            return None
        return (
            self._walked([other._replace(complete=False) for other in self._own]).grants[line.line_id] or None
        )

    def _walked(self, own: list[QueueLine], stock: Mapping[PoolNo, Grains] | None = None) -> Allotment:
        least = min(line.priority for line in own)
        rivals = [line for line in self._others if line.priority >= least]
        return self._walk(rivals + own, self._stock if stock is None else stock, self._terms)
