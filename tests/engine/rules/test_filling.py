"""In which parts lines are filled, against a plain desk that lets the days pass one by one (R40)."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model import Grains, Policy, PoolNo, QueueLine, Terms
from engine.rules.filling import Fill, fills
from engine.rules.pools import NO_DAY, ExpectedReceipt
from engine.rules.queue import POLICIES
from tests import oracle
from tests.examples import examples

EXAMPLES: Final = examples(60)
World = tuple[list[QueueLine], dict[PoolNo, Grains], list[ExpectedReceipt], Terms, dict[int, int]]


def told_by(policy: Policy, world: World) -> list[Fill]:
    """What is told, tie by tie: of pools at which sweeps look together, since orders want from several."""
    lines, stock, coming, terms, joining = world
    told: list[Fill] = []
    left = set(stock)
    while left:
        tied = reached({left.pop()}, policy, lines)
        left -= tied
        those = [line for line in lines if line.pool in tied]
        comes = [one for one in coming if one.pool in tied]
        told += fills(those, {pool: stock[pool] for pool in tied}, comes, POLICIES[policy], terms, joining)
    return told


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Orders over three pools, some Complete, some old, and what comes to the pools: late, soon, some day;
    some lines take part from a later day on (R45)."""
    lines, line_id = [], 0
    for order_id in range(1, draw(st.integers(1, 5)) + 1):
        priority, complete = draw(st.integers(0, 2)), draw(st.booleans())
        days = draw(st.sampled_from([0, 5, 9, 20]))
        for _ in range(draw(st.integers(1, 3))):
            line_id += 1
            facts: dict[str, Any] = {"whole": draw(st.booleans()), "complete": complete, "days": days}
            lines.append(
                QueueLine(
                    -priority,
                    draw(st.sampled_from([True, True, False])),
                    order_id * 10 + line_id,
                    line_id,
                    order_id,
                    draw(st.integers(1, 12)),
                    pool=draw(st.integers(1, 3)),
                    **facts,
                )
            )
    on = st.sampled_from([-9, -2, 0, 1, 4, 12, NO_DAY])
    brought = st.tuples(on, st.integers(1, 3), st.integers(1, 15))
    coming = [
        ExpectedReceipt(day, number, pool, qty)
        for number, (day, pool, qty) in enumerate(draw(st.lists(brought, max_size=5)), 1)
    ]
    stock = {pool: draw(st.integers(-2, 20)) for pool in (1, 2, 3)}
    waiting = [line.line_id for line in lines if line.waits]
    paused = draw(st.sets(st.sampled_from(waiting), max_size=2)) if waiting else set()
    joining = {line_id: draw(st.sampled_from([1, 3, 12, 30])) for line_id in sorted(paused)}
    return lines, stock, coming, Terms(skip_age_days=10), joining


@pytest.mark.parametrize("policy", list(Policy))
@settings(max_examples=EXAMPLES)
@given(world=worlds())
def test_r40_the_parts_told_are_what_each_day_brings_and_what_is_kept(policy: Policy, world: World) -> None:
    """Everything received on its day, and swept: exactly the units told are filled then and stay filled."""
    told, (lines, stock, coming, _, _) = told_by(policy, world), world
    assert days_of(told, coming) == lived_through(policy, *world)
    arrives = {one.number: one.day for one in coming}
    assert all(fill.day > arrives[fill.by] for fill in told if fill.by is not None and fill.day)
    pool = {line.line_id: line.pool for line in lines}
    lay: Counter[PoolNo] = Counter()
    for fill in told:
        if fill.by is None:
            lay[pool[fill.line_id]] += fill.qty
    assert all(qty <= stock[number] for number, qty in lay.items())


