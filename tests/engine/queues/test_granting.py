"""Windows and the loop are one policy: whatever SQL decides by itself, both say the same, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import queues
from engine.model import Grains, MayGain, Policy, PoolNo, QueueLine, Terms
from engine.queues import granting
from engine.rules.counterfactuals import Counterfactuals
from engine.rules.queue import POLICIES
from engine.store import Session, open_desk
from tests import oracle
from tests.engine.rules.test_queue import desks, pools

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "line_id": pl.Int64,
    "order_id": pl.Int32,
    "line_no": pl.Int32,
    "root_line_id": pl.Int64,
    "item_id": pl.Int32,
    "warehouse_id": pl.Int32,
    "priority": pl.Int8,
    "entry_seq": pl.Int64,
    "qty": queues.QTY,
    "held": pl.Boolean,
    "whole": pl.Boolean,
    "complete": pl.Boolean,
    "days": pl.Int32,
    "stock_qty": queues.QTY,
}


def row(x: QueueLine, stock: Grains) -> tuple[Any, ...]:
    """A line as the table of the queue has it; its pool is a LIC of its own."""
    facts = (x.priority, x.entry_seq, x.qty, x.held, x.whole, x.complete, x.days)
    return (x.line_id, x.order_id, 1, x.line_id, x.pool, 1, *facts, stock)


def granted(walked: pl.DataFrame) -> dict[int, Decimal]:
    return dict(walked.select("line_id", "granted_qty").iter_rows())


@pytest.fixture(params=[0, granting.SHORT])
def short(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A queue is walked without what is certain, or whole."""
    monkeypatch.setattr(granting, "SHORT", request.param)


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    session = open_desk(None, name="a test")
    yield session
    session.close()


@settings(max_examples=150)
@given(
    desk_of_pools=st.lists(pools(), min_size=1, max_size=6),
    gains=st.sampled_from([MayGain.ALL, MayGain.NONE]),
    random=st.randoms(),
)
def test_the_window_agrees_with_the_oracle_on_many_pools_at_once(
    session: Session, desk_of_pools: list[tuple[list[QueueLine], Grains]], gains: MayGain, random: Random
) -> None:
    """Rows of all pools in one shuffled table; those no window can decide go through the loop."""
    rows, expected = [], {}
    for item_id, (lines, stock) in enumerate(desk_of_pools, start=1):
        answer = oracle.strict(lines, stock, gains=gains is MayGain.ALL)
        for x in lines:
            line_id = item_id * 10_000 + x.line_id
            expected[line_id] = answer[x.line_id]
            rows.append(row(x._replace(line_id=line_id, pool=item_id), max(stock, 0)))
    random.shuffle(rows)
    with session.transaction(actor="test") as tx:
        queue = pl.DataFrame(rows, schema=SCHEMA, orient="row")
        walked = granted(queues.walk(tx, queue, gains, Policy.STRICT, Terms(gains is MayGain.ALL)))
    assert {line_id: walked.get(line_id, 0) for line_id in expected} == expected


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("policy", [name for name, rule in POLICIES.items() if rule.looks_beyond_pool])
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(desk=desks(), plenty=st.sets(st.integers(1, 3)), random=st.randoms())
def test_r43_leaving_out_what_is_certain_changes_nothing(
    session: Session,
    policy: Policy,
    desk: tuple[list[QueueLine], dict[PoolNo, Grains], Terms],
    plenty: set[PoolNo],
    random: Random,
) -> None:
    """Some pools have more than enough, and of many lines it is certain what they get: the loop over all says
    the same."""
    lines, stock, terms = desk
    stock |= dict.fromkeys(plenty, 1000)
    rows = [row(x, stock[x.pool]) for x in random.sample(lines, len(lines))]
    gains = MayGain.ALL if terms.gains else MayGain.NONE
    with session.transaction(actor="test") as tx:
        queue = pl.DataFrame(rows, schema=SCHEMA, orient="row")
        walked = granted(queues.walk(tx, queue, gains, policy, terms))
    assert walked == POLICIES[policy].walk(lines, stock, terms).grants


@pytest.mark.usefixtures("short")
def test_r43_a_line_that_is_certain_still_says_when_its_order_has_its_turn(session: Session) -> None:
    """Order 2 came before order 1 with its line of pool 1, where there is enough for all. In pool 2 lie 6
    for the 6 of order 1 and the 1 of order 2, which can be filled whole and goes first.
    """
    lines = [
        QueueLine(0, True, 5, 1, 2, 1, whole=False, pool=1, complete=False, days=0),
        QueueLine(0, True, 6, 2, 1, 6, whole=False, pool=2, complete=False, days=0),
        QueueLine(0, True, 7, 3, 2, 1, whole=False, pool=2, complete=False, days=0),
    ]
    with session.transaction(actor="test") as tx:
        queue = pl.DataFrame([row(x, 6) for x in lines], schema=SCHEMA, orient="row")
        walked = granted(queues.walk(tx, queue, MayGain.ALL, Policy.COMPLETE_FIRST, Terms()))
    assert walked == {1: 1, 2: 5, 3: 1}


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("policy", list(Policy))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(desk=desks(), plenty=st.sets(st.integers(1, 3)))
def test_r41_the_lines_around_an_order_say_of_it_what_all_lines_say(
    session: Session,
    policy: Policy,
    desk: tuple[list[QueueLine], dict[PoolNo, Grains], Terms],
    plenty: set[PoolNo],
) -> None:
    """Why, what stands ahead, and what would help: asked of a part of the queue, and of all of it."""
    lines, stock, terms = desk[0], desk[1] | dict.fromkeys(plenty, 1000), Terms()
    with session.transaction(actor="test") as tx:
        queue = pl.DataFrame([row(x, stock[x.pool]) for x in lines], schema=SCHEMA, orient="row")
        everything = queues.lines(queue)
        for order_id, priority in {(x.order_id, x.priority) for x in lines}:
            order = {"order_id": order_id, "priority": priority}
            around = queues.lines_around(tx, queue, order, policy, terms)
            assert told(order_id, policy, terms, *around) == told(order_id, policy, terms, *everything)


def told(
    order_id: int, policy: Policy, terms: Terms, lines: list[QueueLine], stock: dict[PoolNo, Grains]
) -> list[tuple[Any, ...]]:
    """The ruling of each line of the order, what stands ahead of it and what would fill it."""
    result = POLICIES[policy].walk(lines, stock, terms)
    trials = Counterfactuals(order_id, lines, stock, terms, POLICIES[policy].walk)
    own = sorted(x for x in lines if x.order_id == order_id)
    rulings = [result.ruling(x.line_id) for x in own]
    return [
        (r, trials.ahead_of(x), trials.would_fill(x, r.granted)) for x, r in zip(own, rulings, strict=True)
    ]
