"""A walk is made again until it would change nothing more (R15).

One walk is nearly always enough. The exception is somebody who was refused because an old whole line holds
its place, but who would be served before that line if both were asked again. A whole order is served at the
place of its first line, so this can happen if the lines of two orders alternate in the queue, or if a line
that held stock lost it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from engine.model import Allotment, Grains, PoolNo, QueueLine, RulingRow, Terms, Verdict

OneWalk = Callable[[list[QueueLine], Mapping[PoolNo, Grains], Terms], Allotment]


def until_settled(
    walk: OneWalk, lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms
) -> Allotment:
    """What a walk comes to, and the same walk over what it leaves, until nobody gets anything more.

    Each line is ruled on once, by what it has in the end. From the second walk on nobody loses, so that there
    are no more of them than units to give.
    """
    every = list(lines)
    allotment = walk(every, stock, terms)
    while not allotment.is_final:
        left, parts = _left_by(every, allotment)
        again = walk(left, stock, terms)
        if all(granted == (0 if line.waits else line.qty) for line, granted in _granted(left, again)):
            break
        allotment = _together(allotment, again, parts, {line.line_id: line.qty for line in every})
    return allotment


def _left_by(lines: list[QueueLine], allotment: Allotment) -> tuple[list[QueueLine], dict[int, int]]:
    """The lines as a walk leaves them, and of which line each part is that was cut off (R5)."""
    grants, left, parts = allotment.grants, list[QueueLine](), dict[int, int]()
    next_id = max(line.line_id for line in lines) + 1
    for line in lines:
        granted = grants[line.line_id]
        if 0 < granted < line.qty:
            left.append(line._replace(line_id=next_id, qty=line.qty - granted, waits=True))
            parts[next_id] = line.line_id
            next_id += 1
        left.append(line._replace(qty=granted or line.qty, waits=not granted))
    return left, parts


def _granted(lines: list[QueueLine], allotment: Allotment) -> Iterable[tuple[QueueLine, Grains]]:
    grants = allotment.grants
    return ((line, grants[line.line_id]) for line in lines)


def _together(
    first: Allotment, again: Allotment, parts: Mapping[int, int], qtys: Mapping[int, Grains]
) -> Allotment:
    """The rulings of a walk, but for lines to which the next one gave more."""
    granted: dict[int, Grains] = defaultdict(int)
    at_hand: dict[int, Grains] = defaultdict(int)
    for line_id, more, there, *_ in again.rulings:
        granted[parts.get(line_id, line_id)] += more
        at_hand[parts.get(line_id, line_id)] += there if more else 0
    rulings: list[RulingRow] = []
    for row in first.rulings:
        line_id, before = row[:2]
        if granted[line_id] == before:
            rulings.append(row)
        else:
            verdict = Verdict.FILLED if granted[line_id] == qtys[line_id] else Verdict.SPLIT
            rulings.append((line_id, granted[line_id], at_hand[line_id], verdict, None))
    held_for = {pool: parts.get(line_id, line_id) for pool, line_id in again.held_for.items()}
    return Allotment(rulings, again.left, held_for, is_final=again.is_final)
