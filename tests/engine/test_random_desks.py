"""Whatever people do in whatever order, the desk stays consistent (section 8) and a second sweep changes
nothing."""

from __future__ import annotations

import os
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import orders, stock, supply
from engine.errors import DeskError
from engine.model import Policy, ShipType
from tests.story import Story

LICS = ("book", "pen")

wants = st.builds(
    lambda lic, qty, answer: f"{lic} {qty} {answer}",
    st.sampled_from(LICS),
    st.integers(1, 30),
    st.sampled_from(["split", "whole"]),
)
acts = st.one_of(
    st.tuples(
        st.just("order"),
        st.lists(wants, min_size=1, max_size=3),
        st.integers(0, 3),
        st.sampled_from(ShipType),
    ),
    st.tuples(st.just("supply"), st.sampled_from(LICS), st.integers(1, 40)),
    st.tuples(st.just("adjust"), st.sampled_from(LICS), st.integers(-15, 15).filter(bool)),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("priority"), st.integers(0, 9), st.integers(0, 4)),
    st.tuples(st.just("qty"), st.integers(0, 9), st.integers(1, 40)),
    st.tuples(st.just("cancel"), st.integers(0, 9)),
    st.tuples(st.just("ship"), st.integers(0, 9)),
    st.tuples(st.just("short"), st.integers(0, 9), st.integers(0, 10)),
    st.tuples(st.just("pick"), st.integers(0, 9)),
    st.tuples(st.just("void"), st.integers(0, 9)),
    st.tuples(st.just("return"), st.integers(0, 9), st.integers(1, 5)),
    st.tuples(st.just("pin"), st.integers(0, 9)),
    st.tuples(st.just("ship type"), st.integers(0, 9), st.sampled_from(ShipType)),
    st.tuples(st.just("append"), st.booleans()),
)


@settings(
    max_examples=int(os.environ.get("BACKORDER_EXAMPLES", "20")), suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(acts, min_size=8, max_size=14), st.sampled_from([Policy.STRICT, *Policy]))
def test_the_proof_holds_after_every_act_and_a_second_sweep_changes_nothing(
    script: list[tuple[Any, ...]], policy: Policy
) -> None:
    desk = Story(book=30, pen=10)
    desk.prefer(allocation_policy=policy)
    numbers: list[str] = []
    for act in script:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            desk.prove()  # a refusal leaves nothing half-done
    desk.sweep()
    again = desk.sweep()
    assert (again.lines_filled, again.lines_released, again.shipments_created, again.shipments_appended) == (
        0,
        0,
        0,
        0,
    )


def perform(desk: Story, numbers: list[str], act: str, *args: Any) -> None:
    """One act of the script; acts on an order mean one of those there are, if any."""
    match act, args:
        case "order", (lines, priority, ship_type):
            numbers.append(desk.order(*lines, priority=priority, ship_type=ship_type))
        case "supply", (lic, qty):
            desk.supply(lic, qty)
        case "adjust", (lic, qty):
            desk.adjust(lic, qty)
        case "sweep", ():
            desk.sweep()
        case "append", (on,):
            desk.prefer(append_by_location="on" if on else "off")
        case _ if numbers:
            _on_order(desk, numbers[args[0] % len(numbers)], act, *args[1:])


def _on_order(desk: Story, number: str, act: str, *args: Any) -> None:
    match act, args:
        case "priority", (priority,):
            desk.priority(number, priority)
        case "ship", ():
            desk.ship(number)
        case "short", (qty,):
            _short(desk, number, qty)
        case "pick", ():
            desk.pick(number)
        case "void", ():
            desk.void(*set(desk.lines(number)["shipment_id"].drop_nulls()))
        case _:
            with desk.act() as tx:
                _change(tx, number, act, *args)


def _change(tx: Any, number: str, act: str, *args: Any) -> None:
    match act, args:
        case "qty", (qty,):
            orders.change_qty(tx, number, 1, Decimal(qty))
        case "cancel", ():
            orders.cancel_order(tx, number)
        case "return", (qty,):
            stock.return_goods(tx, number, 1, Decimal(qty))
        case "pin", ():
            orders.set_pinned(tx, number, 1, True)
        case "ship type", (ship_type,):
            orders.change(tx, number, ship_type=ship_type)
        case _:
            raise AssertionError(f"{act}: the script says something nobody can do")


def _short(desk: Story, number: str, qty: int) -> None:
    rows = desk.lines(number).drop_nulls("shipment_id")
    loose = rows.filter(rows["shipment_state"] == "pending")
    if loose.height and len(desk.shipments_of(number)) == 1:
        desk.ship(number, (loose["line_no"][0], min(qty, int(loose["qty"][0]))))


def test_receipts_voided_in_any_order_leave_a_consistent_desk() -> None:
    desk = Story(book=0)
    for qty in (5, 8, 13):
        desk.order(f"book {qty}")
    ids = [desk.receive(desk.purchase("book", qty), book=qty) for qty in (10, 10, 10)]
    desk.sweep()
    for receipt_id in (ids[1], ids[0], ids[2]):
        with desk.act() as tx:
            supply.void_receipt(tx, receipt_id)
    assert desk.balance("book")["allotted"] == "0"
