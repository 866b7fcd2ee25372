"""What people do to a desk, as random scripts: with stock and orders, with purchase orders, with what it
knows of.

An act is its name and its arguments; ``perform`` does it in a story. Acts on an order or purchase order mean
one of those there are, if any.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import strategies as st

from engine import (
    buying,
    catalogue,
    notices,
    orders,
    replenishment,
    returns,
    shipments,
    supply,
    warehouses,
)
from engine.model import ShipType, SweepName, WhyMissing, WhyShort
from engine.orders import line_edits
from engine.supply import transfers
from engine.sweeps import schedules
from tests import pauses
from tests.story import START, Story
from tests.two_warehouses import make_transfer, set_fetched_levels

LICS = ("book", "pen")
ONE = st.integers(0, 9)
Act = tuple[Any, ...]

wants = st.builds(
    lambda lic, qty, answer: f"{lic} {qty} {answer}",
    st.sampled_from(LICS),
    st.integers(1, 30),
    st.sampled_from(["split", "whole"]),
)
STOCK_ACTS: dict[str, tuple[st.SearchStrategy[Any], ...]] = {
    "order": (st.lists(wants, min_size=1, max_size=3), st.integers(0, 3), st.sampled_from(ShipType)),
    "supply": (st.sampled_from(LICS), st.integers(1, 40)),
    "adjust": (st.sampled_from(LICS), st.integers(-15, 15).filter(bool)),
    "sweep": (),
    "priority": (ONE, st.integers(0, 4)),
    "qty": (ONE, st.integers(1, 40)),
    "cancel": (ONE,),
    "cancel line": (ONE,),
    "ship": (ONE,),
    "short": (ONE, st.integers(0, 10), st.sampled_from(WhyShort)),
    "pick": (ONE,),
    "unpick": (ONE,),
    "void": (ONE,),
    "return": (ONE, st.integers(1, 5)),
    "pin": (ONE,),
    "whole": (ONE, st.booleans()),
    "release": (ONE,),
    "ship type": (ONE, st.sampled_from(ShipType)),
    "hold": (ONE, st.booleans(), st.sampled_from([None, 1, 9])),
    "lift": (ONE, st.booleans()),
    "not before": (ONE, st.booleans(), st.sampled_from([None, 1, 9])),
    "hold customer": (st.sampled_from([None, 1, 9]),),
    "lift customer": (),
    "append": (st.booleans(),),
}


def acts_named(*names: str) -> st.SearchStrategy[Act]:
    """One of these acts with stock and orders."""
    return st.one_of([st.tuples(st.just(name), *STOCK_ACTS[name]) for name in names])


stock_acts = acts_named(*STOCK_ACTS)
supply_acts = st.one_of(
    st.tuples(st.just("buy"), st.sampled_from(LICS), st.integers(1, 40), st.booleans()),
    st.tuples(st.just("open po"), ONE),
    st.tuples(st.just("po line"), ONE, st.integers(0, 40), st.integers(0, 20)),
    st.tuples(st.just("late"), ONE, st.integers(1, 20)),
    st.tuples(st.just("receive"), ONE, st.integers(1, 40)),
    st.tuples(st.just("void receipt"), ONE),
    st.tuples(st.just("void po"), ONE),
    st.tuples(st.just("transfer"), st.sampled_from(LICS), st.integers(1, 15), st.booleans()),
    st.tuples(st.just("send"), ONE),
    st.tuples(st.just("short receipt"), ONE, st.integers(1, 4), st.sampled_from(WhyMissing)),
    st.tuples(st.just("levels"), st.sampled_from(LICS), st.integers(0, 30)),
    st.tuples(st.just("fetched levels"), st.sampled_from(LICS), st.integers(0, 30)),
    st.tuples(st.just("no levels"), st.sampled_from(LICS)),
    st.tuples(st.just("replenish")),
    st.tuples(st.just("order it"), st.sampled_from(LICS)),
    st.tuples(st.just("without levels"), st.booleans()),
)
fact_acts = st.one_of(
    st.tuples(st.just("draft"), wants),
    st.tuples(st.just("retype"), ONE, st.integers(1, 30)),
    st.tuples(st.just("schedule"), st.sampled_from(SweepName), st.sampled_from(["15", "30"])),
    st.tuples(st.just("switch"), st.sampled_from(SweepName), st.sampled_from(["on", "off"])),
    st.tuples(st.just("item"), st.sampled_from(LICS), st.sampled_from(["1.5", "2"]), st.booleans()),
    st.tuples(st.just("email"), st.sampled_from(["", "a@school.example", "b@school.example"])),
    st.tuples(st.just("door"), st.sampled_from(["rename", "close", "open"])),
    st.tuples(st.just("new"), st.sampled_from(["customer", "location", "LIC", "vendor", "warehouse"])),
)
acts = st.one_of(stock_acts, stock_acts, supply_acts, fact_acts)
"""Mostly with stock and orders."""


def perform(desk: Story, numbers: list[str], act: str, *args: Any) -> None:
    """One act of the script; ``numbers`` are the orders there are, and grow with it. Refusals are raised."""
    if act in ON_DESK:
        ON_DESK[act](desk, numbers, *args)
    elif act in IN_ONE:
        with desk.act() as tx:
            IN_ONE[act](tx, *args)
    elif act in ON_PO:
        _on_po(desk, ON_PO[act], *args)
    elif numbers:
        number = numbers[args[0] % len(numbers)]
        if act in ON_ORDER:
            ON_ORDER[act](desk, number, *args[1:])
        else:
            with desk.act() as tx:
                ON_LINE[act](tx, number, *args[1:])


def _order(desk: Story, numbers: list[str], lines: list[str], priority: int, ship_type: ShipType) -> None:
    numbers.append(desk.order(*lines, priority=priority, ship_type=ship_type))


ON_DESK: dict[str, Callable[..., Any]] = {
    "order": _order,
    "draft": lambda desk, numbers, want: numbers.append(desk.draft(want)),
    "supply": lambda desk, _, lic, qty: desk.supply(lic, qty),
    "adjust": lambda desk, _, lic, qty: desk.adjust(lic, qty),
    "sweep": lambda desk, _: desk.sweep(),
    "replenish": lambda desk, _: desk.sweep(SweepName.REPLENISHMENT),
    "append": lambda desk, _, on: desk.prefer(append_by_location="on" if on else "off"),
    "transfer": make_transfer,
    "fetched levels": set_fetched_levels,
    "without levels": lambda desk, _, on: desk.prefer(order_without_levels="on" if on else "off"),
}


def _buy(tx: Any, lic: str, qty: int, opened: bool) -> None:
    po = supply.create_po(tx, "press")
    supply.add_po_line(tx, po, lic, Decimal(qty))
    if opened:
        supply.open_po(tx, po)


def _levels(tx: Any, lic: str, level: int) -> None:
    replenishment.set_levels(tx, lic, level=Decimal(level), target=Decimal(level + 20), vendor="press")


def _item(tx: Any, lic: str, cost: str, active: bool) -> None:
    catalogue.change_item(tx, lic, unit_cost=Decimal(cost), active=active)


def _new(tx: Any, kind: str) -> None:
    code = f"new{tx.now:%H%M}"
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


def _door(tx: Any, deed: str) -> None:
    code = catalogue.warehouses(tx)["code"][-1]
    match deed:
        case "rename":
            warehouses.rename(tx, code, f"Hall of {tx.now:%H%M}")
        case "close":
            warehouses.close(tx, code)
        case _:
            warehouses.reopen(tx, code)


IN_ONE: dict[str, Callable[..., Any]] = {
    "buy": _buy,
    "order it": lambda tx, lic: buying.order_it(tx, lics=[lic]),
    "levels": _levels,
    "no levels": replenishment.drop_levels,
    "schedule": lambda tx, sweep, n: schedules.set_schedule(tx, sweep, every_n=n, every_unit="minutes"),
    "switch": lambda tx, sweep, on: schedules.set_schedule(tx, sweep, enabled=on),
    "item": _item,
    "email": lambda tx, email: notices.set_address(tx, "school", email),
    "door": _door,
    "new": _new,
    **pauses.IN_ONE,
}


def _on_po(desk: Story, call: Callable[..., Any], which: int, *args: Any) -> None:
    known = pl.concat([desk.ask(supply.purchase_orders)["po"], desk.ask(transfers.listed)["transfer"]]).sort()
    if known.len():
        with desk.act() as tx:
            call(tx, known[which % known.len()], *args)


def _day(days: int) -> Any:
    return START.date() + timedelta(days=days)


def _po_line(tx: Any, po: str, qty: int, days: int) -> None:
    for po_line_id in supply.lines(tx, po)["po_line_id"][:1]:
        supply.change_po_line(tx, po, po_line_id, qty=Decimal(qty), expected_on=_day(days))


def _receive(tx: Any, po: str, qty: int) -> None:
    for lic in supply.lines(tx, po)["lic"][:1]:
        supply.receive(tx, po, {lic: Decimal(qty)}, over=qty > 35)


def _short_receipt(tx: Any, po: str, qty: int, why: WhyMissing) -> None:
    for lic in supply.lines(tx, po)["lic"][:1]:
        transfers.receive(tx, po, {lic: Decimal(1)}, {lic: Decimal(qty)}, why, note="it rained")


def _void_receipt(tx: Any, po: str) -> None:
    for receipt_id in supply.receipts(tx, po).filter(~pl.col("voided"))["receipt_id"][:1]:
        supply.void_receipt(tx, receipt_id)


ON_PO: dict[str, Callable[..., Any]] = {
    "open po": supply.open_po,
    "send": transfers.send,
    "short receipt": _short_receipt,
    "po line": _po_line,
    "late": lambda tx, po, days: supply.mark_late(tx, po, _day(days)),
    "receive": _receive,
    "void receipt": _void_receipt,
    "void po": supply.void_po,
}


def _short(desk: Story, number: str, qty: int, why: WhyShort) -> None:
    rows = desk.lines(number).drop_nulls("shipment_id")
    loose = rows.filter(rows["shipment_state"] == "pending")
    if loose.height and len(desk.shipments_of(number)) == 1:
        desk.ship(number, (loose["line_no"][0], min(qty, int(loose["qty"][0]))), why=why)


def _unpick(desk: Story, number: str) -> None:
    with desk.act() as tx:
        shipments.unpick(tx, desk.shipments_of(number, "picking"))


ON_ORDER: dict[str, Callable[..., Any]] = {
    "priority": lambda desk, number, priority: desk.priority(number, priority),
    "ship": lambda desk, number: desk.ship(number),
    "short": _short,
    "pick": lambda desk, number: desk.pick(number),
    "unpick": _unpick,
    "void": lambda desk, number: desk.void(*set(desk.lines(number)["shipment_id"].drop_nulls())),
}


def _retype(tx: Any, number: str, qty: int) -> None:
    orders.change_draft_line(tx, number, 1, qty=Decimal(qty), note="soon" if qty % 2 else "in a week")


ON_LINE: dict[str, Callable[..., Any]] = {
    "qty": lambda tx, number, qty: orders.change_qty(tx, number, 1, Decimal(qty)),
    "cancel": orders.cancel_order,
    "cancel line": lambda tx, number: orders.cancel_line(tx, number, 1),
    "return": lambda tx, number, qty: returns.take_back(tx, number, 1, Decimal(qty)),
    "pin": lambda tx, number: orders.set_pinned(tx, number, 1, True),
    "whole": lambda tx, number, whole: line_edits.set_whole(tx, number, 1, whole=whole),
    "release": lambda tx, number: line_edits.release(tx, number, 1),
    "ship type": lambda tx, number, ship_type: orders.change(tx, number, ship_type=ship_type),
    **pauses.ON_LINE,
    "retype": _retype,
}
