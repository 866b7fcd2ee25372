"""What waits lies free, is on open purchase orders or is not ordered; the last is listed (R38, R40)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import catalogue, replenishment, supply
from engine.model import SweepName
from engine.reports import backorders, coverage
from tests.story import START, Story
from tests.two_warehouses import pending as transfer
from tests.two_warehouses import two_warehouses


def listed(desk: Story) -> list[tuple[str, int, str, str]]:
    """LIC, units not ordered, why, remedy."""
    rows = desk.ask(coverage.not_ordered).select("lic", "not_ordered_qty", "why", "remedy").rows()
    return [(lic, int(qty), why, remedy) for lic, qty, why, remedy in rows]


def levels(desk: Story, lic: str) -> None:
    with desk.act() as tx:
        replenishment.set_levels(tx, lic, level=Decimal(5), target=Decimal(50))


def pending(desk: Story, lic: str, qty: int) -> str:
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, lic, Decimal(qty))
    return po


def test_it_names_the_next_day_what_is_late_and_what_nobody_ordered() -> None:
    desk = Story(book=0, pen=0)
    desk.order("book 10", "pen 4")
    desk.purchase("book", 3, expected_on=START.date() - timedelta(days=2))
    desk.purchase("book", 4, expected_on=START.date() + timedelta(days=3))
    found = desk.ask(coverage.coverage)
    assert (found.next_on, found.late_pos) == (START.date() + timedelta(days=3), 1)
    assert (found.shelf_qty, found.covered_qty, found.not_ordered_qty) == (0, 7, 7)
    assert found.not_ordered_lics == ["pen", "book"]


def test_what_lies_free_needs_no_order() -> None:
    desk = Story(book=20)
    desk.order("book 25 whole")
    found = desk.ask(coverage.coverage)
    assert (found.shelf_qty, found.covered_qty, found.not_ordered_qty) == (20, 0, 5)


def test_r44_what_waits_without_levels_or_vendor_is_listed_with_what_would_order_it() -> None:
    desk = Story(bare=0, levelled=0)
    desk.item("sold", vendor_code="press")
    desk.item("gone", vendor_code="press")
    desk.order("bare 7", "levelled 6", "sold 5", "gone 4")
    levels(desk, "levelled")
    with desk.act() as tx:
        catalogue.change_item(tx, "gone", discontinued=True)
    assert listed(desk) == [
        (
            "bare",
            7,
            "No replenish level and no vendor.",
            "Give it a vendor and order it.",
        ),
        ("levelled", 6, "It has no vendor.", "Set one on the LIC or on its level."),
        (
            "sold",
            5,
            "No replenish level.",
            "Order it, or give it a level.",
        ),
        (
            "gone",
            4,
            "Discontinued: replenishment skips it.",
            "Order it, or cancel what waits.",
        ),
    ]


def test_r44_a_pending_purchase_order_covers_nothing_until_it_is_opened() -> None:
    desk = Story(book=0)
    order = desk.order("book 7")
    po = pending(desk, "book", 7)
    assert listed(desk) == [("book", 7, f"Only on {po}, still pending.", f"Open {po}.")]
    with desk.act() as tx:
        supply.open_po(tx, po)
    assert listed(desk) == []
    desk.receive(po, book=7)
    desk.sweep()
    assert desk.state(order) == "7 allotted"
    assert listed(desk) == []


def test_what_is_on_a_purchase_order_and_a_transfer_is_opened_and_sent() -> None:
    desk = two_warehouses(main=0, east=6)
    desk.order("book 20")
    named = pending(desk, "book", 7), pending(desk, "book", 8), transfer(desk, 5)
    opened, also_opened, sent = named
    why = f"Only on {opened}, {also_opened} and {sent}, still pending."
    assert listed(desk) == [("book", 20, why, f"Open {opened} and {also_opened}; send {sent}.")]


def test_r44_what_replenishment_would_order_says_that_it_has_not_run() -> None:
    desk = Story()
    desk.item("book", vendor_code="press")
    levels(desk, "book")
    desk.order("book 7")
    assert listed(desk) == [
        ("book", 7, "Replenishment has not run since.", "Order it, or run replenishment.")
    ]
    desk.sweep(SweepName.REPLENISHMENT)
    ((_, _, why, _),) = listed(desk)
    assert why.startswith("Only on PO")
    desk.order("book 100")
    assert "Too little of it is on PO" in listed(desk)[0][2]


@pytest.mark.parametrize("bought", [3, 7, 9])
def test_r44_what_an_open_purchase_order_covers_in_part_is_listed_with_the_rest(bought: int) -> None:
    desk = Story(book=0)
    desk.order("book 4")
    desk.order("book 3")
    desk.purchase("book", bought)
    found = (
        desk.ask(coverage.not_ordered)
        .select("not_ordered_qty", "waiting_qty", "orders", "covered_qty")
        .rows()
    )
    assert found == ([(4, 7, 2, 3)] if bought == 3 else [])


def bare_parts(desk: Story) -> int:
    """The units that the parts of all lines say nobody ordered."""
    every = desk.ask(backorders.waiting)["parts"].to_list()
    return int(sum(part["qty"] for parts in every for part in parts if part["source"] == "none"))


def test_r40_what_is_not_ordered_is_what_the_parts_say_of_lines_that_may_be_split() -> None:
    desk = Story(book=3, pen=0)
    desk.order("book 10 split", "pen 4 split")
    desk.order("book 6 split")
    desk.purchase("book", 5, expected_on=START.date() + timedelta(days=3))
    found = desk.ask(coverage.coverage)
    assert (found.covered_qty, found.not_ordered_qty) == (5, 12)
    assert bare_parts(desk) == 12


def test_r40_a_line_in_one_piece_has_no_day_for_what_comes_of_it_though_that_much_is_ordered() -> None:
    """Coverage says what is left to buy, 5; the parts say what has a day, and of 10 in one piece none has."""
    desk = Story(book=0)
    desk.order("book 10 whole")
    desk.purchase("book", 5, expected_on=START.date() + timedelta(days=3))
    assert desk.ask(coverage.coverage).not_ordered_qty == 5
    assert bare_parts(desk) == 10
