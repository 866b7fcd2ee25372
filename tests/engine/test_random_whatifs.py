"""On random desks, under every policy: what a preview shows is what applying it does, and what the
explanation then says (R41, R42)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine import orders, whatif
from engine.edits import (
    Adjust,
    Cancel,
    Edit,
    MoveDate,
    Priority,
    Receive,
    Release,
    SetPolicy,
    SetShipType,
    Split,
    Whole,
)
from engine.errors import DeskError
from engine.explain import explain
from engine.model import LineState, Policy, ShipType, Verdict
from tests.story import Story

PO_UNITS = 40
wants = st.builds(
    lambda lic, qty, answer: f"{lic} {qty} {answer}",
    st.sampled_from(["book", "pen"]),
    st.integers(1, 25),
    st.sampled_from(["split", "whole"]),
)
desks = st.lists(
    st.tuples(st.lists(wants, min_size=1, max_size=2), st.integers(0, 2), st.sampled_from(ShipType)),
    min_size=2,
    max_size=5,
)
place = st.integers(0, 4)
trials = st.lists(
    st.one_of(
        st.tuples(st.just("priority"), place, st.integers(0, 4)),
        st.tuples(st.sampled_from(["cancel", "split", "whole", "release"]), place),
        st.tuples(st.just("receive"), st.integers(1, PO_UNITS)),
        st.tuples(st.just("adjust"), st.integers(-15, 15).filter(bool)),
        st.tuples(st.just("move"), st.integers(1, 28)),
        st.tuples(st.just("ship type"), place, st.sampled_from(ShipType)),
        st.tuples(st.just("policy"), st.sampled_from(Policy)),
    ),
    min_size=1,
    max_size=2,
)


@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],  # a desk is too slow to look for the smallest that fails
    suppress_health_check=[HealthCheck.too_slow],
)
@given(desks, trials, st.sampled_from(Policy))
def test_r42_preview_apply_and_explanation_agree(
    told: list[tuple[list[str], int, ShipType]], acts: list[tuple[Any, ...]], policy: Policy
) -> None:
    desk = Story(book=30, pen=10)
    numbers = [desk.order(*lines, priority=n, ship_type=how) for lines, n, how in told]
    po = desk.purchase("book", PO_UNITS, expected_on=date(2027, 1, 5))
    desk.prefer(allocation_policy=policy)
    desk.sweep()
    edits = [edit_of(act, numbers, po) for act in acts]
    held = {number: allotted(desk, number) for number in numbers}
    try:
        shown = whatif.preview(desk.session, "Ann", edits, desk.now)
    except DeskError:
        return
    assert {number: allotted(desk, number) for number in numbers} == held
    done = whatif.apply(desk.session, "Ann", edits, shown.fingerprint, desk.now)
    desk.prove()
    assert done.winners.equals(shown.winners)
    assert done.losers.equals(shown.losers)
    changes = {number: Decimal(0) for number in numbers}
    for order, change in [*_changes(shown.winners), *_changes(shown.losers)]:
        changes[order] += change
    assert {number: allotted(desk, number) - held[number] for number in numbers} == changes
    for number in numbers:
        for line in desk.ask(explain, number):
            if line.verdict is not None:
                filled = line.verdict is Verdict.FILLED
                assert (line.state == LineState.ALLOTTED) == filled, line


def _changes(frame: pl.DataFrame) -> list[tuple[str, Decimal]]:
    return list(frame.select("order", "change_qty").iter_rows())


def allotted(desk: Story, number: str) -> Decimal:
    rows = desk.ask(orders.lines, number).select("qty", "state").iter_rows()
    return sum((qty for qty, state in rows if state == LineState.ALLOTTED), Decimal(0))


def edit_of(act: tuple[Any, ...], numbers: list[str], po: str) -> Edit:
    """An act as the edit it means; the place of an order counts round those there are."""
    kind, *args = act
    if kind in OF_THE_DESK:
        return OF_THE_DESK[kind](po, *args)
    at, *rest = args
    return OF_AN_ORDER[kind](numbers[at % len(numbers)], *rest)


OF_THE_DESK: dict[str, Callable[..., Edit]] = {
    "receive": lambda po, qty: Receive(po, {"book": Decimal(qty)}),
    "adjust": lambda po, qty: Adjust("book", Decimal(qty)),
    "move": lambda po, day: MoveDate(po, date(2027, 2, day)),
    "policy": lambda po, policy: SetPolicy(policy),
}
OF_AN_ORDER: dict[str, Callable[..., Edit]] = {
    "priority": Priority,
    "cancel": Cancel,
    "ship type": SetShipType,
    "split": lambda order: Split(order, 1),
    "whole": lambda order: Whole(order, 1),
    "release": lambda order: Release(order, 1),
}
