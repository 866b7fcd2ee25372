"""Who gets the stock: the heart of the desk, as pure functions of rows.

The rank is priority (high first), then entry sequence, then line id (R14). The strict policy (R15, R18, R23)
walks a pool once by *claim*: band by band of equal priority, first the lines of the band that already hold
stock, because equal priority never takes, and then those that wait. A higher band is served whole before a
lower one, so the lowest rank of the lowest band loses first and nobody loses more than is needed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from engine.model import NOTHING, Policy, PoolResult, Qty, QueueLine

Rank = tuple[int, int, int]


def rank(line: QueueLine) -> Rank:
    """The place of a line in the one global queue (R14); smaller is served sooner."""
    return (-line.priority, line.entry_seq, line.line_id)


def claim(line: QueueLine) -> tuple[int, bool, int, int]:
    """The order of the walk: rank, but inside a priority those who hold stock keep it first (R18)."""
    return (-line.priority, not line.held, line.entry_seq, line.line_id)


def strict(lines: Iterable[QueueLine], stock: Qty, *, gains: bool = True) -> PoolResult:
    """Give one pool's stock to its lines by the strict policy (R15).

    ``lines``: the open lines of the pool that are neither shipped nor firm, in any order.
    ``stock``: units on hand that are not firm; below zero counts as nothing.
    ``gains``: False for a fall of stock (R23): waiting lines gain nothing, holders keep what still fits.

    The result is a pure function of its arguments, and walking again from it changes nothing.
    """
    left = max(stock, NOTHING)
    grants: dict[int, Qty] = {}
    blocked_at: Rank | None = None  # the first whole line that could not be filled holds its place
    blocker: int | None = None
    for line in sorted(lines, key=claim):
        may_have = line.held or (gains and (blocked_at is None or rank(line) < blocked_at))
        grant = _fitting(line, left) if may_have else NOTHING
        grants[line.line_id] = grant
        left -= grant
        waits_whole = line.whole and not grant and (gains or line.held)
        if waits_whole and (blocked_at is None or rank(line) < blocked_at):
            blocked_at, blocker = rank(line), line.line_id
    return PoolResult(grants, blocker if left else None, left)


def _fitting(line: QueueLine, left: Qty) -> Qty:
    """What of ``left`` the line can use: a whole line all or nothing, any other what there is."""
    if line.whole:
        return line.qty if line.qty <= left else NOTHING
    return min(line.qty, left)


POLICIES: dict[Policy, Callable[..., PoolResult]] = {Policy.STRICT: strict}
"""A policy is one entry here."""
