"""Levels that are kept filled from another warehouse: pending transfers, twice is once (R37, R47)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine import catalogue, preferences, replenishment, supply
from engine.errors import SourceIsItself, TwoSources
from engine.model import PoState, SweepName
from engine.supply import transfers
from tests import worlds
from tests.engine.test_replenishment import automatic, for_whom
from tests.story import Story
from tests.two_warehouses import two_warehouses

D = Decimal


@worlds.copied
def fetching(main: int, east: int, level: int = 10, target: int = 30, **facts: Any) -> Story:
    """A desk whose books are fetched from EAST."""
    desk = two_warehouses(main, east)
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=D(level), target=D(target), transfer_from="EAST", **facts)
    return desk


def fetched(desk: Story) -> list[tuple[str, str, Decimal]]:
    """The pending transfers: number, source, units."""
    rows: list[tuple[str, str, Decimal]] = (
        desk.ask(transfers.listed, PoState.PENDING).select("transfer", "from_warehouse", "qty").rows()
    )
    return rows


def test_r47_the_sweep_writes_one_pending_transfer_in_the_place_of_a_purchase_order_and_twice_is_once() -> (
    None
):
    desk = fetching(main=5, east=100)
    counts = desk.sweep(SweepName.REPLENISHMENT).counts
    assert (counts.pos_created, automatic(desk), fetched(desk)) == (1, [], [("TR101", "EAST", D(25))])
    again = desk.sweep(SweepName.REPLENISHMENT).counts
    assert (again.pos_created, again.pos_topped_up, fetched(desk)) == (0, 0, [("TR101", "EAST", D(25))])
    desk.adjust("book", 2)
    assert desk.sweep(SweepName.REPLENISHMENT).counts.pos_topped_up == 1
    assert fetched(desk) == [("TR101", "EAST", D(23))]
    desk.adjust("book", 20)
    desk.sweep(SweepName.REPLENISHMENT)
    assert (fetched(desk), desk.po_state("TR101")) == ([], "void")


def test_r47_only_what_is_free_above_the_sources_own_level_is_fetched_in_its_lots() -> None:
    desk = fetching(main=5, east=40, multiple=D(4))
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=D(20), target=D(50), warehouse="EAST", vendor="press")
    desk.order("book 5 @EAST")
    with desk.act() as tx:  # a person's own transfer takes two
        transfers.make(tx, {"book": D(2)}, "EAST", "MAIN")
    desk.sweep(SweepName.REPLENISHMENT)
    assert ("TR102", "EAST", D(12)) in fetched(desk)
    (main,) = desk.ask(replenishment.proposal).filter(warehouse="MAIN").to_dicts()
    assert (main["need_qty"], main["unmet_qty"]) == (D(12), D(16))


def test_r47_less_than_the_minimum_is_not_fetched() -> None:
    desk = fetching(main=5, east=9, minimum=D(10))
    desk.sweep(SweepName.REPLENISHMENT)
    assert fetched(desk) == []


def test_r47_two_pools_do_not_fetch_the_same_units() -> None:
    desk = fetching(main=0, east=40)
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "WEST")
        replenishment.set_levels(
            tx, "book", level=D(10), target=D(30), warehouse="WEST", transfer_from="EAST"
        )
    desk.sweep(SweepName.REPLENISHMENT)
    assert sorted(qty for *_, qty in fetched(desk)) == [D(10), D(30)]


def test_r37_r47_a_line_of_a_transfer_that_a_person_changed_is_left_alone() -> None:
    desk = fetching(main=5, east=100)
    desk.sweep(SweepName.REPLENISHMENT)
    with desk.act() as tx:
        supply.change_po_line(tx, "TR101", 1, qty=D(7))
    desk.sweep(SweepName.REPLENISHMENT)
    rows = desk.ask(supply.lines, "TR101").select("qty", "edited").rows()
    assert rows == [(D(7), True), (D(18), False)]


def test_r47_levels_that_change_from_a_vendor_to_a_warehouse_move_what_is_pending() -> None:
    desk = fetching(main=5, east=100)
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=D(10), target=D(30), vendor="press")
    desk.sweep(SweepName.REPLENISHMENT)
    assert [lines for *_, lines in automatic(desk)] == [[D(25)]]
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=D(10), target=D(30), transfer_from="EAST")
    desk.sweep(SweepName.REPLENISHMENT)
    assert (desk.po_state("PO101"), fetched(desk)) == ("void", [("TR101", "EAST", D(25))])
    with desk.act() as tx:
        replenishment.drop_levels(tx, "book")
        preferences.change(tx, "order_without_levels", "on")
    desk.sweep(SweepName.REPLENISHMENT)
    assert fetched(desk) == []


def test_r47_what_waits_is_named_on_the_transfer_that_replenishment_writes() -> None:
    desk = fetching(main=0, east=100)
    number = desk.order("book 4")
    desk.sweep(SweepName.REPLENISHMENT)
    assert for_whom(desk, "TR101") == [(number, 4)]
    with desk.act() as tx:
        ordered = replenishment.order_now(tx, [(1, 1)])
    assert ordered.ordered.is_empty()


def test_r47_the_days_of_the_way_count_from_when_a_transfer_is_sent() -> None:
    desk = fetching(main=0, east=100, lead_time_days=3)
    desk.order("book 4")
    desk.sweep(SweepName.REPLENISHMENT)
    desk.now += timedelta(days=1)
    with desk.act() as tx:
        transfers.send(tx, "TR101")
    assert desk.ask(transfers.listed)["expected_on"].to_list() == [desk.today + timedelta(days=2)]


def test_r47_levels_name_a_vendor_or_another_warehouse() -> None:
    desk = two_warehouses(main=0, east=0)
    levels: dict[str, Any] = {"level": D(1), "target": D(2)}
    with pytest.raises(TwoSources, match="from warehouse EAST or from vendor press"), desk.act() as tx:
        replenishment.set_levels(tx, "book", **levels, vendor="press", transfer_from="EAST")
    with pytest.raises(SourceIsItself, match="name another, or buy it"), desk.act() as tx:
        replenishment.set_levels(tx, "book", **levels, transfer_from="MAIN")
