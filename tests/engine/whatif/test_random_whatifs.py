"""On random desks, under every policy: what a preview shows is what applying it does, and what the
explanation then says (R41, R42)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from engine import catalogue, orders, whatif
from engine.errors import DeskError
from engine.model import LineState, Policy, ShipType, Verdict
from engine.reports.explain import explain
from engine.whatif import Preview, TakesFromOthers
from engine.whatif.edits import (
    AddLine,
    Adjust,
    Cancel,
    Edit,
    MoveDate,
    Open,
    Priority,
    Purchase,
    Receive,
    Release,
    SetPolicy,
    SetQty,
    SetShipType,
    Split,
    VoidReceipt,
    VoidShipment,
    Whole,
)
from engine.whatif.touched import orders_of
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
        st.just(("open",)),
        st.tuples(st.sampled_from(["add", "qty"]), place, st.integers(1, 30)),
        st.tuples(st.sampled_from(["void receipt", "void shipment"])),
        st.tuples(st.just("receive"), st.integers(1, PO_UNITS)),
        st.tuples(st.just("adjust"), st.integers(-15, 15).filter(bool)),
        st.tuples(st.just("move"), st.integers(1, 28)),
        st.tuples(st.just("purchase"), st.integers(1, 60), st.integers(1, 28)),
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
@example(  # under skip a line waits in a pool that has enough for all; strict gives to it
    [
        (["book 13 whole"], 1, ShipType.COMPLETE),
        (["book 1 whole", "pen 11 split"], 1, ShipType.COMPLETE),
        (["pen 11 whole"], 1, ShipType.COMPLETE),
        (["book 9 split"], 1, ShipType.PARTIAL),
        (["pen 20 split", "pen 15 split"], 2, ShipType.PARTIAL),
    ],
    [("policy", Policy.STRICT)],
    Policy.SKIP,
)
@given(desks, trials, st.sampled_from(Policy))
def test_r42_preview_apply_and_explanation_agree(
    told: list[tuple[list[str], int, ShipType]], acts: list[tuple[Any, ...]], policy: Policy
) -> None:
    desk, numbers, edits = _tried(told, acts, policy)
    held = _held(desk, numbers)
    try:
        shown = whatif.preview(desk.session, "Ann", edits, desk.now)
    except DeskError:
        return
    assert _held(desk, numbers) == held
    done = whatif.apply(desk.session, "Ann", edits, shown.fingerprint, desk.now)
    desk.prove()
    assert done.winners.equals(shown.winners)
    assert done.losers.equals(shown.losers)
    assert _gone(held, desk, numbers) == _told_of(shown, numbers)
    for number in numbers:
        for line in desk.ask(explain, number):
            if line.verdict is not None:
                filled = line.verdict is Verdict.FILLED
                assert (line.state == LineState.ALLOTTED) == filled, line


@settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(desks, trials, st.sampled_from(Policy))
def test_r42_an_act_that_takes_from_others_is_asked_about_and_then_does_what_was_shown(
    told: list[tuple[list[str], int, ShipType]], acts: list[tuple[Any, ...]], policy: Policy
) -> None:
    """What takes nothing is done at once; in both cases the edits alone do what the preview shows (R17)."""
    desk, numbers, edits = _tried(told, acts, policy)
    held = _held(desk, numbers)
    try:
        shown = whatif.preview(desk.session, "Ann", edits, desk.now, swept=False)
    except DeskError:
        return
    others = [order for order, _ in _changes(shown.losers) if order not in orders_of(edits)]
    try:
        with desk.act() as tx:
            whatif.do(tx, edits)
        assert not others
    except TakesFromOthers:  # perhaps to give as many units of the LIC back, on another line of the order
        assert _held(desk, numbers) == held
        with desk.act() as tx:
            whatif.do(tx, edits, shown.fingerprint)
    assert _gone(held, desk, numbers) == _told_of(shown, numbers)


def _tried(
    told: list[tuple[list[str], int, ShipType]], acts: list[tuple[Any, ...]], policy: Policy
) -> tuple[Story, list[str], list[Edit]]:
    """A desk, its orders with a draft as the last, and the edits that the acts mean there."""
    desk = Story(book=30, pen=10)
    po = desk.purchase("book", 2 * PO_UNITS, expected_on=date(2027, 1, 5))
    desk.receive(po, book=8)
    with desk.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    numbers = [desk.order(*lines, priority=n, ship_type=how) for lines, n, how in told]
    desk.prefer(allocation_policy=policy)
    desk.sweep()
    draft = desk.draft("book 12", "pen 3", priority=1)
    return desk, [*numbers, draft], [edit_of(act, numbers, po, draft) for act in acts]


def _held(desk: Story, numbers: list[str]) -> dict[str, Decimal]:
    return {number: allotted(desk, number) for number in numbers}


def _gone(held: dict[str, Decimal], desk: Story, numbers: list[str]) -> dict[str, Decimal]:
    return {number: qty - held[number] for number, qty in _held(desk, numbers).items()}


def _told_of(shown: Preview, numbers: list[str]) -> dict[str, Decimal]:
    changes = {number: Decimal(0) for number in numbers}
    for order, change in [*_changes(shown.winners), *_changes(shown.losers)]:
        changes[order] += change
    return changes


def _changes(frame: pl.DataFrame) -> list[tuple[str, Decimal]]:
    return list(frame.select("order", "change_qty").iter_rows())


def allotted(desk: Story, number: str) -> Decimal:
    rows = desk.ask(orders.lines, number).select("qty", "state").iter_rows()
    return sum((qty for qty, state in rows if state == LineState.ALLOTTED), Decimal(0))


def edit_of(act: tuple[Any, ...], numbers: list[str], po: str, draft: str) -> Edit:
    """An act as the edit it means; the place of an order counts round those there are."""
    kind, *args = act
    if kind == "open":
        return Open(draft)
    if kind in OF_THE_DESK:
        return OF_THE_DESK[kind](po, *args)
    at, *rest = args
    return OF_AN_ORDER[kind](numbers[at % len(numbers)], *rest)


OF_THE_DESK: dict[str, Callable[..., Edit]] = {
    "void receipt": lambda _: VoidReceipt(1),
    "void shipment": lambda _: VoidShipment(1),
    "receive": lambda po, qty: Receive(po, {"book": Decimal(qty)}),
    "adjust": lambda po, qty: Adjust("book", Decimal(qty)),
    "move": lambda po, day: MoveDate(po, date(2027, 2, day)),
    "purchase": lambda _, qty, day: Purchase("book", Decimal(qty), date(2027, 2, day)),
    "policy": lambda po, policy: SetPolicy(policy),
}
OF_AN_ORDER: dict[str, Callable[..., Edit]] = {
    "priority": Priority,
    "cancel": Cancel,
    "ship type": SetShipType,
    "split": lambda order: Split(order, 1),
    "whole": lambda order: Whole(order, 1),
    "release": lambda order: Release(order, 1),
    "add": lambda order, qty: AddLine(order, "book", Decimal(qty)),
    "qty": lambda order, qty: SetQty(order, 1, Decimal(qty)),
}
