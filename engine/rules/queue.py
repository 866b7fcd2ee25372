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
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter
from typing import Final, NamedTuple

from engine.model import Allotment, Grains, Policy, PoolNo, QueueLine, RulingRow, Terms, Verdict
from engine.rules.settling import until_settled

Rank = tuple[int, int, int]
_BEHIND_ALL: Final = (1, 0, 0)
PLAIN: Final = Terms()


class WholeOrder(NamedTuple):
    """The lines of a young Complete order, by rank: served all at once or not at all (R43).

    It begins with its claim, as a line does, so that both can be sorted among each other.
    """

    band: int
    waits: bool  # any of them does
    entry_seq: int  # of the first
    line_id: int  # of the first
    order_id: int
    lines: Sequence[QueueLine]


Claim = QueueLine | WholeOrder


def rank(line: Claim) -> Rank:
    """The place of a line, or of an order's first, in the global queue (R14); smaller is served sooner."""
    return (line.band, line.entry_seq, line.line_id)


def strict(lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms = PLAIN) -> Allotment:
    """Serve every line by rank; a whole line that cannot be filled holds its place (R15).

    ``lines``: open lines that are neither shipped nor firm, in any order. ``stock``: units on hand that are
    not firm, by pool; below zero counts as nothing. The result is a pure function of its arguments, and
    walking again from it changes nothing.
    """
    shelves = _Shelves(stock, terms)
    for line in sorted(lines):
        shelves.serve_line(line, holds_place=True)
    return shelves.result()


def skip(lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms = PLAIN) -> Allotment:
    """Serve by rank, but step over what cannot be filled until it is ``skip_age_days`` old (R43).

    A Complete order that cannot be filled whole gets nothing and holds nothing; grown old, it is served as
    ``strict`` would. Arguments and result as in ``strict``.
    """
    return until_settled(_skip, lines, stock, terms)


def _skip(lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms) -> Allotment:
    shelves = _Shelves(stock, terms)
    shelves.serve(_claims(lines, terms))
    return shelves.result()


def complete_first(
    lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms = PLAIN
) -> Allotment:
    """Like ``skip``, but inside a priority the orders that can be filled whole go first (R43).

    Whoever holds stock keeps it before anybody of the same priority gains, and an order that has grown old
    is not overtaken any more. Arguments and result as in ``strict``.
    """
    return until_settled(_complete_first, lines, stock, terms)


def _complete_first(lines: Iterable[QueueLine], stock: Mapping[PoolNo, Grains], terms: Terms) -> Allotment:
    shelves = _Shelves(stock, terms)
    for (_, waits), claims in groupby(_claims(lines, terms), key=attrgetter("band", "waits")):
        if waits:
            _serve_complete_first(claims, shelves)
        else:
            shelves.serve(claims)
    return shelves.result()


PolicyWalk = Callable[[Iterable[QueueLine], Mapping[PoolNo, Grains], Terms], Allotment]
"""Who gets the stock: of open lines, the stock of their pools and the terms."""


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """All that the desk knows of a policy."""

    walk: PolicyWalk
    title: str  # what people choose by
    meaning: str  # what it does, in a sentence or two
    looks_beyond_pool: bool
    """What a line gets may hang on other pools, or on more than its rank: it takes the loop, and the pools
    that decide each other together. Without it, one window over the ranked lines of a pool says the same."""
    steps_over: bool
    """What cannot be filled holds its place only once it is ``skip_age_days`` old."""
    whole_orders_first: bool
    """Inside a priority, an order of either ship type goes first if all of it can be filled."""

    def looks_at_order_of(self, line: QueueLine) -> bool:
        """Whether what a line gets may hang on the other lines of its order, while that is young (R43)."""
        return self.whole_orders_first or (self.looks_beyond_pool and line.complete)


POLICIES: Final[Mapping[Policy, PolicyRule]] = {
    Policy.STRICT: PolicyRule(
        walk=strict,
        title="Strict order",
        meaning="By priority, then first come, first served. A line that ships only in one piece holds its "
        "place: until it can be filled, nothing behind it gains.",
        looks_beyond_pool=False,
        steps_over=False,
        whole_orders_first=False,
    ),
    Policy.SKIP: PolicyRule(
        walk=skip,
        title="Skip what cannot be filled",
        meaning="As in strict order, but what ships only in one piece and cannot be filled is skipped and "
        "holds nothing, until it has waited for some days.",
        looks_beyond_pool=True,
        steps_over=True,
        whole_orders_first=False,
    ),
    Policy.COMPLETE_FIRST: PolicyRule(
        walk=complete_first,
        title="Complete orders first",
        meaning="Inside a priority, orders that can be filled completely are served first; what cannot "
        "be filled is skipped until it has waited for some days.",
        looks_beyond_pool=True,
        steps_over=True,
        whole_orders_first=True,
    ),
}
"""A policy is one entry here; everything else asks it."""


def _claims(lines: Iterable[QueueLine], terms: Terms) -> list[Claim]:
    """The claims of lines, in turn: one for a Complete order that has not waited long, else one for each."""
    claims: list[Claim] = []
    complete: dict[int, list[QueueLine]] = defaultdict(list)
    for line in lines:
        if line.complete and line.days < terms.skip_age_days:
            complete[line.order_id].append(line)
        else:
            claims.append(line)
    claims += map(_whole_order, complete.values())
    claims.sort()
    return claims


