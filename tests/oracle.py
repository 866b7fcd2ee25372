"""The strict policy a second time, told band by band in plain Python: the queue is held against this.

It shares nothing with engine/rules/queue.py but the shape of its input, and never looks ahead: it serves the
bands
from the highest priority down, in each first who has, then who waits.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from engine.model import QueueLine


def strict(lines: Iterable[QueueLine], stock: Decimal, *, gains: bool = True) -> dict[int, Decimal]:
    """line_id -> units, by the words of R15, R18 and R23."""
    everyone = list(lines)
    shelf = max(stock, Decimal(0))
    result = {line.line_id: Decimal(0) for line in everyone}
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
