"""LICs, customers, vendors and warehouses: found by their codes, added once, changed with a trace."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import catalogue, log
from engine.errors import AlreadyExists, ItemInUse, Unknown
from tests.story import Story


def test_a_lic_that_is_not_there_is_answered_with_the_nearest_ones() -> None:
    desk = Story(book=0, notebook=0)
    with pytest.raises(Unknown, match=r"no LIC bok \(nearest: book"):
        desk.ask(catalogue.item, "bok")


def test_a_record_is_added_once() -> None:
    desk = Story(book=0)
    for add, code in (
        (catalogue.add_item, "book"),
        (catalogue.add_customer, "school"),
        (catalogue.add_vendor, "press"),
        (catalogue.add_warehouse, "MAIN"),
    ):
        with desk.act() as tx, pytest.raises(AlreadyExists, match=code):
            add(tx, code)


def test_a_location_is_one_of_its_customer() -> None:
    desk = Story()
    with desk.act() as tx:
        catalogue.add_location(tx, "college", "annex")  # the school has one of that name
    with desk.act() as tx, pytest.raises(AlreadyExists, match="location of customer school called annex"):
        catalogue.add_location(tx, "school", "annex")
    school = desk.ask(catalogue.customer, "school")
    assert desk.ask(catalogue.location, school, None)["code"] == "MAIN"  # the one added first
    with pytest.raises(Unknown, match="location of customer school called cellar"):
        desk.ask(catalogue.location, school, "cellar")


def test_each_fact_of_a_lic_that_changes_is_logged_with_old_and_new() -> None:
    """Section 9."""
    desk = Story(book=0)
    with desk.act() as tx:
        catalogue.change_item(tx, "book", unit_cost=Decimal("2.50"), vendor_code="press", active=True)
    rows = desk.ask(log.search).filter(record_id="book").head(2)
    assert rows.select("field", "old_value", "new_value").rows() == [
        ("vendor", None, "press"),
        ("unit_cost", None, "2.5"),
    ]


def test_how_a_lic_is_counted_is_settled_once_it_was_moved_or_ordered() -> None:
    desk = Story(book=1)
    desk.item("pen")
    with desk.act() as tx:
        catalogue.change_item(tx, "pen", decimals=2)
    with desk.act() as tx, pytest.raises(ItemInUse, match="book"):
        catalogue.change_item(tx, "book", decimals=2)


def test_lics_that_are_there_are_found_together_by_their_exact_codes() -> None:
    desk = Story(book=0, pen=0)
    found = desk.ask(catalogue.items_named, ["book", "pen", "Pen", "ink"])
    assert sorted(found) == ["book", "pen"]


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [("ATLS-7", "(nearest: ATLAS-7)"), ("lamp", ""), ("zzz", ""), ("CHEM", "(nearest: CHEM-11)")],
)
def test_only_what_is_alike_is_suggested(typed: str, suggested: str) -> None:
    desk = Story()
    for lic in ("ATLAS-7", "BIO-11", "CALC-SCI", "CHEM-11"):
        desk.item(lic)
    with pytest.raises(Unknown) as refused:
        desk.ask(catalogue.item, typed)
    assert ("nearest" in str(refused.value)) is bool(suggested)
    assert suggested in str(refused.value)
