"""Short here while it lies in another warehouse: it is said (R41, R47)."""

from __future__ import annotations

from decimal import Decimal

from engine.model import LineState
from engine.orders import holds
from engine.reports import backorders, elsewhere, explain
from engine.reports.elsewhere import Elsewhere
from engine.rules.shelf import NO_STOCK
from tests.story import Story
from tests.two_warehouses import two_warehouses

D = Decimal


def reasons(desk: Story, *numbers: str) -> list[str]:
    """Why each line that waits does: as the list says it, and exactly so the explanation."""
    listed: list[str] = desk.ask(backorders.waiting)["reason"].to_list()
    told = [line for number in numbers for line in desk.ask(explain.explain, number)]
    assert listed == [line.why for line in told if line.state == LineState.BACKORDERED]
    return listed


def test_r47_the_reason_of_a_line_that_waits_says_where_it_lies() -> None:
    """2 | 20 in the other warehouse, 5 wanted: the 2 that are set aside want nothing, the 3 that wait do."""
    desk = two_warehouses(main=2, east=20)
    number = desk.order("book 5")
    kept, _ = desk.ask(explain.explain, number)
    assert kept.why == "All 2 are set aside."
    other = desk.order("book 1")
    assert reasons(desk, number, other) == [
        "Nothing of the 2 on hand is left: 2 went to line 1 of this order. 20 lie free in EAST.",
        "All 2 on hand go to orders ahead of it. 20 lie free in EAST.",
    ]


def test_r47_there_is_no_stock_for_it_is_said_only_where_none_lies_anywhere() -> None:
    desk = two_warehouses(main=0, east=20)
    number = desk.order("book 5")
    assert reasons(desk, number) == ["No stock in MAIN; 20 lie free in EAST."]
    with desk.act() as tx:
        holds.hold(tx, [holds.Subject(number)], reason="asked")
    assert "EAST" not in reasons(desk, number)[0]
    desk = two_warehouses(main=0, east=0)
    assert reasons(desk, desk.order("book 5")) == ["There is no stock for it."]


def test_r47_what_comes_with_the_next_sweep_needs_no_other_warehouse() -> None:
    desk = two_warehouses(main=0, east=20)
    number = desk.order("book 5")
    desk.adjust("book", 5)
    assert reasons(desk, number) == ["All 5 are there; the next sweep gives them."]


def test_of_many_warehouses_those_are_named_where_most_lies() -> None:
    there = [Elsewhere(code, D(qty)) for code, qty in (("EAST", 20), ("WEST", 5), ("HIGH", 4), ("LOW", 3))]
    said = [elsewhere.beside(NO_STOCK, "MAIN", there[:number]) for number in range(1, 5)]
    assert said == [
        "No stock in MAIN; 20 lie free in EAST.",
        "No stock in MAIN; 20 lie free in EAST and 5 in WEST.",
        "No stock in MAIN; 20 lie free in EAST, 5 in WEST and 4 in 1 more.",
        "No stock in MAIN; 20 lie free in EAST, 5 in WEST and 7 in 2 more.",
    ]


def test_what_is_wanted_there_is_not_free() -> None:
    desk = two_warehouses(main=0, east=6)
    desk.order("book 5 @EAST")
    assert desk.ask(elsewhere.of_lic, "book") == [Elsewhere("EAST", D(1))]
    assert desk.ask(elsewhere.of_lic, "book")[0].sentence == "1 lies free in EAST."
    desk.order("book 5 @EAST")
    assert desk.ask(elsewhere.of_lic, "book") == []


def test_a_desk_with_one_warehouse_mentions_none() -> None:
    desk = Story(book=5)
    assert desk.ask(elsewhere.of_lic, "book") == []
