"""What if: every kind of edit, previewed, applied, and refused when the desk changed meanwhile (R42)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from engine import buying, log, orders, preferences, supply, whatif
from engine.errors import DeskError, NoVendor
from engine.model import Policy, ShipType
from engine.whatif import ChangedMeanwhile, Preview
from engine.whatif.edits import (
    Adjust,
    Cancel,
    Edit,
    MoveDate,
    Priority,
    Purchase,
    Receive,
    Release,
    SetPolicy,
    SetShipType,
    Split,
    Whole,
)
from tests.story import Story

D = Decimal


def preview(desk: Story, *edits: Edit) -> Preview:
    """The answer; nothing of it is kept, and the desk is consistent."""
    before = desk.ask(log.search).height
    told = whatif.preview(desk.session, "Ann", edits)
    assert desk.ask(log.search).height == before
    desk.prove()
    return told


def apply(desk: Story, told: Preview, *edits: Edit) -> Preview:
    done = whatif.apply(desk.session, "Ann", edits, told.fingerprint)
    desk.prove()
    return done


def gains(told: Preview) -> dict[str, int]:
    """order -> units, signed."""
    both = [*told.winners.rows(named=True), *told.losers.rows(named=True)]
    return {row["order"]: int(row["change_qty"]) for row in both}


def test_r42_a_raise_shows_winners_losers_orders_and_dates_and_then_does_it() -> None:
    """on hand 20 | first 20 has it, second 20 waits, 30 come  ->  they change places"""
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 20")
    desk.purchase("book", 30, expected_on=date(2027, 3, 9))
    edit = Priority(second, 5)
    told = preview(desk, edit)
    assert gains(told) == {second: 20, first: -20}
    assert told.completed["order"].to_list() == [second]
    assert told.uncompleted["order"].to_list() == [first]
    assert told.dates.select("order", "line", "had_stock", "from_on", "to_on").rows() == [
        (first, 1, True, None, date(2027, 3, 9))
    ]
    done = apply(desk, told, edit)
    assert gains(done) == gains(told)
    assert (desk.state(first), desk.state(second)) == ("20 backordered", "20 allotted")


def test_r42_a_cancel_frees_its_stock_for_whoever_waits() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 15")
    told = preview(desk, Cancel(first))
    assert gains(told) == {first: -20, second: 15}
    apply(desk, told, Cancel(first))
    assert (desk.order_state(first), desk.state(second)) == ("void", "15 allotted")


def test_r42_one_line_is_cancelled() -> None:
    desk = Story(book=20, pen=5)
    first, second = desk.order("book 20", "pen 5"), desk.order("book 15")
    told = preview(desk, Cancel(first, 1))
    assert gains(told) == {first: -20, second: 15}


def test_r42_a_receipt_fills_the_queue_and_says_what_it_is_worth() -> None:
    desk = Story(pen=0)
    desk.item("book", unit_cost=D("2.50"))
    first, second = desk.order("book 20"), desk.order("book 20")
    po = desk.purchase("book", 30, expected_on=date(2027, 3, 9))
    edit = Receive(po, {"book": D(30)})
    told = preview(desk, edit)
    assert (gains(told), told.won_qty, told.won_value) == ({first: 20, second: 10}, D(30), D("75.00"))
    apply(desk, told, edit)
    assert desk.state(second) == "10 allotted, 10 backordered"
    assert desk.sweep().counts.lines_filled == 0


def test_r42_a_loss_takes_from_the_back() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 10"), desk.order("book 10")
    told = preview(desk, Adjust("book", D(-5)))
    assert (gains(told), told.lost_qty) == ({second: -5}, D(5))
    apply(desk, told, Adjust("book", D(-5)))
    assert (desk.state(first), desk.state(second)) == ("10 allotted", "5 allotted, 5 backordered")


def test_r42_a_later_receipt_moves_dates_and_nothing_else() -> None:
    desk = Story(book=0)
    order = desk.order("book 5")
    po = desk.purchase("book", 5, expected_on=date(2027, 3, 9))
    told = preview(desk, MoveDate(po, date(2027, 4, 1)))
    assert (told.winners.height, told.losers.height) == (0, 0)
    assert told.dates.select("order", "from_on", "to_on").rows() == [
        (order, date(2027, 3, 9), date(2027, 4, 1))
    ]
    apply(desk, told, MoveDate(po, date(2027, 4, 1)))


def test_r42_a_ship_type_is_tried() -> None:
    desk = Story(book=20)
    order = _complete_without_pens(desk)
    told = preview(desk, SetShipType(order, ShipType.PARTIAL))
    assert (gains(told), told.ready_qty) == ({}, D(20))
    apply(desk, told, SetShipType(order, ShipType.PARTIAL))
    assert desk.shipments_of(order, "pending")


def _complete_without_pens(desk: Story) -> str:
    desk.item("pen", 0)
    return desk.complete("book 20", "pen 5")


def test_r42_a_whole_line_may_be_split_and_made_whole() -> None:
    """on hand 20 | whole 25 waits and holds the shelf, 5 wait behind it"""
    desk = Story(book=20)
    whole, behind = desk.order("book 25 whole"), desk.order("book 5")
    told = preview(desk, Split(whole, 1))
    assert gains(told) == {whole: 20}
    apply(desk, told, Split(whole, 1))
    assert (desk.state(whole), desk.state(behind)) == ("20 allotted, 5 backordered", "5 backordered")
    told = preview(desk, Whole(whole, 2))
    assert told.is_nothing
    apply(desk, told, Whole(whole, 2))
    assert desk.lines(whole)["whole"].to_list() == [False, True]


def test_r42_a_line_gives_its_stock_and_its_place_up() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 15")
    told = preview(desk, Release(first, 1))
    assert gains(told) == {first: -15, second: 15}
    apply(desk, told, Release(first, 1))
    assert (desk.state(first), desk.state(second)) == ("5 allotted, 15 backordered", "15 allotted")


def test_r42_a_firm_line_gives_nothing_up() -> None:
    desk = Story(book=20)
    order = desk.order("book 20")
    desk.pick(order)
    with pytest.raises(DeskError, match="being picked"):
        preview(desk, Release(order, 1))


def test_r42_a_policy_is_tried_on_every_open_pool() -> None:
    desk = Story(book=20)
    desk.prefer(skip_age_days=3650)  # the story plays long before today
    desk.order("book 25 whole")
    order = desk.order("book 5")
    edit = SetPolicy(Policy.SKIP, 3650)
    told = preview(desk, edit)
    assert gains(told) == {order: 5}
    apply(desk, told, edit)
    assert desk.ask(preferences.read).allocation_policy is Policy.SKIP


def test_r42_several_edits_are_one_trial() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 20")
    together = (Priority(second, 5), Adjust("book", D(20)))
    told = preview(desk, *together)
    assert gains(told) == {second: 20}
    assert told.completed["order"].to_list() == [second]
    apply(desk, told, *together)
    assert (desk.state(first), desk.state(second)) == ("20 allotted", "20 allotted")


def test_r42_refusals_of_several_edits_are_told_together() -> None:
    desk = Story(book=20)
    order = desk.order("book 20")
    with pytest.raises(DeskError) as refused:
        preview(desk, Priority(order, 12), Adjust("book", D(-30)))
    assert "12" in str(refused.value)
    assert "book" in str(refused.value)
    with pytest.raises(DeskError, match="nothing to try"):
        preview(desk)


def test_r42_what_changed_meanwhile_is_named_and_nothing_is_kept() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 20"), desk.order("book 20")
    told = preview(desk, Priority(second, 5))
    desk.actor = "Bob"
    with desk.act() as tx:
        orders.cancel_order(tx, first)
    with pytest.raises(ChangedMeanwhile, match=f"Bob changed order {first}"):
        apply(desk, told, Priority(second, 5))
    assert desk.ask(orders.find, second)["priority"] == 0


def test_r42_a_change_that_does_not_touch_the_answer_is_no_hindrance() -> None:
    desk = Story(book=20, pen=5)
    first, second = desk.order("book 20"), desk.order("book 20")
    told = preview(desk, Priority(second, 5))
    desk.order("pen 5")
    apply(desk, told, Priority(second, 5))
    assert desk.state(first) == "20 backordered"


def test_a_fingerprint_of_another_edit_is_refused() -> None:
    desk = Story(book=20)
    order = desk.order("book 20")
    told = preview(desk, Priority(order, 5))
    with pytest.raises(ChangedMeanwhile):
        apply(desk, told, Priority(order, 6))


def test_r44_a_purchase_that_does_not_exist_yet_shows_its_dates_and_then_is_made_and_opened() -> None:
    desk = Story()
    desk.item("book", vendor_code="press")
    number = desk.order("book 20")
    edit = Purchase("book", D(12), date(2027, 3, 9))
    told = preview(desk, edit)
    assert (gains(told), told.dates["to_said"].to_list()) == ({}, ["12 by 9 Mar 2027 (PO101), 8 not ordered"])
    assert desk.ask(supply.purchase_orders).is_empty()
    apply(desk, told, edit)
    assert desk.po_state("PO101") == "open"
    assert desk.ask(buying.bought_on, order=number).select("po", "qty").rows() == [("PO101", 12)]


def test_r44_a_purchase_from_nobody_cannot_be_tried() -> None:
    desk = Story(book=0)
    desk.order("book 20")
    with pytest.raises(NoVendor):
        preview(desk, Purchase("book", D(12), date(2027, 3, 9)))
