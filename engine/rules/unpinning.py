"""What a waiting line would take of stock that is pinned for others, were it not pinned (R22, R41)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from engine.model import HIGHEST_PRIORITY, Grains, PoolNo, QueueLine, Terms
from engine.rules.queue import PolicyWalk, rank

_MOST_TRIALS: Final = 8
"""How many pins a line is tried without, to see whether it takes the others alone."""


@dataclass(frozen=True, slots=True)
class Unpinning:
    """Pins in the way of a line: once they are gone, the next sweep fills it."""

    line_ids: Sequence[int]  # of the pinned lines that would lose
    priority: int | None  # that its order needs besides; None: the one that it has


class Pins:
    """Pinned lines, and the queue that walks past them; both span the pools that are asked about.

    ``lines``, ``stock``: the queue without ``pinned``, as ``walk`` has decided on it.
    """

    def __init__(
        self,
        pinned: Sequence[QueueLine],
        lines: Sequence[QueueLine],
        stock: Mapping[PoolNo, Grains],
        terms: Terms,
        walk: PolicyWalk,
    ) -> None:
        """Keep what there is to walk through."""
        self._pinned, self._lines, self._stock = pinned, lines, stock
        self._terms, self._walk = terms, walk

    def in_the_way(self, line: QueueLine, lacking: Grains, *, may_rise: bool) -> Unpinning | None:
        """The pins without which a line is filled, at its own priority or, if it ``may_rise``, at the lowest
        that is enough; None: there are none.

        ``lacking``: what is held or sold of its pool and does not lie there, which is made good first.
        """
        low, high, found = line.priority, HIGHEST_PRIORITY if may_rise else line.priority, None
        while low <= high:
            middle = line.priority if low == line.priority else (low + high) // 2
            if losing := self._losing(line, middle, lacking):
                priority = None if middle == line.priority else middle
                found, high = Unpinning(losing, priority), middle - 1
            else:
                low = middle + 1
        return found

    def _losing(self, line: QueueLine, priority: int, lacking: Grains) -> list[int]:
        """The pinned lines from which a line takes what it needs at a priority, no more of them than it
        takes; none if all that give way to it are not enough."""
        pins = [
            pin
            for pin in self._pinned
            if pin.pool == line.pool and pin.priority < priority and pin.order_id != line.order_id
        ]
        grants = self._unpinned(line, priority, lacking, pins)
        if not pins or grants[line.line_id] < line.qty:
            return []
        losing = [pin for pin in pins if grants[pin.line_id] < pin.qty]
        for pin in sorted(losing, key=rank)[:_MOST_TRIALS]:  # who would lose last is spared first
            others = [one for one in losing if one is not pin]
            if self._unpinned(line, priority, lacking, others)[line.line_id] == line.qty:
                losing = others
        return [pin.line_id for pin in losing]

    def _unpinned(
        self, line: QueueLine, priority: int, lacking: Grains, pins: Sequence[QueueLine]
    ) -> Mapping[int, Grains]:
        """What the next sweep gives, if the order of a line has this priority and some pins are gone."""
        there = self._stock.get(line.pool, 0) - lacking + sum(pin.qty for pin in pins)
        lines = [
            one._replace(band=-priority) if one.order_id == line.order_id else one for one in self._lines
        ]
        return self._walk([*lines, *pins], {**self._stock, line.pool: there}, self._terms).grants
