"""Whatever people do in whatever order, the desk stays consistent (section 8) and a second sweep changes
nothing."""

from __future__ import annotations

import os
from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import catalogue, line_edits, notices, orders, replenishment, schedules, shipments, stock, supply
from engine.errors import DeskError
from engine.model import Policy, ShipType, SweepName
from tests.story import START, Story

LICS = ("book", "pen")

wants = st.builds(
    lambda lic, qty, answer: f"{lic} {qty} {answer}",
    st.sampled_from(LICS),
    st.integers(1, 30),
    st.sampled_from(["split", "whole"]),
)
stock_acts = st.one_of(
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
    st.tuples(st.just("cancel line"), st.integers(0, 9)),
    st.tuples(st.just("whole"), st.integers(0, 9), st.booleans()),
    st.tuples(st.just("release"), st.integers(0, 9)),
    st.tuples(st.just("unpick"), st.integers(0, 9)),
)
supply_acts = st.one_of(
    st.tuples(st.just("buy"), st.sampled_from(LICS), st.integers(1, 40), st.booleans()),
    st.tuples(st.just("open po"), st.integers(0, 9)),
    st.tuples(st.just("po line"), st.integers(0, 9), st.integers(0, 40), st.integers(0, 20)),
    st.tuples(st.just("late"), st.integers(0, 9), st.integers(1, 20)),
    st.tuples(st.just("deliver"), st.integers(0, 9), st.integers(1, 40)),
    st.tuples(st.just("void receipt"), st.integers(0, 9)),
    st.tuples(st.just("void po"), st.integers(0, 9)),
    st.tuples(st.just("levels"), st.sampled_from(LICS), st.integers(0, 30), st.booleans()),
    st.tuples(st.just("replenish")),
)
fact_acts = st.one_of(
    st.tuples(st.just("draft"), wants),
    st.tuples(st.just("retype"), st.integers(0, 9), st.integers(1, 30)),
    st.tuples(st.just("schedule"), st.sampled_from(SweepName), st.sampled_from(["15", "30", "off", "on"])),
    st.tuples(st.just("item"), st.sampled_from(LICS), st.sampled_from([None, "1.5", "2"]), st.booleans()),
    st.tuples(st.just("email"), st.sampled_from(["", "a@school.example", "b@school.example"])),
    st.tuples(
        st.just("new"),
        st.sampled_from(["customer", "location", "LIC", "vendor", "warehouse"]),
        st.integers(1, 3),
    ),
)
acts = st.one_of(stock_acts, supply_acts, fact_acts)
"""What people do: mostly with stock, then with purchase orders, then with what the desk knows of."""


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
    """One act of the script; acts on an order or purchase order mean one of those there are, if any."""
    match act, args:
        case "order", (lines, priority, ship_type):
            numbers.append(desk.order(*lines, priority=priority, ship_type=ship_type))
        case "draft", (want,):
            numbers.append(desk.draft(want))
        case "supply", (lic, qty):
            desk.supply(lic, qty)
        case "adjust", (lic, qty):
            desk.adjust(lic, qty)
        case "sweep", ():
            desk.sweep()
        case "replenish", ():
            desk.sweep(SweepName.REPLENISHMENT)
        case "append", (on,):
            desk.prefer(append_by_location="on" if on else "off")
        case (("open po" | "po line" | "late" | "deliver" | "void receipt" | "void po"), (which, *rest)):
            _on_po(desk, which, act, *rest)
        case (("buy" | "levels" | "schedule" | "item" | "email" | "new"), _):
            with desk.act() as tx:
                _know(tx, act, *args)
        case _ if numbers:
            _on_order(desk, numbers[args[0] % len(numbers)], act, *args[1:])


def _know(tx: Any, act: str, *args: Any) -> None:
    """What is bought and what is known."""
    match act, args:
        case "buy", (lic, qty, opened):
            po = supply.create_po(tx, "press")
            supply.add_po_line(tx, po, lic, Decimal(qty))
            if opened:
                supply.open_po(tx, po)
        case "levels", (lic, level, kept):
            if kept:
                replenishment.set_levels(
                    tx, lic, level=Decimal(level), target=Decimal(level + 20), vendor="press"
                )
            else:
                replenishment.drop_levels(tx, lic)
        case "schedule", (sweep, text):
            fields = (
                {"enabled": text} if text in ("on", "off") else {"every_n": text, "every_unit": "minutes"}
            )
            schedules.set_schedule(tx, sweep, **fields)
        case "item", (lic, cost, active):
            catalogue.change_item(tx, lic, unit_cost=None if cost is None else Decimal(cost), active=active)
        case "email", (email,):
            notices.set_address(tx, "school", email)
        case "new", (kind, number):
            _add(tx, kind, f"new{number}")


def _add(tx: Any, kind: str, code: str) -> None:
    match kind:
        case "customer":
            catalogue.add_customer(tx, code, address="1 Road")
        case "location":
            catalogue.add_location(tx, "college", code)
        case "LIC":
            catalogue.add_item(tx, code, unit_cost=Decimal(3), vendor_code="press")
        case "vendor":
            catalogue.add_vendor(tx, code, lead_time_days=2)
        case _:
            catalogue.add_warehouse(tx, code)


def _on_po(desk: Story, which: int, act: str, *args: Any) -> None:
    known = desk.ask(supply.purchase_orders)["po"].sort()
    if not known.len():
        return
    po = known[which % known.len()]
    with desk.act() as tx:
        lines = supply.lines(tx, po)
        match act, args:
            case "open po", ():
                supply.open_po(tx, po)
            case "po line", (qty, days) if lines.height:
                day = START.date() + timedelta(days=days)
                supply.change_po_line(tx, po, lines["po_line_id"][0], qty=Decimal(qty), expected_on=day)
            case "late", (days,):
                supply.mark_late(tx, po, START.date() + timedelta(days=days))
            case "deliver", (qty,) if lines.height:
                supply.receive(tx, po, {lines["lic"][0]: Decimal(qty)}, over=qty > 35)
            case "void receipt", ():
                booked = supply.receipts(tx, po).filter(~pl.col("voided"))["receipt_id"]
                if booked.len():
                    supply.void_receipt(tx, booked[0])
            case "void po", ():
                supply.void_po(tx, po)


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
        case "unpick", ():
            with desk.act() as tx:
                shipments.unpick(tx, desk.shipments_of(number, "picking"))
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
        case "cancel line", ():
            orders.cancel_line(tx, number, 1)
        case "whole", (whole,):
            line_edits.set_whole(tx, number, 1, whole=whole)
        case "release", ():
            line_edits.release(tx, number, 1)
        case "retype", (qty,):
            orders.change_draft_line(tx, number, 1, qty=Decimal(qty), note=f"{qty} please")
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
