"""*Order it*: what waits uncovered goes onto the vendor's pending purchase order, and says for whom (R44)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import buying, catalogue, orders, replenishment, supply
from engine.buying import Bought
from engine.errors import DeskError, NothingNamed, Refused, Unknown
from engine.model import PoState, SweepName
from engine.reports import coverage
from tests import worlds
from tests.acts import acts, perform
from tests.examples import drawing
from tests.story import Story

D = Decimal


@worlds.copied
def world(**on_hand: int) -> Story:
    """LICs that are bought from the press and have no levels."""
    desk = Story()
    for lic, qty in (on_hand or {"book": 0}).items():
        desk.item(lic, qty, vendor_code="press")
    return desk


def order_it(desk: Story, **which: Any) -> Bought:
    with desk.act() as tx:
        return buying.order_it(tx, **which)


def pending(desk: Story) -> list[tuple[str, str, str]]:
    """(purchase order, LIC, units) on pending purchase orders."""
    pos = desk.ask(supply.purchase_orders, PoState.PENDING)["po"].sort().to_list()
    rows = [(po, row) for po in pos for row in desk.ask(supply.lines, po).to_dicts()]
    return [(po, row["lic"], f"{row['qty']:f}".rstrip("0").rstrip(".")) for po, row in rows]


def for_whom(desk: Story, po: str) -> list[tuple[str, int, int]]:
    """(order, line, units) that a purchase order is for."""
    return [
        (o, line, int(qty))
        for o, line, qty in desk.ask(buying.for_whom, po).select("order", "line", "qty").rows()
    ]


def levels(desk: Story, lic: str, **lots: Any) -> None:
    with desk.act() as tx:
        replenishment.set_levels(tx, lic, level=D(5), target=D(50), vendor="press", **lots)


def test_r44_a_waiting_line_is_ordered_without_levels_and_the_purchase_order_says_for_whom() -> None:
    desk = world(book=3)
    number = desk.order("book 10 split")
    bought = order_it(desk, lines=[(number, 1)])
    assert pending(desk) == [("PO101", "book", "7")]
    assert for_whom(desk, "PO101") == [(number, 1, 7)]
    assert bought.pos == ["PO101"]
    assert bought.sentence == "Ordered 7 of book on PO101."
    (link,) = desk.ask(buying.bought_on, order=number).to_dicts()
    assert (link["po"], link["state"], link["qty"]) == ("PO101", "pending", 7)
    assert f"7 of book on purchase order PO101 are for line 1 of order {number}." in desk.log(number)


def test_r44_only_what_no_open_purchase_order_and_no_stock_covers_is_ordered() -> None:
    desk = world(book=3)
    first, second = desk.order("book 10 split"), desk.order("book 10 split")
    desk.purchase("book", 9)
    order_it(desk, lics=["book"])
    assert pending(desk) == [("PO102", "book", "8")]
    assert for_whom(desk, "PO102") == [(second, 1, 8)]
    assert "no more" not in str(first)


def test_r44_twice_is_once_and_then_only_what_is_newly_uncovered_is_added() -> None:
    desk = world()
    desk.order("book 10")
    order_it(desk, lics=["book"])
    again = order_it(desk, lics=["book"])
    assert pending(desk) == [("PO101", "book", "10")]
    assert again.sentence == "Nothing more of book is needed: PO101 has it, and is still to be opened."
    desk.order("book 4")
    assert order_it(desk, lics=["book"]).sentence == "Ordered 4 of book on PO101."
    assert pending(desk) == [("PO101", "book", "14")]


def test_r44_what_has_it_already_is_named_to_be_opened() -> None:
    desk = world()
    number = desk.order("book 10")
    assert order_it(desk, lics=["book"]).to_open == ["PO101"]
    assert order_it(desk, lines=[(number, None)]).to_open == ["PO101"]
    with desk.act() as tx:
        supply.open_po(tx, "PO101")
    assert order_it(desk, lics=["book"]).to_open == []


def test_r44_once_it_is_opened_it_covers_and_nothing_more_is_needed() -> None:
    desk = world()
    number = desk.order("book 10")
    order_it(desk, lics=["book"])
    with desk.act() as tx:
        supply.open_po(tx, "PO101")
    assert order_it(desk, lics=["book"]).sentence == "Nothing more of book is needed: what waits is covered."
    assert order_it(desk, lines=[(number, None)]).enough == [
        f"Nothing more is needed for order {number}: what waits is covered."
    ]
    assert order_it(desk, vendor="press").enough == [
        "Nothing more of vendor press is needed: what waits is covered."
    ]
    assert desk.ask(coverage.not_ordered).is_empty()


def test_r44_each_line_of_a_selection_is_ordered_for_itself_and_none_for_another() -> None:
    desk = world()
    first, second, third = (desk.order(f"book {qty}") for qty in (10, 20, 30))
    order_it(desk, lines=[(third, 1)])
    assert for_whom(desk, "PO101") == [(third, 1, 30)]
    order_it(desk, lines=[(first, 1), (third, 1)])
    assert pending(desk) == [("PO101", "book", "40")]
    assert for_whom(desk, "PO101") == [(first, 1, 10), (third, 1, 30)]
    order_it(desk, lics=["book"])
    assert for_whom(desk, "PO101") == [(first, 1, 10), (second, 1, 20), (third, 1, 30)]


def test_r36_r44_multiple_and_minimum_apply_and_what_they_add_counts_for_the_next() -> None:
    desk = world()
    levels(desk, "book", multiple=D(12), minimum=D(24))
    desk.order("book 13")
    assert order_it(desk, lics=["book"]).ordered["qty"].to_list() == [24]
    desk.order("book 11")
    assert not order_it(desk, lics=["book"]).pos, "the 24 have it already"
    desk.order("book 1")
    assert order_it(desk, lics=["book"]).ordered.select("qty", "line_qty").rows() == [(12, 36)]


def test_r37_r44_one_pending_purchase_order_for_each_vendor_and_warehouse() -> None:
    desk = world(book=0, pen=0)
    with desk.act() as tx:
        catalogue.add_vendor(tx, "mill")
        catalogue.add_item(tx, "paper", vendor_code="mill")
        catalogue.add_warehouse(tx, "ANNEX")
    number = desk.order("book 5", "pen 6", "paper 7")
    with desk.act() as tx:
        orders.add_line(tx, number, "book", D(8), warehouse="ANNEX")
    bought = order_it(desk, lines=[(number, None)])
    into = [
        (row["vendor"], row["warehouse"], row["lic"]) for row in bought.ordered.sort("po", "lic").to_dicts()
    ]
    assert len(bought.pos) == 3
    assert sorted(into) == [
        ("mill", "MAIN", "paper"),
        ("press", "ANNEX", "book"),
        ("press", "MAIN", "book"),
        ("press", "MAIN", "pen"),
    ]


def test_r37_r44_it_joins_the_pending_purchase_order_of_replenishment_unless_the_preference_is_off() -> None:
    desk = world(book=0, pen=0)
    levels(desk, "pen")
    desk.sweep(SweepName.REPLENISHMENT)
    desk.order("book 5")
    order_it(desk, lics=["book"])
    assert pending(desk) == [("PO101", "pen", "50"), ("PO101", "book", "5")]
    desk.prefer(append_to_pending_pos="off")
    desk.order("book 6")
    order_it(desk, lics=["book"])
    assert pending(desk)[2:] == [("PO102", "book", "6")]


def test_r37_r44_replenishment_leaves_what_was_ordered_so_alone_and_counts_it() -> None:
    desk = world()
    levels(desk, "book")
    desk.order("book 30")
    order_it(desk, lics=["book"])
    desk.sweep(SweepName.REPLENISHMENT)
    assert pending(desk) == [("PO101", "book", "30"), ("PO101", "book", "50")]
    assert not order_it(desk, lics=["book"]).pos
    assert for_whom(desk, "PO101")[1:] == [], "the second line is for the shelf"


def test_r44_lics_without_a_vendor_are_refused_together_and_nothing_is_ordered() -> None:
    desk = world()
    desk.item("glue")
    desk.item("tape")
    number = desk.order("book 5", "glue 5", "tape 5")
    with desk.act() as tx, pytest.raises(Refused) as refused:
        buying.order_it(tx, lines=[(number, None)])
    assert refused.value.problems == [
        "glue has no vendor, so it cannot be ordered; set one on the LIC or on its replenishment level.",
        "tape has no vendor, so it cannot be ordered; set one on the LIC or on its replenishment level.",
    ]
    assert pending(desk) == []


def test_r44_unknown_records_and_nothing_at_all_are_refused() -> None:
    desk = world()
    number = desk.order("book 5")
    for which, error in (
        ({}, NothingNamed),
        ({"lics": ["bock"]}, Unknown),
        ({"lines": [("9999", 1)]}, Unknown),
        ({"lines": [(number, 7)]}, Unknown),
        ({"vendor": "nobody"}, Unknown),
    ):
        with desk.act() as tx, pytest.raises(error):
            buying.order_it(tx, **which)


def test_r44_a_discontinued_lic_can_be_bought_by_hand_which_is_one_of_its_ways_out() -> None:
    desk = world()
    desk.order("book 5")
    with desk.act() as tx:
        catalogue.change_item(tx, "book", discontinued=True)
    assert order_it(desk, lics=["book"]).pos == ["PO101"]


def newest_row(desk: Story) -> int:
    row: int = desk.ask(lambda tx: tx.value("whatif.mark"))
    return row


def test_r44_it_is_undone_with_its_links_and_done_again() -> None:
    desk = world()
    first = desk.order("book 10")
    order_it(desk, lics=["book"])
    ordered = newest_row(desk)
    desk.order("book 4")
    order_it(desk, lics=["book"])
    desk.undo()
    assert pending(desk) == [("PO101", "book", "10")]
    assert for_whom(desk, "PO101") == [(first, 1, 10)]
    run = desk.undo(log_id=ordered).run_id
    assert (pending(desk), for_whom(desk, "PO101"), desk.po_state("PO101")) == ([], [], "void")
    desk.undo(run_id=run)
    assert for_whom(desk, "PO101") == [(first, 1, 10)]


def test_r44_undo_leaves_what_was_sent_to_the_vendor_and_for_whom_it_is() -> None:
    desk = world()
    number = desk.order("book 10")
    order_it(desk, lics=["book"])
    ordered = newest_row(desk)
    with desk.act() as tx:
        supply.open_po(tx, "PO101")
    with pytest.raises(DeskError, match="sent the purchase order to its vendor"):
        desk.undo(log_id=ordered)
    assert for_whom(desk, "PO101") == [(number, 1, 10)]


@drawing(3)
@given(st.lists(acts, min_size=6, max_size=12))
def test_r44_after_ordering_everything_once_nothing_more_is_needed_and_nothing_is_ordered_too_much(
    script: list[tuple[Any, ...]],
) -> None:
    """On random desks: pending units then reach for all that is uncovered, and again changes nothing."""
    desk = world(book=9, pen=4)
    numbers = [desk.order("book 20", "pen 30 whole")]
    for act in script:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            continue
    before = {
        row["lic"]: (row["not_ordered_qty"], row["pending_qty"])
        for row in desk.ask(coverage.not_ordered).to_dicts()
    }
    bought = order_it(desk, lics=["book", "pen"])
    added = dict(bought.ordered.group_by("lic").agg(pl.col("qty").sum()).iter_rows())
    for lic, (uncovered, was_pending) in before.items():
        assert added.get(lic, D(0)) <= uncovered
        assert was_pending + added.get(lic, D(0)) >= uncovered
    assert not order_it(desk, lics=["book", "pen"]).pos
    for lic in added:
        assert before[lic][0] > 0
