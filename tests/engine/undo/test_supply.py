"""Undo of purchase orders and receipts: they go back, unless the goods or the vendor have gone on."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine import replenishment, supply, undo
from engine.model import SweepName, WhyMissing
from engine.past import history
from engine.supply import transfers
from engine.undo import NothingOfItCanBeUndone
from tests.story import Story
from tests.two_warehouses import balances, pending, sent, two_warehouses

APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


def row(desk: Story) -> int:
    """A row of the newest action."""
    found: int = desk.ask(undo.last_action).first_log_id
    return found


def bought(desk: Story, qty: int = 10) -> tuple[str, int]:
    """A pending purchase order of books, and its line."""
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, "book", Decimal(qty), expected_on=APRIL)
    return po, desk.ask(supply.lines, po)["po_line_id"][0]


def told(desk: Story, po: str) -> str:
    """Where a purchase order stands, in plain words."""
    lines = desk.ask(supply.lines, po).select("lic", "qty", "expected_on").iter_rows()
    state = desk.ask(supply.find, po)["state"]
    return ", ".join([state, *(f"{qty.normalize():f} {lic} on {day:%d %b}" for lic, qty, day in lines)])


def receipts(desk: Story, po: str) -> list[Any]:
    found: list[Any] = desk.ask(supply.receipts, po).select("receipt_id", "voided", "qty").rows()
    return found


def change(desk: Story, po: str, line: int, **facts: object) -> None:
    with desk.act() as tx:
        supply.change_po_line(tx, po, line, **facts)  # type: ignore[arg-type]


def test_quantity_day_and_cost_of_a_line_go_back_together() -> None:
    desk = Story(book=0)
    po, line = bought(desk)
    change(desk, po, line, qty=Decimal(7), expected_on=MAY, unit_cost=Decimal(3))
    desk.undo()
    assert told(desk, po) == "pending, 10 book on 01 Apr"
    assert desk.ask(supply.lines, po)["unit_cost"].to_list() == [None]


def test_an_opening_a_void_and_a_late_day_go_back_and_come_again() -> None:
    desk = Story(book=0)
    po, _ = bought(desk)
    for act, after in (
        (supply.open_po, "open, 10 book on 01 Apr"),
        (lambda tx, number: supply.mark_late(tx, number, MAY), "open, 10 book on 01 May"),
        (supply.void_po, "void, 10 book on 01 May"),
    ):
        before = told(desk, po)
        with desk.act() as tx:
            act(tx, po)
        assert told(desk, po) == after
        run_id = desk.undo().run_id
        assert told(desk, po) == before
        desk.undo(run_id=run_id)  # it is done again
        assert told(desk, po) == after


def test_a_purchase_order_that_was_only_started_is_called_off() -> None:
    desk = Story(book=0)
    po, _ = bought(desk)
    desk.undo()
    assert told(desk, po) == "void"


def test_what_somebody_changed_since_stays_and_who_is_named() -> None:
    desk = Story(book=0)
    po, line = bought(desk)
    change(desk, po, line, qty=Decimal(7))
    first = row(desk)
    desk.actor = "Bob"
    change(desk, po, line, qty=Decimal(9))
    with pytest.raises(NothingOfItCanBeUndone, match="the quantity stays: Bob made it 9 since then"):
        desk.undo(log_id=first)


def test_what_was_sent_to_its_vendor_since_stays() -> None:
    desk = Story(book=0)
    po, line = bought(desk)
    change(desk, po, line, qty=Decimal(7))
    first = row(desk)
    with desk.act() as tx:
        supply.open_po(tx, po)
    with pytest.raises(NothingOfItCanBeUndone, match="Ann sent the purchase order to its vendor meanwhile"):
        desk.undo(log_id=first)


def test_what_came_in_meanwhile_stays_line_by_line() -> None:
    desk = Story(book=0, pen=0)
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        for lic in ("book", "pen"):
            supply.add_po_line(tx, po, lic, Decimal(10))
        supply.open_po(tx, po)
    first = row(desk)
    desk.receive(po, book=4)
    done = desk.undo(log_id=first)
    assert [lic for lic, qty in desk.ask(supply.lines, po).select("lic", "qty").iter_rows() if qty] == [
        "book"
    ]
    assert done.refused == [
        f"book on purchase order {po}: the quantity stays: 4 of it came in already.",
        f"Purchase order {po} stays open: 4 came in with it already.",
    ]


def test_a_replenishment_is_taken_back_with_its_dates_and_comes_again() -> None:
    desk = Story(book=3)
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=Decimal(10), target=Decimal(50), vendor="press")
    desk.sweep(SweepName.REPLENISHMENT)
    (po,) = desk.ask(supply.purchase_orders)["po"]
    before = told(desk, po)
    desk.adjust("book", -1)
    desk.now += timedelta(days=2)
    run_id = desk.sweep(SweepName.REPLENISHMENT).run_id
    after = told(desk, po)
    assert before != after
    back = desk.undo(run_id=run_id).run_id
    assert told(desk, po) == before
    desk.undo(run_id=back)
    assert told(desk, po) == after
    assert (
        desk.sweep(SweepName.REPLENISHMENT).counts.pos_topped_up == 0
    )  # it is still replenishment's own line


def test_levels_go_back_and_come_again() -> None:
    desk = Story(book=3)
    for level in (10, 20):
        with desk.act() as tx:
            replenishment.set_levels(tx, "book", level=Decimal(level), target=Decimal(50), vendor="press")
    with desk.act() as tx:
        replenishment.drop_levels(tx, "book")
    run_id = desk.undo().run_id
    desk.undo()
    kept = ("level_qty", "target_qty", "multiple_qty", "vendor")
    assert desk.ask(replenishment.levels).select(kept).rows() == [(10, 50, 1, "press")]
    desk.undo()
    assert desk.ask(replenishment.levels).height == 0
    with pytest.raises(NothingOfItCanBeUndone, match="Ann made it nothing since then"):
        desk.undo(run_id=run_id)


def test_a_voided_receipt_is_booked_again_on_its_line_and_closes_its_order() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    receipt_id = desk.receive(po, book=10)
    with desk.act() as tx:
        supply.void_receipt(tx, receipt_id)
    assert desk.ask(supply.find, po)["state"] == "open"
    for _ in range(2):
        desk.undo(run_id=desk.undo().run_id)  # there and back
        assert (desk.balance("book")["on_hand"], receipts(desk, po)) == ("0", [(receipt_id, True, 10)])
    desk.undo()
    assert (desk.balance("book")["on_hand"], desk.ask(supply.find, po)["state"]) == ("10", "closed")
    assert receipts(desk, po) == [(receipt_id, False, 10)]
    desk.undo()  # the receipt itself
    assert (desk.balance("book")["on_hand"], receipts(desk, po)) == ("0", [(receipt_id, True, 10)])


def test_a_voided_receipt_stays_void_if_another_took_its_place() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    receipt_id = desk.receive(po, book=8)
    with desk.act() as tx:
        supply.void_receipt(tx, receipt_id)
    first = row(desk)
    desk.receive(po, book=5)
    with pytest.raises(
        NothingOfItCanBeUndone, match=f"only 5 of them are still to come with purchase order {po}"
    ):
        desk.undo(log_id=first)


def test_more_than_was_ordered_is_booked_again_as_it_was() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    with desk.act() as tx:
        receipt_id = supply.receive(tx, po, {"book": Decimal(12)}, over=True).receipt_id
    with desk.act() as tx:
        supply.void_receipt(tx, receipt_id)
    desk.undo()
    assert desk.balance("book")["on_hand"] == "12"


def test_a_line_taken_off_a_purchase_order_leaves_the_desk_consistent() -> None:
    desk = Story(book=0)
    po, line = bought(desk)
    change(desk, po, line, qty=Decimal(0))  # proven after it
    desk.undo()
    assert told(desk, po) == "pending, 10 book on 01 Apr"


def test_on_order_then_is_what_open_purchase_orders_still_brought() -> None:
    """Pending: nothing (R1). Opened: 10. 4 came: 6. Lowered to 5: 1. Called off: nothing."""
    desk = Story(book=0)
    po, line = bought(desk)
    marks = [desk.now]
    for act in (
        lambda tx: supply.open_po(tx, po),
        lambda tx: supply.receive(tx, po, {"book": Decimal(4)}),
        lambda tx: supply.change_po_line(tx, po, line, qty=Decimal(5)),
        lambda tx: supply.void_po(tx, po),
    ):
        with desk.act() as tx:
            act(tx)
        marks.append(desk.now)
    then = [
        desk.ask(
            lambda tx, at=at: history.look(tx, history.at(tx, at)),
        ).balances
        for at in marks
    ]
    assert [frame["on_order"].sum() for frame in then] == [0, 10, 6, 1, 0]
    assert [frame["total"].sum() for frame in then[1:]] == [10, 10, 5, 4]


def test_r47_a_transfer_is_taken_back_step_by_step_and_comes_again() -> None:
    desk = two_warehouses(main=0, east=20)
    number = sent(desk, 12)
    with desk.act() as tx:
        transfers.receive(tx, number, {"book": Decimal(9)}, {"book": Decimal(2)}, WhyMissing.NOT_SENT)
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("9", "10"), ("1", "0"))
    desk.undo()
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("0", "8"), ("12", "0"))
    back = desk.undo().run_id
    assert (desk.po_state(number), balances(desk, "on_hand")) == ("pending", ("0", "20"))
    desk.undo(run_id=back)
    assert (desk.po_state(number), balances(desk, "on_hand")) == ("open", ("0", "8"))


def test_r47_what_was_brought_back_is_not_sent_again_once_others_have_it() -> None:
    desk = two_warehouses(main=0, east=12)
    number = sent(desk, 12)
    with desk.act() as tx:
        supply.void_po(tx, number)
    called_off = row(desk)
    desk.order("book 5 @EAST")
    with pytest.raises(NothingOfItCanBeUndone, match="too little of what it is to take lies free"):
        desk.undo(log_id=called_off)


def test_r47_units_that_were_never_sent_stay_at_the_source_once_others_have_them() -> None:
    desk = two_warehouses(main=0, east=12)
    number = sent(desk, 12)
    with desk.act() as tx:
        transfers.receive(tx, number, {"book": Decimal(9)}, {"book": Decimal(3)}, WhyMissing.NOT_SENT)
    short = row(desk)
    desk.order("book 2 @EAST")
    refused = desk.undo(log_id=short).refused
    assert refused == [
        f"book on transfer {number}: the quantity stays: too little of it lies free at its source by now."
    ]


def test_a_transfer_that_was_sent_since_stays() -> None:
    desk = two_warehouses(main=0, east=12)
    number = pending(desk, 5)
    made = row(desk)
    with desk.act() as tx:
        transfers.send(tx, number)
    with pytest.raises(NothingOfItCanBeUndone, match="Ann sent the transfer meanwhile"):
        desk.undo(log_id=made)


def test_r47_what_was_sent_below_zero_leaves_again_when_its_undo_is_undone() -> None:
    desk = two_warehouses(main=0, east=2)
    desk.prefer(allow_negative_stock="on")
    number = sent(desk, 5)
    run_id = desk.undo().run_id
    assert desk.undo(run_id=run_id).refused == []
    assert (desk.po_state(number), balances(desk, "on_hand")) == ("open", ("0", "-3"))
