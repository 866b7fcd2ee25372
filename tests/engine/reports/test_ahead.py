"""How the stock of a LIC runs from today on, on desks of a few orders."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from engine import catalogue, replenishment, stock, supply
from engine.reports import demand
from engine.reports.ahead import StockAhead, ahead
from tests.story import Story


@pytest.fixture
def desk() -> Story:
    """20 of book, on 2 March 2026."""
    return Story(book=20)


def seen(desk: Story) -> StockAhead:
    found: StockAhead = desk.ask(lambda tx: ahead(tx, "book", demand.queue(tx, "book")))
    return found


def balances(found: StockAhead) -> list[tuple[str, int]]:
    return [(step.change.number, int(step.firm_qty)) for step in found.steps]


def in_days(desk: Story, days: int) -> date:
    return desk.today + timedelta(days=days)


def test_nothing_wanted_and_nothing_coming_is_what_lies_there(desk: Story) -> None:
    found = seen(desk)
    assert found.on_hand == 20
    assert not found.steps
    assert found.sentence == "No open order wants it; 20 are left in the end."


def test_what_holds_stock_takes_it_today_and_what_waits_on_the_day_asked_for(desk: Story) -> None:
    desk.order("book 15", requested_on=in_days(desk, 9))
    desk.order("book 15 whole", requested_on=in_days(desk, 5))
    desk.purchase("book", 12, expected_on=in_days(desk, 7))
    found = seen(desk)
    assert balances(found) == [("1001", 5), ("1002", -10), ("PO101", 2)]
    assert [step.change.day for step in found.steps] == [desk.today, in_days(desk, 5), in_days(desk, 7)]
    assert found.sentence == (
        "It runs out on 7 Mar: order 1002 · School is the first that goes short; up to 10 are missing until "
        "PO101 on 9 Mar."
    )


def test_who_holds_stock_does_not_go_short_before_those_that_wait(desk: Story) -> None:
    """A whole line ahead waits for 25, and who is behind it holds 15."""
    desk.order("book 15", customer="college")
    desk.order("book 25 whole", priority=3)
    found = seen(desk)
    assert "order 1002 · School is the first that goes short" in found.sentence
    assert found.sentence.endswith("nothing on order covers the last 20.")


def test_late_orders_and_those_without_a_day_are_in_no_balance(desk: Story) -> None:
    desk.order("book 30")
    desk.purchase("book", 6, expected_on=in_days(desk, -3))
    found = seen(desk)
    assert balances(found) == [("1001", 0), ("1001", -10)]
    late = "The 6 of PO101 are not counted: late, or without a day."
    assert found.sentence.endswith(f"and nothing with a day to come covers the last 10. {late}")


def test_pending_purchase_orders_are_not_firm(desk: Story) -> None:
    desk.order("book 30")
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, "book", Decimal(10))
    last = seen(desk).steps[-1]
    assert last.change.number == po
    assert [int(last.firm_qty), int(last.full_qty)] == [-10, 0]


def test_level_and_target_are_those_of_all_warehouses(desk: Story) -> None:
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=Decimal(5), target=Decimal(50))
    found = seen(desk)
    assert [str(found.level), str(found.target)] == ["5.0000", "50.0000"]


def test_r47_what_lies_in_another_warehouse_is_not_said_to_cover_what_is_wanted_here(desk: Story) -> None:
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "book", Decimal(30), reason="found", warehouse="EAST")
    assert "together" not in seen(desk).sentence
    desk.order("book 45")
    assert seen(desk).sentence == (
        "All that is wanted is covered; 5 are left in the end. All warehouses are counted together: "
        "MAIN by itself has 25 less than is wanted there, and what lies elsewhere comes there only by a "
        "transfer."
    )
