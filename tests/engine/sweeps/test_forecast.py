"""What a receipt would fill, and what the next sweep would give: said before, and then done exactly so."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.session import Transaction
from engine import supply, sweeps
from engine.errors import DeskError
from engine.model import Policy, ShipType, SweepName
from engine.reports import demand
from engine.supply.receiving import MoreThanSent
from engine.sweeps import Scope, forecast
from engine.sweeps.forecast import Forecast
from tests.acts import acts, perform
from tests.examples import drawing
from tests.story import Story
from tests.two_warehouses import add_other, sent, two_warehouses

D = Decimal
Change = dict[tuple[str, str, str], Decimal]


def receipt(desk: Story, po: str, **came: int) -> Forecast:
    units = {lic: D(qty) for lic, qty in came.items()}
    return forecast.of_receipt(desk.session, po, units, actor=desk.actor, now=desk.now)


def gains(found: Forecast) -> list[tuple[Any, ...]]:
    return found.gains.select("order", "line", "lic", "change_qty", "rest_qty").rows()


def test_r42_a_receipt_says_which_lines_it_fills_before_it_is_booked_and_keeps_nothing() -> None:
    desk = Story(book=0)
    first, second = desk.order("book 5"), desk.order("book 6")
    po = desk.purchase("book", 20)
    found = receipt(desk, po, book=8)
    assert gains(found) == [(first, 1, "book", D(5), D(0)), (second, 1, "book", D(3), D(3))]
    assert (found.free_qty, found.held) == (D(0), [])
    assert receipt(desk, po, book=15).free_qty == D(4)
    assert (desk.balance("book")["on_hand"], desk.state(first)) == ("0", "5 backordered")


def test_what_lies_on_the_shelf_and_no_sweep_gave_yet_is_told_from_what_comes() -> None:
    desk = two_warehouses(main=0, east=10)
    desk.order("book 9")
    desk.adjust("book", 4)
    po = desk.purchase("book", 20)
    found = receipt(desk, po, book=3)
    assert [qty for *_, qty, _ in gains(found)] == [D(7)]
    assert found.shelf_qty == D(4)
    assert receipt(desk, po, book=12).shelf_qty == D(0)


def test_r15_what_is_held_apart_for_a_whole_line_is_not_called_free() -> None:
    desk = Story(book=0)
    whole = desk.order("book 10 whole")
    desk.order("book 2")
    found = receipt(desk, desk.purchase("book", 20), book=8)
    assert gains(found) == []
    assert [(one.lic, one.qty, one.order, one.needs_qty) for one in found.held] == [
        ("book", D(8), whole, D(10))
    ]
    assert (found.held_qty, found.free_qty) == (D(8), D(0))


def test_r15_what_a_lower_priority_keeps_is_not_held_apart_for_a_whole_line_ahead_of_it() -> None:
    """10 on hand | 5 of a lower priority, which nobody takes while 15 cannot be filled in one piece"""
    desk = Story(book=10)
    desk.order("book 5")
    whole = desk.order("book 15 whole", priority=1)
    found = receipt(desk, desk.purchase("book", 9), book=1)
    assert [(one.order, one.qty) for one in found.held] == [(whole, D(6))]
    assert (found.held_qty, found.free_qty) == (D(6), D(0))
    assert desk.ask(demand.held_back, "book") == [f"5 on the shelf, held for order {whole}, which needs 15."]


def test_what_nobody_wants_stays_free() -> None:
    desk = Story(book=3)
    found = receipt(desk, desk.purchase("book", 20), book=8)
    assert found.pools.select("lic", "before_qty", "free_qty").rows() == [("book", D(11), D(11))]


def test_more_than_was_ordered_is_shown_and_what_cannot_come_refused() -> None:
    desk = two_warehouses(main=0, east=10)
    order = desk.order("book 9")
    po = desk.purchase("book", 5)
    assert gains(receipt(desk, po, book=9)) == [(order, 1, "book", D(9), D(0))]
    transfer = sent(desk, 4)
    assert gains(receipt(desk, transfer, book=4)) == [(order, 1, "book", D(4), D(5))]
    with pytest.raises(MoreThanSent):
        receipt(desk, transfer, book=5)


def test_r25_switched_off_no_sweep_gives_anything() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    po = desk.purchase("book", 5)
    desk.prefer(backorder_management="off")
    found = receipt(desk, po, book=5)
    assert (found.is_off, found.lines.height, found.free_qty) == (True, 0, D(5))


def test_r24_a_sweep_for_one_lic_is_shown_before_it_runs() -> None:
    desk = Story(book=0, pen=0)
    book, pen = desk.order("book 5"), desk.order("pen 5")
    desk.adjust("book", 5)
    desk.adjust("pen", 3)
    whole = desk.ask(forecast.of_sweep, SweepName.SECONDARY)
    assert gains(whole) == [(book, 1, "book", D(5), D(0)), (pen, 1, "pen", D(3), D(2))]
    alone = desk.ask(forecast.of_sweep, SweepName.SECONDARY, Scope(lic="pen"))
    assert gains(alone) == [(pen, 1, "pen", D(3), D(2))]


def held(desk: Story) -> Change:
    """What is allotted, by order, LIC and warehouse."""

    def look(tx: Transaction) -> Change:
        rows = tx.rows("whole_desk.table_rows", table_name="order_line").filter(state="allotted")
        names = {
            table: dict(tx.rows("whole_desk.table_rows", table_name=table).select(key, name).iter_rows())
            for table, key, name in (
                ("sales_order", "order_id", "number"),
                ("item", "item_id", "lic"),
                ("warehouse", "warehouse_id", "code"),
            )
        }
        found: Change = {}
        for order, item, warehouse, qty in rows.select(
            "order_id", "item_id", "warehouse_id", "qty"
        ).iter_rows():
            key = (names["sales_order"][order], names["item"][item], names["warehouse"][warehouse])
            found[key] = found.get(key, D(0)) + qty
        return found

    found: Change = desk.ask(look)
    return found


def said(found: Forecast) -> Change:
    """What a forecast says changes."""
    change: Change = {}
    for *key, qty in found.lines.select("order", "lic", "warehouse", "change_qty").iter_rows():
        change[tuple(key)] = change.get(tuple(key), D(0)) + qty
    return {key: qty for key, qty in change.items() if qty}


def came_true(before: Change, after: Change, found: Forecast) -> Change:
    """What changed in the pools that a forecast is about."""
    pools = set(found.pools.select("lic", "warehouse").iter_rows())
    change = {key: after.get(key, D(0)) - before.get(key, D(0)) for key in before.keys() | after.keys()}
    return {key: qty for key, qty in change.items() if qty and key[1:] in pools}


@drawing(10)
@given(st.lists(acts, min_size=8, max_size=16), st.sampled_from([Policy.STRICT, *Policy]))
def test_r42_what_is_shown_before_booking_is_what_booking_and_the_sweep_then_do(
    script: list[tuple[Any, ...]], policy: Policy
) -> None:
    desk = add_other(Story(book=10, pen=5))
    desk.prefer(allocation_policy=policy)
    numbers: list[str] = []
    for act in [("order", ["book 9 split", "pen 30 whole"], 1, ShipType.PARTIAL), *script]:
        with suppress(DeskError):
            perform(desk, numbers, *act)
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        for lic in ("book", "pen"):
            supply.add_po_line(tx, po, lic, D(12))
        supply.open_po(tx, po)
    found = receipt(desk, po, book=12, pen=7)
    before = held(desk)
    desk.receive(po, book=12, pen=7)
    desk.sweep(SweepName.PRIMARY)
    assert came_true(before, held(desk), found) == said(found)
    now = desk.ask(forecast.of_sweep, SweepName.SECONDARY)
    before = held(desk)
    desk.sweep()
    assert came_true(before, held(desk), now) == said(now)
    assert desk.ask(sweeps.losers, SweepName.SECONDARY).height == 0
