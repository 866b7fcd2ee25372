"""What is shown of one edit is what comes of it and the sweep after it, on random desks with holds, pins,
picks, Complete orders and whole lines (R42)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from engine import promises, shipments, supply, whatif
from engine.errors import DeskError
from engine.model import LineState, Policy
from engine.whatif import Preview
from engine.whatif.edits import (
    Adjust,
    Cancel,
    Edit,
    MoveDate,
    Priority,
    Receive,
    Release,
    SetPolicy,
    SetQty,
    SetShipType,
    Split,
    VoidShipment,
    Whole,
)
from engine.whatif.pausing import HoldCustomer, Lift, LiftCustomer, NotBefore, PutOnHold
from tests.acts import acts_named, perform
from tests.examples import drawing
from tests.story import START, Story

PO_UNITS = 30
BY_ORDER = ("priority", "cancel", "cancel line", "qty", "whole", "release", "ship type")
PAUSES = ("hold", "lift", "not before", "hold customer", "lift customer")
before = st.lists(
    acts_named("order", "order", "order", "pick", "pin", "short", *BY_ORDER, *PAUSES, "adjust", "sweep"),
    min_size=4,
    max_size=12,
)
edits = st.one_of(
    acts_named(*BY_ORDER, *PAUSES, "adjust", "void"),
    st.tuples(st.just("receive"), st.just(0), st.integers(1, PO_UNITS)),
    st.tuples(st.just("late"), st.just(0), st.integers(1, 20)),
    st.tuples(st.just("policy"), st.sampled_from(Policy)),
)
first_orders = st.lists(acts_named("order"), min_size=2, max_size=4)


class Quick(Story):
    """A story whose acts are proven only where a test asks for it."""

    def prove(self) -> None:
        """Nothing: a desk of many acts is proven in the end."""


@drawing(2)
@given(first_orders, before, st.sampled_from(Policy), st.sampled_from([1, 10]), edits)
def test_r42_what_is_shown_is_what_the_edit_and_the_sweep_after_it_do(
    begun: list[tuple[Any, ...]],
    script: list[tuple[Any, ...]],
    policy: Policy,
    age: int,
    act: tuple[Any, ...],
) -> None:
    desk, numbers = lived(begun, script, policy, age)
    edit = edit_of(desk, numbers, *act)
    if edit is None:
        return
    was = standing(desk, numbers)
    shown = previewed(desk, edit)
    assert done(desk, numbers, act) == (shown is not None), edit
    if shown is None:
        return
    desk.sweep()
    Story.prove(desk)
    came = standing(desk, numbers)
    assert {key: came[key] - was[key] for key in came if came[key] != was[key]} == moved(shown), edit
    assert_days(desk, shown)
    for order in shown.completed["order"]:
        assert LineState.BACKORDERED not in desk.lines(order)["state"].to_list(), edit


def lived(
    begun: list[tuple[Any, ...]], script: list[tuple[Any, ...]], policy: Policy, age: int
) -> tuple[Quick, list[str]]:
    """A desk on which some days were lived and a sweep ran, and its orders."""
    desk, numbers = Quick(book=20, pen=8), list[str]()
    desk.purchase("book", PO_UNITS, expected_on=START.date() + timedelta(days=5))
    desk.prefer(allocation_policy=policy, skip_age_days=age)
    for one in [*begun, *script]:
        desk.now += timedelta(hours=4)
        with suppress(DeskError):
            perform(desk, numbers, *one)
    desk.sweep()
    return desk, numbers


def previewed(desk: Story, edit: Edit) -> Preview | None:
    """What is shown of an edit; None if it is refused."""
    try:
        return whatif.preview(desk.session, "Ann", [edit], desk.now)
    except DeskError:
        return None


def done(desk: Story, numbers: list[str], act: tuple[Any, ...]) -> bool:
    """Whether the act itself is done and not refused."""
    try:
        do(desk, numbers, act)
    except DeskError:
        return False
    return True


def standing(desk: Story, numbers: list[str]) -> dict[tuple[str, str], Decimal]:
    """What each order has of each LIC: on a shelf for it, or shipped."""
    found = dict[tuple[str, str], Decimal]()
    for number in numbers:
        for lic, qty, state in desk.lines(number).select("lic", "qty", "state").iter_rows():
            has = qty if state in (LineState.ALLOTTED, LineState.SHIPPED) else Decimal(0)
            found[number, lic] = found.get((number, lic), Decimal(0)) + has
    return found


def moved(shown: Preview) -> dict[tuple[str, str], Decimal]:
    both = pl.concat([shown.winners, shown.losers])
    return {(order, lic): qty for order, lic, qty in both.select("order", "lic", "change_qty").iter_rows()}


def assert_days(desk: Story, shown: Preview) -> None:
    """The days of what waits afterwards are those that the ledger then has."""
    told = {
        (row["order"], row["line"]): (row["qty"], row["now_on"])
        for row in desk.ask(promises.waiting_promises).iter_rows(named=True)
    }
    for row in shown.dates.filter(pl.col("qty") > 0).iter_rows(named=True):
        assert told[row["order"], row["line"]] == (row["qty"], row["to_on"]), row


def do(desk: Story, numbers: list[str], act: tuple[Any, ...]) -> None:
    """The act itself, by its own use case."""
    match act:
        case ("policy", policy):
            desk.prefer(allocation_policy=policy)
        case ("void", at):
            with desk.act() as tx:
                shipments.void(tx, [shipment_of(desk, numbers, at)])
        case _:
            perform(desk, numbers, *act)


def shipment_of(desk: Story, numbers: list[str], at: int) -> Any:
    found = desk.shipments_of(numbers[at % len(numbers)])
    return found[0] if found else None


def edit_of(desk: Story, numbers: list[str], kind: str, *args: Any) -> Edit | None:
    """An act as the edit it means; None where there is nothing that it could mean."""
    if kind == "policy":
        return SetPolicy(*args)
    if kind in OF_THE_DESK:
        (po,) = desk.ask(supply.purchase_orders)["po"]
        return OF_THE_DESK[kind](desk.today, po, *args)
    if not numbers:
        return None
    at, *rest = args
    if kind == "void":
        shipment = shipment_of(desk, numbers, at)
        return VoidShipment(shipment) if shipment else None
    return OF_AN_ORDER[kind](desk.today, numbers[at % len(numbers)], *rest)


def _line(whole: bool) -> int | None:
    return None if whole else 1


def _in(today: Any, days: int | None) -> Any:
    return None if days is None else today + timedelta(days=days)


OF_THE_DESK: dict[str, Callable[..., Edit]] = {
    "adjust": lambda _, po, lic, qty: Adjust(lic, Decimal(qty)),
    "receive": lambda _, po, at, qty: Receive(po, {"book": Decimal(qty)}),
    "late": lambda _, po, at, days: MoveDate(po, START.date() + timedelta(days=days)),
    "hold customer": lambda today, po, days: HoldCustomer("school", _in(today, days), "why"),
    "lift customer": lambda _, po: LiftCustomer("school"),
}
OF_AN_ORDER: dict[str, Callable[..., Edit]] = {
    "priority": lambda _, order, priority: Priority(order, priority),
    "cancel": lambda _, order: Cancel(order),
    "cancel line": lambda _, order: Cancel(order, 1),
    "qty": lambda _, order, qty: SetQty(order, 1, Decimal(qty)),
    "whole": lambda _, order, whole: Whole(order, 1) if whole else Split(order, 1),
    "release": lambda _, order: Release(order, 1),
    "ship type": lambda _, order, ship_type: SetShipType(order, ship_type),
    "hold": lambda today, order, whole, days: PutOnHold(order, _line(whole), _in(today, days), "why"),
    "lift": lambda _, order, whole: Lift(order, _line(whole)),
    "not before": lambda today, order, whole, days: NotBefore(order, _line(whole), _in(today, days)),
}
