"""Goods that shipped, came, were counted or came back: undone where they still lie."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine import returns, stock, undo
from engine.undo import NothingOfItCanBeUndone
from tests.engine.undo.shelf import shelf
from tests.papers import Papers
from tests.story import Story


def test_a_receipt_whose_goods_were_given_away_stays() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    po = desk.purchase("book", 8)
    desk.receive(po, book=8)
    log_id = desk.ask(undo.last_action).first_log_id
    run_id = desk.sweep().run_id
    with pytest.raises(
        NothingOfItCanBeUndone, match=r"\w: nothing .* 8 of book came in, of which only 3 are free"
    ):
        desk.undo(log_id=log_id)
    desk.undo(run_id=run_id)
    desk.undo(log_id=log_id)
    assert shelf(desk) == "0 on hand, 0 allotted, 5 short"


def test_goods_that_shipped_come_back_and_leave_again() -> None:
    desk = Story(book=20)
    number = desk.order("book 25")
    (shipment,) = desk.ship(number)
    desk.undo()
    assert shelf(desk) == "20 on hand, 20 allotted, 5 short"
    (again,) = desk.ship(number)
    assert again != shipment
    desk.void(again)
    desk.undo()
    assert shelf(desk) == "0 on hand, 0 allotted, 5 short"


def test_a_short_shipment_is_together_again() -> None:
    desk = Story(book=25)
    number = desk.order("book 25")
    desk.ship(number, (1, 20))
    desk.undo()
    assert shelf(desk) == "25 on hand, 25 allotted, 0 short"


@pytest.mark.parametrize("backorder_rest", [True, False])
def test_what_left_short_while_it_was_picked_is_being_picked_again(backorder_rest: bool) -> None:
    desk = Story(book=25)
    number = desk.order("book 25")
    desk.pick(number)
    desk.ship(number, (1, 20), backorder_rest=backorder_rest)
    assert desk.undo().refused == []
    assert shelf(desk) == "25 on hand, 25 allotted, 0 short"
    assert len(desk.shipments_of(number, "picking")) == 1


@pytest.mark.parametrize("wants", [["book 25"], ["book 25", "work 1"]])
@pytest.mark.parametrize("backorder_rest", [True, False])
def test_what_left_short_is_being_picked_again_however_often_it_is_undone(
    wants: list[str], backorder_rest: bool
) -> None:
    desk = Story(book=25)
    desk.item("work", inventoried=False)
    number = desk.order(*wants)
    desk.pick(number)
    desk.ship(number, (1, 20), backorder_rest=backorder_rest)
    done = desk.undo()
    for is_picked in (False, True, False, True):
        done = desk.undo(run_id=done.run_id)
        assert done.refused == []
        assert bool(desk.shipments_of(number, "picking")) == is_picked


def test_a_return_did_not_happen() -> None:
    desk = Story(book=5)
    number = desk.order("book 5")
    desk.ship(number)
    _return(desk, number, 2)
    desk.undo()
    assert (shelf(desk), desk.order_state(number)) == ("0 on hand, 0 allotted, 0 short", "closed")
    _return(desk, number, 5)  # all of it can come back


def _return(desk: Story, number: str, qty: int) -> None:
    with desk.act() as tx:
        returns.take_back(tx, number, 1, Decimal(qty))


def test_a_count_at_the_instant_of_a_sweep_is_not_undone_with_it() -> None:
    """A sweep and what somebody does at the very same instant are two actions."""
    desk = Story(book=20)
    desk.order("book 25")
    desk.adjust("book", 5)
    desk.now -= timedelta(minutes=1)
    run_id = desk.sweep().run_id
    assert desk.undo(run_id=run_id).refused == []
    assert shelf(desk) == "25 on hand, 20 allotted, 5 short"


@pytest.mark.parametrize("qty", [5, -5])
def test_what_was_booked_again_by_its_reference_is_not_booked_twice_by_an_undo_of_its_undo(qty: int) -> None:
    desk = Story(book=20)

    def adjust() -> None:
        with desk.act() as tx:
            stock.adjust(tx, "book", Decimal(qty), reason="count", reference="Z1")

    adjust()
    run_id = desk.undo().run_id
    adjust()
    with pytest.raises(NothingOfItCanBeUndone, match="Z1 is in the books by another hand"):
        desk.undo(run_id=run_id)
    assert desk.balance("book")["on_hand"] == str(20 + qty)
    desk.undo()
    desk.undo(run_id=run_id)  # nobody has booked it now
    assert desk.balance("book")["on_hand"] == str(20 + qty)


def test_a_beginning_balance_that_came_in_again_is_not_booked_twice(tmp_path: Path) -> None:
    desk = Story()
    desk.item("mug")
    papers = Papers(desk, tmp_path)
    papers.bring("stock", "lic,qty\nmug,9\n")
    run_id = desk.undo().run_id
    papers.bring("stock", "lic,qty\nmug,9\n")
    with pytest.raises(NothingOfItCanBeUndone, match="beginning balance is in the books by another hand"):
        desk.undo(run_id=run_id)
    assert desk.balance("mug")["on_hand"] == "9"


def test_what_was_counted_below_zero_is_so_again_when_its_undo_is_undone() -> None:
    desk = Story(book=12)
    desk.prefer(allow_negative_stock="on")
    desk.order("book 12")
    desk.adjust("book", -13)
    run_id = desk.undo().run_id
    assert shelf(desk) == "12 on hand, 12 allotted, 0 short"
    assert desk.undo(run_id=run_id).refused == []
    assert shelf(desk) == "-1 on hand, 0 allotted, 12 short"


def test_what_came_in_below_zero_and_nobody_holds_goes_out_again() -> None:
    desk = Story(book=0)
    desk.prefer(allow_negative_stock="on")
    desk.adjust("book", -9)
    desk.supply("book", 5)
    desk.undo()
    assert shelf(desk) == "-9 on hand, 0 allotted, 0 short"
