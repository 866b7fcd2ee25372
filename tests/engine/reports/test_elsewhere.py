"""Short here while it lies in another warehouse: it is said (R41, R47)."""

from __future__ import annotations

from decimal import Decimal

from engine.reports import elsewhere, explain
from engine.reports.elsewhere import Elsewhere
from tests.story import Story
from tests.two_warehouses import two_warehouses

D = Decimal


def test_r47_the_reason_of_a_line_that_waits_says_where_it_lies() -> None:
    desk = two_warehouses(main=2, east=20)
    number = desk.order("book 5")
    first, rest = desk.ask(explain.explain, number)
    assert "EAST" not in first.remedy
    assert rest.remedy.endswith("20 lie free in warehouse EAST.")


def test_what_is_wanted_there_is_not_free() -> None:
    desk = two_warehouses(main=0, east=6)
    desk.order("book 5 @EAST")
    assert desk.ask(elsewhere.of_lic, "book") == [Elsewhere("EAST", D(1))]
    assert desk.ask(elsewhere.of_lic, "book")[0].sentence == "1 lies free in warehouse EAST."
    desk.order("book 5 @EAST")
    assert desk.ask(elsewhere.of_lic, "book") == []


def test_a_desk_with_one_warehouse_mentions_none() -> None:
    desk = Story(book=5)
    assert desk.ask(elsewhere.of_lic, "book") == []
