"""Undo of what the desk knows of: facts go back, what was added is taken off unless somebody needs it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine import catalogue, notices, replenishment, undo
from engine.interchange import importing
from engine.undo import NothingOfItCanBeUndone, RedoneSince, UndoneAlready
from tests.story import Story


def brought(desk: Story, kind: str, file: Path, *rows: str) -> None:
    """Import a file of these rows."""
    file.write_text("\n".join(rows), encoding="utf-8")
    desk.now += timedelta(minutes=1)
    importing.import_file(desk.session, kind, file, actor=desk.actor, now=desk.now)


def lics(desk: Story) -> list[str]:
    found: list[str] = desk.ask(catalogue.items)["lic"].to_list()
    return found


def item(desk: Story, lic: str = "book") -> dict[str, Any]:
    found: dict[str, Any] = desk.ask(catalogue.item, lic)
    return found


def test_the_facts_of_a_lic_go_back_and_come_again() -> None:
    desk = Story(book=3)
    before = item(desk)
    with desk.act() as tx:
        catalogue.change_item(
            tx, "book", description="A book", active=False, vendor_code="press", unit_cost=Decimal("2.50")
        )
    after = item(desk)
    run_id = desk.undo().run_id
    assert item(desk) == before
    desk.undo(run_id=run_id)
    assert item(desk) == after


def test_a_fact_that_somebody_set_since_stays_and_the_others_go_back() -> None:
    desk = Story(book=3)
    with desk.act() as tx:
        catalogue.change_item(tx, "book", description="A book", unit_cost=Decimal(2))
    first = desk.ask(undo.last_action).first_log_id
    desk.actor = "Bob"
    with desk.act() as tx:
        catalogue.change_item(tx, "book", unit_cost=Decimal(3))
    done = desk.undo(log_id=first)
    assert (item(desk)["description"], item(desk)["unit_cost"]) == ("", Decimal(3))
    assert done.refused == ["LIC book: unit cost stays: Bob made it 3.0000 since then."]


def test_what_was_added_is_taken_off_and_comes_again_by_its_own_id() -> None:
    desk = Story(book=3)
    desk.item("pen", unit_cost=Decimal(2), vendor_code="press", decimals=1)
    pen = item(desk, "pen")
    run_id = desk.undo().run_id
    assert lics(desk) == ["book"]
    desk.item("ink")
    assert item(desk, "ink")["item_id"] > pen["item_id"]  # the record log still names the other
    desk.undo(run_id=run_id)
    assert item(desk, "pen") == pen


def test_a_lic_that_was_ordered_stays() -> None:
    desk = Story(book=3)
    desk.item("pen")
    first = desk.ask(undo.last_action).first_log_id
    number = desk.order("pen 1")
    with pytest.raises(NothingOfItCanBeUndone, match=f"LIC pen stays: order {number} has it by now"):
        desk.undo(log_id=first)


@pytest.mark.parametrize(
    "add",
    [
        lambda tx: catalogue.add_customer(tx, "club", name="Club", location_code="BAR", address="1 Road"),
        lambda tx: catalogue.add_location(tx, "school", "gym", address="2 Road"),
        lambda tx: catalogue.add_vendor(tx, "mill", name="Mill", lead_time_days=4),
        lambda tx: catalogue.add_warehouse(tx, "EAST", name="East"),
        lambda tx: notices.set_address(tx, "school", "a@school.example"),
    ],
)
def test_records_go_and_come_again(add: Any) -> None:
    desk = Story(book=3)

    def known() -> list[Any]:
        tables = (catalogue.customers, catalogue.vendors, catalogue.warehouses, notices.addresses)
        codes = desk.ask(catalogue.customers)["code"]
        places = [desk.ask(catalogue.locations, code).rows() for code in codes]
        return [*places, *(desk.ask(table).rows() for table in tables)]

    before = known()
    with desk.act() as tx:
        add(tx)
    after = known()
    run_id = desk.undo().run_id
    assert known() == before
    desk.undo(run_id=run_id)
    assert known() == after


def test_a_file_of_lics_is_taken_back_but_for_what_was_ordered(tmp_path: Path) -> None:
    desk = Story(book=3)
    brought(
        desk,
        "items",
        tmp_path / "items.csv",
        "lic,description,replenish_level,target",
        "book,Bound,5,9",
        "pen,Blue,,",
        "ink,Black,2,4",
    )
    first = desk.ask(undo.last_action).first_log_id
    number = desk.order("pen 1")
    done = desk.undo(log_id=first)
    assert (lics(desk), item(desk)["description"]) == (["book", "pen"], "")
    assert desk.ask(replenishment.levels).height == 0
    assert done.refused == [f"LIC pen stays: order {number} has it by now."]


def test_a_file_of_customers_is_taken_back_with_their_addresses(tmp_path: Path) -> None:
    desk = Story(book=3)
    before = desk.ask(notices.addresses).rows(), desk.ask(catalogue.locations, "school").rows()
    brought(
        desk,
        "customers",
        tmp_path / "customers.csv",
        "customer,name,location,address,email",
        "school,High school,annex,3 Road,a@school.example",
        "school,,gym,4 Road,",
        "club,Club,MAIN,5 Road,b@club.example",
    )
    done = desk.undo()
    assert done.refused == []
    assert (desk.ask(notices.addresses).rows(), desk.ask(catalogue.locations, "school").rows()) == before


def test_an_opening_balance_that_was_undone_can_be_imported_again(tmp_path: Path) -> None:
    desk = Story(book=0)
    rows = ("lic,qty", "book,7")
    brought(desk, "stock", tmp_path / "stock.csv", *rows)
    desk.undo()
    assert desk.balance("book")["on_hand"] == "0"
    brought(desk, "stock", tmp_path / "stock.csv", *rows)
    assert desk.balance("book")["on_hand"] == "7"


def test_what_was_wanted_all_along_is_inactive_again_and_what_was_ordered_since_is_not() -> None:
    desk = Story(book=3)
    desk.order("book 2")
    desk.draft("book 1")
    with desk.act() as tx:
        catalogue.change_item(tx, "book", active=False)
    back = desk.undo()
    again = desk.undo(run_id=back.run_id)
    assert (again.refused, item(desk)["active"]) == ([], False)
    last = desk.undo(run_id=again.run_id)
    desk.order("book 1")
    with pytest.raises(NothingOfItCanBeUndone, match="book: active stays: an order that stays wants it"):
        desk.undo(run_id=last.run_id)


def test_a_customer_whose_orders_were_there_all_along_is_inactive_again(tmp_path: Path) -> None:
    desk = Story(book=3)
    desk.order("book 2")
    file = tmp_path / "customers.csv"
    file.write_text("customer,active\nschool,false", encoding="utf-8")
    importing.import_file(desk.session, "customers", file, actor="Ann", update=True, now=desk.now)
    again = desk.undo(run_id=desk.undo().run_id)
    assert (again.refused, desk.ask(catalogue.customer, "school")["active"]) == ([], False)


@pytest.mark.parametrize("opened", [False, True])
def test_a_line_that_was_added_since_wants_its_lic(opened: bool) -> None:
    desk = Story(book=3, pen=1)
    number = desk.order("pen 1") if opened else desk.draft("pen 1")
    with desk.act() as tx:
        catalogue.change_item(tx, "book", active=False)
    back = desk.undo()
    desk.add(number, "book 1")
    with pytest.raises(NothingOfItCanBeUndone, match="book: active stays: an order that stays wants it"):
        desk.undo(run_id=back.run_id)


def test_what_is_undone_done_again_and_undone_names_the_run_to_undo() -> None:
    desk = Story(book=3)
    desk.prefer(skip_age_days=3)
    first = desk.ask(undo.last_action).first_log_id
    back = desk.undo().run_id
    with pytest.raises(UndoneAlready, match=f"by run {back}"):
        desk.undo(log_id=first)
    again = desk.undo(run_id=back).run_id
    with pytest.raises(RedoneSince, match=f"undo run {again} instead"):
        desk.undo(log_id=first)
    assert desk.ask(undo.last_action).run_id == again  # the newest thing that was done
