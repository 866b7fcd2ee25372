"""R47: a warehouse is made, renamed, closed, and opened again; nothing is under way in one that is closed."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from engine import catalogue, orders, replenishment, returns, shipments, stock, supply, undo, warehouses
from engine.errors import DeskError, HomeWarehouse, Refused, WarehouseClosed, WarehouseInUse
from engine.model import SweepName
from engine.undo import NothingOfItCanBeUndone
from tests import worlds
from tests.story import Story

D = Decimal


@pytest.fixture
@worlds.copied
def desk() -> Story:
    """A desk with 20 books, and a second warehouse in which nothing ever lay."""
    desk = Story(book=20)
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "EAST", name="East hall")
    return desk


def close(desk: Story, code: str = "EAST") -> None:
    with desk.act() as tx:
        warehouses.close(tx, code)


def reopen(desk: Story) -> None:
    with desk.act() as tx:
        warehouses.reopen(tx, "EAST")


def state(desk: Story) -> tuple[Any, ...]:
    row: tuple[Any, ...] = desk.ask(warehouses.standings, "EAST").select("name", "closed").row(0)
    return row


def stocked(desk: Story, qty: int) -> None:
    with desk.act() as tx:
        stock.adjust(tx, "book", D(qty), reason="count", warehouse="EAST")


def ordered(desk: Story, qty: int = 5) -> str:
    number = desk.draft()
    with desk.act() as tx:
        orders.add_line(tx, number, "book", D(qty), warehouse="EAST")
    return number


def bought(desk: Story) -> str:
    with desk.act() as tx:
        po = supply.create_po(tx, "press", warehouse="EAST")
        supply.add_po_line(tx, po, "book", D(5))
    return po


def test_r47_a_warehouse_is_renamed_closed_and_opened_again_and_the_log_says_so(desk: Story) -> None:
    with desk.act() as tx:
        warehouses.rename(tx, "EAST", " Old hall ")
        warehouses.close(tx, "EAST")
    reopen(desk)
    assert state(desk) == ("Old hall", False)
    with desk.session.snapshot() as tx:
        rows = tx.rows("exporting.log").to_dicts()
    assert [row["sentence"] for row in rows if row["record"] == "warehouse"] == [
        "Warehouse EAST was added.",
        "Warehouse EAST: name changed from East hall to Old hall.",
        "Warehouse EAST was closed.",
        "Warehouse EAST was opened again.",
    ]


def test_r47_what_is_so_already_is_not_written_again(desk: Story) -> None:
    close(desk)
    with desk.act() as tx:
        warehouses.close(tx, "EAST")
        warehouses.rename(tx, "EAST", "East hall")
    assert desk.undo().what == "Warehouse EAST was closed."


def test_r47_the_home_warehouse_stays_open(desk: Story) -> None:
    with pytest.raises(HomeWarehouse, match="Warehouse MAIN is meant wherever none is named"):
        close(desk, "MAIN")


def test_r47_what_is_under_way_there_is_named_with_its_remedy_all_at_once(desk: Story) -> None:
    stocked(desk, 12)
    number, po = ordered(desk), bought(desk)
    with pytest.raises(Refused) as refused:
        close(desk)
    assert refused.value.problems == [
        f"Warehouse EAST cannot be closed while {why}."
        for why in (
            f"orders ask from it ({number}); ship or cancel their lines first",
            f"purchase orders bring to it ({po}); receive or cancel them first",
            "stock lies there (12 of book); ship it, or adjust it to zero first",
        )
    ]


def test_r47_of_many_orders_a_refusal_names_three(desk: Story) -> None:
    numbers = sorted(ordered(desk) for _ in range(5))
    with pytest.raises(WarehouseInUse, match=f"\\({', '.join(numbers[:3])} and 2 more\\)"):
        close(desk)


def test_r47_it_closes_once_all_is_finished_there_and_its_past_stays(desk: Story) -> None:
    stocked(desk, 5)
    number = ordered(desk)
    desk.open(number)
    desk.ship(number)
    close(desk)
    assert desk.ask(orders.lines, number)["warehouse"].to_list() == ["EAST"]


NEW: dict[str, Callable[[Any], object]] = {
    "an order line": lambda tx: orders.add_line(
        tx, orders.create(tx, "school"), "book", D(1), warehouse="EAST"
    ),
    "a purchase order": lambda tx: supply.create_po(tx, "press", warehouse="EAST"),
    "an adjustment": lambda tx: stock.adjust(tx, "book", D(1), reason="found", warehouse="EAST"),
}


@pytest.mark.parametrize("enter", NEW.values(), ids=NEW)
def test_r47_nothing_new_is_entered_for_a_closed_warehouse(
    desk: Story, enter: Callable[[Any], object]
) -> None:
    close(desk)
    with pytest.raises(WarehouseClosed, match="EAST is closed; open it again"), desk.act() as tx:
        enter(tx)
    reopen(desk)
    with desk.act() as tx:
        enter(tx)


def shipped(desk: Story) -> str:
    stocked(desk, 5)
    number = ordered(desk)
    desk.open(number)
    desk.ship(number)
    return number


def returned(tx: Any, number: str) -> None:
    returns.take_back(tx, number, 1, D(2))


def voided(tx: Any, number: str) -> None:
    shipments.void(tx, [1])


@pytest.mark.parametrize("revive", [returned, voided])
def test_r47_what_comes_back_to_a_closed_warehouse_is_refused_until_it_is_open(
    desk: Story, revive: Callable[[Any, str], None]
) -> None:
    number = shipped(desk)
    close(desk)
    with pytest.raises(DeskError, match="EAST is closed; open it again"), desk.act() as tx:
        revive(tx, number)
    reopen(desk)
    with desk.act() as tx:
        revive(tx, number)


def undone_of(desk: Story, act: Callable[[], object]) -> int:
    """The first row of the record log that an act writes."""
    act()
    first: int = desk.ask(undo.last_action).first_log_id
    return first


def test_r47_an_undo_brings_nothing_back_into_a_closed_warehouse(desk: Story) -> None:
    number = ordered(desk)
    po = bought(desk)

    def cancel() -> None:
        with desk.act() as tx:
            orders.cancel_order(tx, number)

    def call_off() -> None:
        with desk.act() as tx:
            supply.void_po(tx, po)

    rows = [undone_of(desk, cancel), undone_of(desk, call_off)]
    close(desk)
    for row in rows:
        with pytest.raises(DeskError, match="Warehouse EAST is closed"):
            desk.undo(log_id=row)


def test_r47_closing_and_opening_are_undone_and_done_again(desk: Story) -> None:
    close(desk)
    run = desk.undo()
    assert run.done == ["Warehouse EAST is open again (what Ann did was undone)."]
    desk.undo(run_id=run.run_id)
    assert state(desk) == ("East hall", True)


def test_r47_undo_of_opening_stays_where_something_is_under_way_by_now(desk: Story) -> None:
    close(desk)
    row = undone_of(desk, lambda: reopen(desk))
    ordered(desk)
    with pytest.raises(NothingOfItCanBeUndone, match="closed stays: something is under way there by now"):
        desk.undo(log_id=row)


def test_r47_a_name_is_set_back_unless_somebody_gave_another_since(desk: Story) -> None:
    def rename(name: str) -> int:
        def act() -> None:
            with desk.act() as tx:
                warehouses.rename(tx, "EAST", name)

        return undone_of(desk, act)

    first = rename("Old hall")
    rename("New hall")
    with pytest.raises(NothingOfItCanBeUndone, match="name stays: Ann made it New hall since then"):
        desk.undo(log_id=first)
    desk.undo()
    assert state(desk) == ("Old hall", False)


def test_r47_replenishment_passes_a_closed_warehouse_over(desk: Story) -> None:
    with desk.act() as tx:
        replenishment.set_levels(tx, "book", level=D(5), target=D(9), vendor="press", warehouse="EAST")
    close(desk)
    desk.sweep(SweepName.REPLENISHMENT)
    assert desk.ask(supply.purchase_orders).height == 0
    assert desk.ask(replenishment.levels)["closed"].to_list() == [True]
    reopen(desk)
    desk.sweep(SweepName.REPLENISHMENT)
    assert desk.ask(supply.purchase_orders)["qty"].to_list() == [9]
