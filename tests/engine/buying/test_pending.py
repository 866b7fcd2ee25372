"""What was decided, written onto a vendor's pending purchase order (R37, R44)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine import buying, log, supply
from engine.buying import pending
from tests.story import Story

D = Decimal


def decision(**facts: Any) -> dict[str, Any]:
    return {
        "item_id": 1,
        "warehouse_id": 1,
        "lic": "book",
        "vendor": "press",
        "from_warehouse": None,
        "warehouse": "MAIN",
        "lead_time_days": 3,
        "po_line_id": None,
        "po": None,
        "need_qty": D(5),
        "unit_cost": None,
        "edited": True,
        "why": "5 wait",
    } | facts


def test_r37_a_new_line_joins_what_was_decided_before_it_and_is_expected_after_the_lead_time() -> None:
    desk = Story(book=0, pen=0)
    with desk.act() as tx:
        takers = pending.find_orders(tx)
        rows = [decision(), decision(item_id=2, lic="pen", need_qty=D(7), edited=False)]
        decided = [pending.decided(tx, row, takers) for row in rows]
        written = pending.write(tx, decided)
    assert [row["is_new"] for row in decided] == [True, True]
    assert written["po"].unique().to_list() == ["PO101"]
    lines = desk.ask(supply.lines, "PO101")
    assert lines.select("lic", "qty", "edited").rows() == [("book", 5, True), ("pen", 7, False)]
    assert {(on - desk.today).days for on in lines["expected_on"]} == {3}


def test_r37_a_line_that_is_there_is_rewritten_and_its_reason_is_in_the_log() -> None:
    desk = Story(book=0)
    with desk.act() as tx:
        pending.write(tx, [pending.decided(tx, decision(), pending.find_orders(tx))])
    with desk.act() as tx:
        row = decision(po="PO101", po_line_id=1, need_qty=D(9), why="9 wait")
        pending.write(tx, [pending.decided(tx, row, pending.find_orders(tx))])
    assert desk.ask(supply.lines, "PO101")["qty"].to_list() == [9]
    sentences = desk.ask(log.search)["sentence"].to_list()
    assert "Purchase order PO101: 9 of book (9 wait)." in sentences


def test_r37_without_the_preference_nothing_takes_new_lines() -> None:
    desk = Story(book=0)
    desk.prefer(append_to_pending_pos="off")
    with desk.act() as tx:
        pending.write(tx, [pending.decided(tx, decision(), {})])
    assert desk.ask(pending.find_orders) == {}


def test_r44_all_of_a_vendor_joins_what_was_ordered_by_hand_pool_by_pool() -> None:
    """3 books, 3 pens ordered by hand | 4 more of each wait, and 4 mugs | one purchase order has all"""
    desk = Story()
    for lic in ("book", "pen", "mug"):
        desk.item(lic, vendor_code="press")
    for lic in ("book", "pen"):
        desk.order(f"{lic} 3")
    with desk.act() as tx:
        buying.order_it(tx, lics=["book", "pen"])
    for lic in ("book", "pen", "mug"):
        desk.order(f"{lic} 4")
    with desk.act() as tx:
        bought = buying.order_it(tx, vendor="press")
    rows = bought.ordered.sort("lic").select("lic", "qty", "line_qty").rows()
    assert rows == [("book", 4, 7), ("mug", 4, 4), ("pen", 4, 7)]
    assert bought.pos == ["PO101"]
