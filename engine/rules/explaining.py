"""Why a line has what it has, in words (R41): a ruling of the queue, read out.

Everything said here comes from the walk that also decides, so that the two can never disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.model import NOTHING, Allotment, Pool, Qty, QueueLine, Ruling, Terms, Verdict
from engine.rules.queue import rank

PolicyWalk = Callable[[Sequence[QueueLine], Mapping[Pool, Qty], Terms], Allotment]
HIGHEST_PRIORITY = 9


@dataclass(frozen=True, slots=True)
class Ahead:
    """What stands before a line in its pool."""

    rank: int  # its place, from 1
    orders: int
    qty: Qty


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would fill a line: each None where that alone would not."""

    more_qty: Qty  # units that would have to come in; zero: nothing is missing
    priority: int | None  # the lowest priority that would take it from others
    split_qty: Qty | None  # what a whole line would get if it could be split


def ahead_of(line: QueueLine, lines: Sequence[QueueLine]) -> Ahead:
    """The place of a line among ``lines``, which may span pools, and what is before it in its own pool."""
    before = [other for other in lines if other.pool == line.pool and rank(other) < rank(line)]
    orders = {other.order_id for other in before} - {line.order_id}
    return Ahead(len(before) + 1, len(orders), sum((other.qty for other in before), NOTHING))


def remedy(
    line: QueueLine, lines: Sequence[QueueLine], stock: Mapping[Pool, Qty], terms: Terms, walk: PolicyWalk
) -> Remedy:
    """What would fill ``line``, found by walking again with one thing changed at a time."""

    def granted(lines: Sequence[QueueLine], stock: Mapping[Pool, Qty] = stock) -> Qty:
        return walk(lines, stock, terms).rulings[line.line_id].granted

    if granted(lines) == line.qty:
        return Remedy(NOTHING, None, None)
    return Remedy(
        _missing(line, lines, stock),
        _enough_priority(line, lines, granted),
        _split_part(line, lines, granted),
    )


def _missing(line: QueueLine, lines: Sequence[QueueLine], stock: Mapping[Pool, Qty]) -> Qty:
    """What must come in so that everybody with a better claim and the line itself are filled."""
    better = [
        other.qty
        for other in lines
        if other.pool == line.pool
        and other.line_id != line.line_id
        and (rank(other) < rank(line) or (other.held and other.priority >= line.priority))
    ]
    wanted = sum(better, NOTHING) + line.qty
    return max(wanted - max(stock.get(line.pool, NOTHING), NOTHING), NOTHING)


def _enough_priority(
    line: QueueLine, lines: Sequence[QueueLine], granted: Callable[[Sequence[QueueLine]], Qty]
) -> int | None:
    """The lowest higher priority of its order that fills the line; more priority never gives less."""
    low, high, found = line.priority + 1, HIGHEST_PRIORITY, None
    while low <= high:
        middle = (low + high) // 2
        if granted(_at_priority(lines, line.order_id, middle)) == line.qty:
            found, high = middle, middle - 1
        else:
            low = middle + 1
    return found


def _at_priority(lines: Sequence[QueueLine], order_id: int, priority: int) -> list[QueueLine]:
    return [replace(other, priority=priority) if other.order_id == order_id else other for other in lines]


def _split_part(
    line: QueueLine, lines: Sequence[QueueLine], granted: Callable[[Sequence[QueueLine]], Qty]
) -> Qty | None:
    if not line.whole:
        return None
    part = granted(
        [replace(other, whole=False) if other.line_id == line.line_id else other for other in lines]
    )
    return part or None


def sentence(line: QueueLine, ruling: Ruling, on_hand: str, wanted: str, at_hand: str, blocker: str) -> str:
    """The ruling in words a customer could be told.

    ``on_hand``, ``wanted``, ``at_hand``: quantities as people write them; ``blocker``: the order in the way,
    or the line of its own order.
    """
    if ruling.verdict is Verdict.FILLED:
        return (
            f"All {wanted} are set aside."
            if line.held
            else f"All {wanted} are there; the next sweep gives them."
        )
    if not ruling.at_hand and ruling.verdict in _FOR_WANT_OF_STOCK:
        return nothing_left(on_hand)
    return _SAID[ruling.verdict].format(on_hand=on_hand, wanted=wanted, at_hand=at_hand, blocker=blocker)


def nothing_left(on_hand: str) -> str:
    """The reason of a line for which nothing is left when its turn comes."""
    return (
        f"All {on_hand} on hand go to orders ahead of it." if on_hand != "0" else "There is no stock for it."
    )


_FOR_WANT_OF_STOCK = {Verdict.NO_STOCK, Verdict.WHOLE, Verdict.BEHIND, Verdict.STEPPED_OVER}
_SAID: dict[Verdict, str] = {
    Verdict.SPLIT: "{at_hand} of {wanted} are there for it; the rest waits for more to come in.",
    Verdict.WHOLE: "It ships only in one piece: {wanted} are needed and {at_hand} are left, held for it.",
    Verdict.BEHIND: "What is left is held for {blocker}, ahead of it, which ships in one piece.",
    Verdict.STEPPED_OVER: "It cannot be filled whole: {wanted} needed, {at_hand} left; others went ahead.",
    Verdict.INCOMPLETE: "Its order ships complete and waits for {blocker}.",
    Verdict.NO_GAINS: "On hand fell; the next sweep looks again.",
}