@given(world=worlds(), policy=st.sampled_from(Policy))
def test_r40_no_line_is_told_more_than_it_waits_for_and_a_whole_one_all_or_nothing(
    policy: Policy, world: World
) -> None:
    lines, _, coming, _, _ = world
    told = told_by(policy, world)
    wants = {line.line_id: line for line in lines if line.waits}
    units: Counter[int] = Counter()
    for fill in told:
        units[fill.line_id] += fill.qty
        assert fill.qty > 0
    assert all(qty <= wants[line_id].qty for line_id, qty in units.items())
    assert all(qty == wants[line_id].qty for line_id, qty in units.items() if wants[line_id].whole)
    brought: Counter[int] = Counter()
    for fill in told:
        brought[fill.by or 0] += fill.qty
    assert sum(brought.values()) <= sum(line.qty for line in lines) + sum(one.qty for one in coming)


Days = dict[tuple[int, int | None], Grains]
"""(line_id, day) -> units it is filled with then; None: with the next sweep."""


def days_of(told: list[Fill], coming: list[ExpectedReceipt]) -> Days:
    day = {one.number: one.day for one in coming}
    said: dict[tuple[int, int | None], Grains] = defaultdict(int)
    for fill in told:
        said[fill.line_id, fill.day or (None if fill.by is None else day[fill.by])] += fill.qty
    return dict(said)


def lived_through(
    policy: Policy,
    lines: list[QueueLine],
    stock: dict[PoolNo, Grains],
    coming: list[ExpectedReceipt],
    terms: Terms,
    joining: dict[int, int],
) -> Days:
    """The days as they pass, in the plainest way: every pool is swept on each, whether anything comes or not;
    what has no day comes when all orders are old."""
    life, shelves = Life(lines, joining), dict(stock)
    last = max([terms.skip_age_days, *joining.values(), *(one.day for one in coming if one.day != NO_DAY)])
    days = {*range(terms.skip_age_days + 1), *joining.values(), *(one.day for one in coming), NO_DAY}
    for day in [None, *sorted(days)]:
        for one in coming:
            shelves[one.pool] += one.qty if one.day == day else 0
        life.join(lines, joining, day)
        passed = last if day == NO_DAY else max(day or 0, 0)
        aged = [line._replace(days=line.days + passed) for line in life.now]
        given = oracle.ORACLES[policy](aged, {pool: max(qty, 0) for pool, qty in shelves.items()}, terms)
        life.sweep(day, given)
    return life.told()


class Life:
    """Lines as sweeps leave them; unit after unit is noted with its day, and forgotten when it is lost."""

    def __init__(self, lines: list[QueueLine], joining: dict[int, int]) -> None:
        self.now = [line for line in lines if line.line_id not in joining]
        self._root = {line.line_id: line.line_id for line in lines}
        self._units: dict[int, list[int | None]] = {line.line_id: [] for line in lines if line.waits}

    def join(self, lines: list[QueueLine], joining: dict[int, int], day: int | None) -> None:
        """The lines take part whose day it is."""
        self.now += [line for line in lines if line.line_id in joining and joining[line.line_id] == day]

    def sweep(self, day: int | None, given: dict[int, Grains]) -> None:
        after = []
        for line in sorted(self.now):
            self._note(line, day, given[line.line_id])
            after += self._settled(line, given[line.line_id])
        self.now = after

    def _note(self, line: QueueLine, day: int | None, got: Grains) -> None:
        units = self._units.get(self._root[line.line_id], [])
        if line.waits:
            units += [day] * got
        elif got < line.qty:
            del units[-(line.qty - got) :]

    def _settled(self, line: QueueLine, got: Grains) -> list[QueueLine]:
        if not got:
            return [line._replace(waits=True)]
        kept = line._replace(qty=got, waits=False)
        if got == line.qty:
            return [kept]
        newest = max(self._root) + 1
        self._root[newest] = self._root[line.line_id]
        return [kept, line._replace(line_id=newest, qty=line.qty - got, waits=True)]

    def told(self) -> Days:
        return dict(Counter((line_id, day) for line_id, days in self._units.items() for day in days))


def reached(came: set[PoolNo], policy: Policy, lines: list[QueueLine]) -> set[PoolNo]:
    """The pools at which a sweep after a receipt looks: those that received, and those tied to them."""
    pools = set(came)
    orders = [{line.pool for line in lines if line.order_id == one.order_id} for one in lines]
    for _ in orders if policy is not Policy.STRICT else ():
        for together in orders:
            if together & pools:
                pools |= together
    return pools
