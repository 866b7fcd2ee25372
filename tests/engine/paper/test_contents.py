"""What stands on paper."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from engine import orders, shipments, supply
from engine.errors import DeskError
from engine.paper import contents
from engine.quantities import plain
from tests.story import Story


@pytest.fixture
def desk() -> Story:
    """5 of book and 9 of pen lie there."""
    return Story(book=5, pen=9)


def packed(slip: contents.Slip) -> list[str]:
    return [
        f"{row['order_number']} {row['lic']} {plain(row['qty'])} {row['note']}".strip() for row in slip.packed
    ]


def owed(slip: contents.Slip) -> list[str]:
    return [
        f"{one.row['order_number']} {one.row['lic']} {plain(one.row['qty'])} {one.when}" for one in slip.owed
    ]


def test_siblings_of_one_order_and_lic_are_one_row(desk: Story) -> None:
    """1001 asks for 3 and then 4 of 5 books: the second line is split, and two siblings of it ship later."""
    desk.order("book 3", "book 4", "pen 2")
    desk.supply("book", 1)
    desk.sweep()
    (slip,) = desk.ask(contents.slips, ["1"])
    assert packed(slip) == ["1001 book 6", "1001 pen 2"]
    assert owed(slip) == ["1001 book 1 later: we will write as soon as there is a day"]


def test_what_is_owed_says_when_it_comes_and_with_what(desk: Story) -> None:
    """9 books are wanted, 5 are there and 2 are on a purchase order."""
    desk.order("book 9", "pen 2")
    po = desk.purchase("book", 2)
    (slip,) = desk.ask(contents.slips, ["1"])
    (line,) = owed(slip)
    assert line.startswith("1001 book 4 2 by ")
    assert line.endswith(", 2 later: we will write as soon as there is a day")
    assert po not in line, "a customer is not told from whom we buy"


def test_what_goes_with_another_shipment_is_said_so(desk: Story) -> None:
    number = desk.order("book 9")
    desk.pick(number)
    desk.supply("book", 4)
    desk.sweep()
    first, second = desk.ask(contents.slips, ["1", "2"])
    assert (owed(first), owed(second)) == (["1001 book 4 with shipment 2"], ["1001 book 5 with shipment 1"])


def test_notes_of_lines_travel_with_them(desk: Story) -> None:
    """Two lines of one LIC are one row, with both notes."""
    number = desk.draft()
    with desk.act() as tx:
        orders.add_line(tx, number, "pen", Decimal(2), note="gift wrap")
        orders.add_line(tx, number, "pen", Decimal(1), note="blue")
    desk.open(number)
    assert packed(desk.ask(contents.slips, ["1"])[0]) == ["1001 pen 3 blue; gift wrap"]


def test_a_picking_list_names_each_lic_once_and_what_goes_where(desk: Story) -> None:
    desk.order("pen 2", "book 1")
    desk.order("pen 3", customer="college")
    ((_, ways),) = desk.ask(lambda tx: contents.picks(tx, contents.heads(tx, ["1", "2"]))).items()
    assert [
        (way.lic, plain(way.qty), [(s["shipment_id"], plain(s["qty"])) for s in way.shares]) for way in ways
    ] == [
        ("book", "1", [(1, "1")]),
        ("pen", "5", [(1, "2"), (2, "3")]),
    ]


def test_what_cannot_be_printed_is_refused_together(desk: Story) -> None:
    desk.order("pen 2")
    desk.order("pen 1", customer="college")
    desk.void(1)
    with pytest.raises(DeskError) as refused:
        desk.ask(contents.heads, ["1", "77", "2", "x"])
    assert str(refused.value).splitlines() == [
        "There is no shipment 77; name one that is there.",
        "There is no shipment x; name one that is there.",
        "Shipment 1 was voided; there is nothing of it to print.",
    ]


def test_what_has_left_is_on_no_picking_list_but_has_a_slip(desk: Story) -> None:
    number = desk.order("pen 2")
    desk.ship(number)
    assert packed(desk.ask(contents.slips, ["1"])[0]) == ["1001 pen 2"]
    with pytest.raises(DeskError, match="Shipment 1 has left; there is nothing of it to print"):
        desk.ask(contents.heads, ["1"], here=True)


@pytest.mark.parametrize("act", [shipments.pick, shipments.ship])
def test_a_shipment_prints_in_every_state_in_which_it_carries_something(
    desk: Story, act: Callable[..., Any]
) -> None:
    desk.order("pen 2")
    with desk.act() as tx:
        act(tx, [1])
    assert packed(desk.ask(contents.slips, ["1"])[0]) == ["1001 pen 2"]


def test_a_purchase_order_costs_what_its_lines_cost_together(desk: Story) -> None:
    first, second = desk.purchase("book", 4, unit_cost=Decimal("2.50")), desk.purchase("pen", 2)
    costly, unknown = desk.ask(contents.bought, [first, second])
    assert (costly.amount, unknown.amount) == (10, None)


def test_purchase_orders_that_say_nothing_are_refused_together(desk: Story) -> None:
    po = desk.purchase("book", 4)
    with desk.act() as tx:
        supply.void_po(tx, po)
        empty = supply.create_po(tx, "press")
    with pytest.raises(DeskError) as refused:
        desk.ask(contents.bought, [po, "PO9", empty])
    assert [line.split(";")[0] for line in str(refused.value).splitlines()] == [
        f"Purchase order {po} was cancelled",
        "There is no purchase order PO9",
        f"Purchase order {empty} has no line",
    ]