def _whole_order(order: list[QueueLine]) -> WholeOrder:
    order.sort(key=rank)
    first, waits = order[0], any(line.waits for line in order)
    return WholeOrder(first.band, waits, first.entry_seq, first.line_id, first.order_id, order)


def _serve_complete_first(waiting: Iterable[Claim], shelves: _Shelves) -> None:
    """Serve those of a band that wait: first the orders that can be filled whole, then the others."""
    orders: dict[int, list[Claim]] = defaultdict(list)
    for claim in waiting:
        orders[claim.order_id].append(claim)
    overtaken: list[Claim] = []
    for order in orders.values():
        shelves.turn = rank(order[0])
        if shelves.is_old(order[0]) or shelves.fit(list(chain.from_iterable(map(_lines_of, order)))):
            shelves.serve(order, turn=rank(order[0]))
        else:
            overtaken += order
    shelves.serve(sorted(overtaken))


def _lines_of(claim: Claim) -> Sequence[QueueLine]:
    return claim.lines if isinstance(claim, WholeOrder) else (claim,)


class _Shelves:
    """The state of one walk: what is left in each pool, who got what, and whose place is held."""

    def __init__(self, stock: Mapping[PoolNo, Grains], terms: Terms) -> None:
        self._terms = terms
        self._left = defaultdict(int, {pool: max(qty, 0) for pool, qty in stock.items()})
        self._rulings: list[RulingRow] = []
        self._places: dict[PoolNo, QueueLine] = {}
        self._has_loser = False  # a line that held stock lost some of it
        self._has_refused = False  # somebody was refused for a place, and
        self._has_passed = False  # had its turn before that place
        self.turn: Rank = _BEHIND_ALL  # of who is asked now: that of its order's first line

    def result(self) -> Allotment:
        """What the walk came to."""
        held_for = {pool: line.line_id for pool, line in self._places.items() if self._left[pool]}
        is_final = not (self._has_passed or (self._has_refused and self._has_loser))
        return Allotment(self._rulings, self._left, held_for, is_final)

    def serve(self, claims: Iterable[Claim], turn: Rank | None = None) -> None:
        """Serve claims in turn, or all in one; what has waited long holds its place (R43)."""
        for claim in claims:
            self.turn = turn or rank(claim)
            if isinstance(claim, WholeOrder):
                self._serve_whole_order(claim.lines)
            else:
                self.serve_line(claim, holds_place=self.is_old(claim))

    def serve_line(self, line: QueueLine, *, holds_place: bool) -> None:
        """Give a line what it can use; a whole one that does not fit may let nobody pass."""
        at_hand = self._left[line.pool]
        if line.waits and (refusal := self._refusal(line)):
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

    def is_old(self, claim: Claim) -> bool:
        """Whether the order of a claim has waited so long that nobody may be served past it (R43)."""
        return not isinstance(claim, WholeOrder) and claim.days >= self._terms.skip_age_days

    def fit(self, lines: Sequence[QueueLine]) -> bool:
        """Whether all of these lines can be filled at once."""
        needed: dict[PoolNo, Grains] = {}
        for line in lines:
            needed[line.pool] = qty = needed.get(line.pool, 0) + line.qty
            if qty > self._left[line.pool]:
                return False
        return not any(self._refusal(line) for line in lines if line.waits)

    def _serve_whole_order(self, lines: Sequence[QueueLine]) -> None:
        """Serve all lines of an order or none; the ruling of one turned away names the line it waits for."""
        if self.fit(lines):
            for line in lines:
                self._say(line, line.qty, Verdict.FILLED)
            return
        short = min(lines, key=lambda line: (self.fit([line]), not line.waits, rank(line)))
        for line in lines:
            if line is not short:
                self._say(line, 0, Verdict.INCOMPLETE, short.line_id)
            elif short.waits and (refusal := self._refusal(short)):
                self._say(short, 0, refusal, self._place_of(short))
            else:
                self._say(short, 0, Verdict.STEPPED_OVER)

    def _refusal(self, line: QueueLine) -> Verdict | None:
        """Why a line that waits may not gain at all, whatever lies on the shelf; holders always may keep."""
        if not self._terms.gains:
            return Verdict.NO_GAINS
        holder = self._places.get(line.pool)
        if not holder or rank(line) < rank(holder):
            return None
        self._has_refused = True
        self._has_passed |= self.turn < rank(holder)
        return Verdict.BEHIND

    def _place_of(self, line: QueueLine) -> int | None:
        holder = self._places.get(line.pool)
        return holder.line_id if holder else None

    def _hold_place(self, line: QueueLine) -> None:
        holder = self._places.get(line.pool)
        if holder is None or rank(line) < rank(holder):
            self._places[line.pool] = line

    def _say(self, line: QueueLine, granted: Grains, verdict: Verdict, blocker: int | None = None) -> None:
        """What a line gets and why; it is taken off the shelf."""
        pool = line.pool
        at_hand = self._left[pool]
        self._rulings.append((line.line_id, granted, at_hand, verdict, blocker))
        self._has_loser |= granted < line.qty and not line.waits
        if granted:
            self._left[pool] = at_hand - granted
