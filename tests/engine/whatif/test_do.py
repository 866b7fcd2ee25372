"""Acts that take stock from other orders: only once somebody agreed to what was shown (R18, R19, R23)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine import log, whatif
from engine.allocation import Settled
from engine.errors import ChangedSince, EmptyOrder, ShortageUnanswered, Unknown
from engine.model import OrderState, ShipType
from engine.whatif import ChangedMeanwhile, Preview, TakesFromOthers, edits
from engine.whatif.edits import (
    AddLine,
    Adjust,
    Cancel,
    Edit,
    Open,
    Priority,
    Release,
    SetQty,
    VoidReceipt,
    VoidShipment,
)
from tests.story import Story

D = Decimal


def asked(desk: Story, *wanted: Edit) -> Preview:
    """The act is not made, because it takes from others; what a person is shown instead."""
    before = desk.ask(log.search).height
    with pytest.raises(TakesFromOthers), desk.act() as tx:
        whatif.do(tx, wanted)
    assert desk.ask(log.search).height == before
    return whatif.preview(desk.session, "Ann", wanted, desk.now, swept=False)


def do(desk: Story, *wanted: Edit, agreed: Preview | None = None) -> Settled:
    with desk.act() as tx:
        return whatif.do(tx, wanted, agreed.fingerprint if agreed else None)


def units(settled: Settled) -> tuple[int, int]:
    """How many units lines gained, and how many lines lost."""
    return int(settled.units_allotted), int(settled.units_released)


def loses(told: Preview) -> dict[str, int]:
    return {order: int(qty) for order, qty in told.losers.select("order", "change_qty").iter_rows()}


def test_r18_opening_an_order_that_takes_stock_shows_it_first_and_then_does_it() -> None:
    """on hand 35 | O1 20, O2 15 have it, O3 25 at priority 5  ->  O3 25, O1 10, O2 none"""
    desk = Story(book=35)
    o1, o2 = desk.order("book 20"), desk.order("book 15")
    o3 = desk.draft("book 25", priority=5)
    told = asked(desk, Open(o3))
    assert loses(told) == {o1: -10, o2: -15}
    assert told.winners.select("order", "change_qty").rows() == [(o3, 25)]
    assert told.completed["order"].to_list() == [o3]
    assert sorted(told.uncompleted["order"]) == [o1, o2]
    assert desk.order_state(o3) == OrderState.PENDING
    assert units(do(desk, Open(o3), agreed=told)) == (25, 25)
    assert (desk.state(o1), desk.state(o2), desk.state(o3)) == (
        "10 allotted, 10 backordered",
        "15 backordered",
        "25 allotted",
    )


SETTLING: dict[Edit, tuple[int, int]] = {
    Open("1004"): (5, 5),
    AddLine("1003", "book", D(4)): (4, 4),
    SetQty("1003", 1, D(6)): (3, 3),
    SetQty("1001", 1, D(15)): (0, 0),
    Priority("1002", 5): (20, 20),
    Release("1001", 1): (0, 0),
    Adjust("book", D(-5)): (0, 5),
    VoidReceipt(1): (0, 10),
    VoidShipment(1): (0, 0),
    Cancel("1001"): (0, 0),
}
"""Edits, and how many units lines gain and lose by their own settlement; what waits for a sweep is none."""


def test_what_edits_settled_is_returned_by_those_who_make_them_and_by_the_preview() -> None:
    """on hand 23 | 1003 at priority 2 has its 3, 1001 its 20, 1002 wants 20, and 1004 would take 5 of 1001"""
    desk = Story(book=13)
    desk.supply("book", 10)
    for want, priority in (("book 20", 0), ("book 20", 0), ("book 3", 2)):
        desk.order(want, priority=priority)
    desk.draft("book 5", priority=5)
    for edit, expected in SETTLING.items():
        with desk.session.transaction(actor="Ann", now=desk.now, dry_run=True) as tx:
            settled = edits.make(tx, edit)
        assert units(settled) == expected, edit
        assert whatif.preview(desk.session, "Ann", [edit], desk.now, swept=False).settled == settled
    together = whatif.preview(desk.session, "Ann", list(SETTLING)[:2], desk.now, swept=False).settled
    assert (together.lines_filled, units(together)) == (2, (9, 9))


def test_an_order_that_takes_nothing_opens_at_once_whatever_its_priority() -> None:
    desk = Story(book=35)
    first = desk.order("book 20")
    urgent, equal = desk.draft("book 15", priority=9), desk.draft("book 5")
    do(desk, Open(urgent))
    do(desk, Open(equal))
    assert [desk.state(number) for number in (first, urgent, equal)] == [
        "20 allotted",
        "15 allotted",
        "5 backordered",
    ]


def test_r40_the_dates_of_a_new_order_are_told_as_new() -> None:
    desk = Story(book=10)
    first = desk.order("book 10")
    desk.purchase("book", 30, expected_on=date(2027, 3, 9))
    draft = desk.draft("book 25", priority=5)
    told = asked(desk, Open(draft))
    rows = told.dates.select("order", "qty", "is_new", "had_stock", "from_on", "to_on").rows()
    assert sorted(rows) == [
        (first, 10, False, True, None, date(2027, 3, 9)),
        (draft, 15, True, False, None, date(2027, 3, 9)),
    ]


def test_r9_a_short_line_that_nobody_decided_on_is_asked_about_before_anybody_loses() -> None:
    desk = Story(book=20)
    desk.order("book 20")
    draft = desk.draft("book 25", priority=5)
    with pytest.raises(ShortageUnanswered), desk.act() as tx:
        whatif.do(tx, [Open(draft, ask=True)])


def test_a_refusal_comes_before_the_question() -> None:
    desk = Story(book=20)
    empty = desk.draft(priority=5)
    with pytest.raises(EmptyOrder), desk.act() as tx:
        whatif.do(tx, [Open(empty)])
    with pytest.raises(Unknown, match="no receipt 7"), desk.act() as tx:
        whatif.do(tx, [VoidReceipt(7)])


def test_r23_a_loss_that_takes_allotted_stock_is_shown_and_a_loss_of_free_stock_is_not() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 9"), desk.order("book 9")
    do(desk, Adjust("book", D(-2)))
    told = asked(desk, Adjust("book", D(-5)))
    assert loses(told) == {second: -5}
    do(desk, Adjust("book", D(-5)), agreed=told)
    assert (desk.state(first), desk.state(second)) == ("9 allotted", "4 allotted, 5 backordered")


def test_r23_voiding_a_receipt_shows_who_loses_what_it_brought() -> None:
    desk = Story(book=0)
    order = desk.order("book 10")
    receipt = desk.receive(desk.purchase("book", 10), book=8)
    desk.sweep()
    told = asked(desk, VoidReceipt(receipt))
    assert loses(told) == {order: -8}
    do(desk, VoidReceipt(receipt), agreed=told)
    assert desk.state(order) == "8 backordered, 2 backordered"
    assert desk.balance("book")["on_hand"] == "0"


def test_a_receipt_that_nobody_holds_is_voided_at_once() -> None:
    desk = Story(book=0)
    receipt = desk.receive(desk.purchase("book", 10), book=8)
    do(desk, VoidReceipt(receipt))
    assert desk.balance("book")["on_hand"] == "0"


def test_r33_voiding_a_shipment_shows_every_order_aboard() -> None:
    desk = Story(book=20)
    desk.prefer(append_by_location="on")
    first, second = desk.order("book 5"), desk.order("book 6")
    (shipment,) = desk.shipments_of(first)
    assert desk.shipments_of(second) == [shipment]
    told = asked(desk, VoidShipment(shipment))
    assert loses(told) == {first: -5, second: -6}
    do(desk, VoidShipment(shipment), agreed=told)
    assert desk.state(first) == "5 backordered"


def test_r11_a_raise_or_a_new_line_of_an_urgent_order_takes_only_after_a_question() -> None:
    desk = Story(book=20)
    urgent, other = desk.order("book 5", priority=5), desk.order("book 15")
    told = asked(desk, SetQty(urgent, 1, D(9)))
    assert loses(told) == {other: -4}
    do(desk, SetQty(urgent, 1, D(9)), agreed=told)
    told = asked(desk, AddLine(urgent, "book", D(1)))
    assert loses(told) == {other: -1}
    do(desk, SetQty(urgent, 1, D(5)))  # lowered: nobody loses
    assert desk.state(other) == "11 allotted, 4 backordered"


def test_r20_a_complete_order_that_loses_one_line_is_told_as_no_longer_complete() -> None:
    desk = Story(book=20, pen=5)
    victim = desk.order("book 20", "pen 5", ship_type=ShipType.COMPLETE)
    told = asked(desk, Open(desk.draft("book 1", priority=1)))
    assert told.uncompleted["order"].to_list() == [victim]
    assert dict(told.ships.select("order", "change_qty").iter_rows())[victim] == -25


def test_what_changed_meanwhile_is_named_and_nothing_is_done() -> None:
    desk = Story(book=20)
    first = desk.order("book 20")
    urgent = desk.draft("book 5", priority=5)
    told = asked(desk, Open(urgent))
    desk.actor = "Bob"
    late = desk.order("book 5 split")
    desk.priority(late, 2)
    with pytest.raises(ChangedMeanwhile, match="Bob changed"):
        do(desk, Open(urgent), agreed=told)
    assert desk.order_state(urgent) == OrderState.PENDING
    assert desk.state(first).startswith("15 allotted")


def test_r17_what_an_act_sets_free_waits_for_the_sweep_and_an_agreement_to_more_is_none() -> None:
    """on hand 20 | the first has it, the second waits; the shipment is voided: a sweep gives it back"""
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 20")
    void = VoidShipment(desk.shipments_of(first)[0])
    swept = whatif.preview(desk.session, "Ann", [void], desk.now)
    assert (swept.losers.height, loses(asked(desk, void))) == (0, {first: -20})
    with pytest.raises(ChangedMeanwhile):
        do(desk, void, agreed=swept)
    do(desk, void, agreed=asked(desk, void))
    assert (desk.state(first), desk.state(second)) == ("20 backordered", "20 backordered")


def test_an_order_that_somebody_changed_since_it_was_read_is_refused() -> None:
    desk = Story(book=20)
    order = desk.order("book 20")
    desk.priority(order, 2)
    with pytest.raises(ChangedSince), desk.act() as tx:
        whatif.do(tx, [Priority(order, 3, seen=1)])
    with pytest.raises(ChangedSince), desk.act() as tx:
        whatif.do(tx, [SetQty(order, 1, D(5), seen=1)])
