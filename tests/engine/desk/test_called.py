"""What a typed number or code is the name of."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine import catalogue, stock
from engine.desk import called
from engine.supply import transfers
from tests import worlds
from tests.story import Story

D = Decimal


@pytest.fixture
@worlds.copied
def desk() -> Story:
    story = Story(book=20)
    story.order("book 5")
    story.purchase("book", 7)
    with story.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        stock.adjust(tx, "book", D(9), reason="count", warehouse="EAST")
        transfers.make(tx, {"book": D(2)}, "EAST")
    return story


def names(desk: Story, typed: str) -> list[tuple[str, str]]:
    return [(one.kind, one.name) for one in desk.ask(called.records, typed)]


def test_each_kind_of_record_is_found_by_its_number_or_code(desk: Story) -> None:
    assert names(desk, "1001") == [("order", "1001")]
    assert names(desk, "PO101") == [("purchase order", "PO101")]
    assert names(desk, "TR101") == [("transfer", "TR101")]
    assert names(desk, "1") == [("shipment", "1")]
    assert names(desk, "book") == [("LIC", "book")]
    assert names(desk, "school") == [("customer", "school")]


def test_what_several_records_are_called_is_all_of_them(desk: Story) -> None:
    with desk.act() as tx:
        catalogue.add_item(tx, "1")
    assert names(desk, "1") == [("shipment", "1"), ("LIC", "1")]


def test_capitals_do_not_matter_where_nothing_is_called_just_so(desk: Story) -> None:
    assert names(desk, "po101") == [("purchase order", "PO101")]
    assert names(desk, "BOOK") == [("LIC", "book")]
    assert names(desk, "School") == [("customer", "school")]
    with desk.act() as tx:
        catalogue.add_item(tx, "Book")
    assert names(desk, "Book") == [("LIC", "Book")]
    assert names(desk, "BOOK") == [("LIC", "Book"), ("LIC", "book")]


@pytest.mark.parametrize("typed", ["nothing", "", "a\0b", "9" * 400, "' or 1=1"])
def test_what_nothing_is_called_is_nothing(desk: Story, typed: str) -> None:
    assert names(desk, typed) == []
