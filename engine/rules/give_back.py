"""Taking back what an action gave and took: who returns how much, and what cannot be returned any more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from engine.model import Grains, PoolNo, QueueLine
from engine.rules.queue import rank


@dataclass(frozen=True, slots=True)
class Returned:
    """What an undo comes to, line by line."""

    grants: dict[int, Grains]  # line_id -> what it holds afterwards, every line named
    left: dict[int, Grains]  # root_line_id -> what could not be given (above zero) or taken (below)


def give_back(
    lines: Iterable[tuple[int, QueueLine]],
    wants: Mapping[int, Grains],
    free: Mapping[PoolNo, Grains],
    paused: Collection[int] = (),
) -> Returned:
    """Take from the lines that gained, the latest part first, then give to those that lost, by rank.

    ``lines``: root_line_id and line, open and not firm. ``wants``: units each typed line is to gain, or with
    a minus to lose. ``free``: units on hand that nobody holds, by pool. ``paused``: the lines that are, which
    come after the other parts of their typed line (R45). A whole line gains all or nothing.
    """
    pairs = list(lines)
    left, shelves = dict(wants), dict(free)
    grants = {line.line_id: line.qty if line.held else 0 for _, line in pairs}
    for root, line in sorted(pairs, key=lambda pair: -pair[1].line_id):
        if line.held and left.get(root, 0) < 0:
            part = line.qty if line.whole else min(line.qty, -left[root])
            grants[line.line_id] -= part
            shelves[line.pool] = shelves.get(line.pool, 0) + part
            left[root] = min(left[root] + part, 0)

    def turn(pair: tuple[int, QueueLine]) -> tuple[int, int, bool, int]:
        band, entry_seq, line_id = rank(pair[1])
        return band, entry_seq, line_id in paused, line_id

    for root, line in sorted(pairs, key=turn):
        if not line.held and left.get(root, 0) > 0:
            part = min(line.qty, left[root], shelves.get(line.pool, 0))
            if part <= 0 or (line.whole and part < line.qty):
                continue
            grants[line.line_id] = part
            shelves[line.pool] -= part
            left[root] -= part
    return Returned(grants, {root: qty for root, qty in left.items() if qty})
