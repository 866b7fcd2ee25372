"""Undo: what an action or a run did is taken back by a run of its own, as far as goods and people allow."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from db import queries
from engine import orders, replenishment, supply, sweeps, undo
from engine.model import ShipType, SweepName
from engine.orders import bulk
from engine.undo import NothingOfItCanBeUndone, NothingToUndo, RunChangedNothing, UndoneAlready, actions
from tests.engine.undo.shelf import shelf
from tests.story import Story


def test_a_sweep_is_undone_as_a_whole() -> None:
    """20 on hand for 45 wanted; 15 come in and the sweep gives them: 5 to the first, 10 to the second."""
    desk = Story(book=20)
    first, second = desk.order("book 25"), desk.order("book 20")
    desk.supply("book", 15)
    run_id = desk.sweep().run_id
    assert desk.state(second) == "10 allotted, 10 backordered"
    done = desk.undo(run_id=run_id)
    assert (desk.state(first), desk.state(second)) == (
        "20 allotted, 5 backordered",
        "10 backordered, 10 backordered",
    )
    assert shelf(desk) == "35 on hand, 20 allotted, 25 short"
    assert done.refused == []
    newest = desk.ask(sweeps.runs).row(0, named=True)
    assert (newest["run_id"], newest["sweep"], newest["outcome"], newest["lines_released"]) == (
        done.run_id,
        "undo",
        "done",
        2,
    )


def test_nothing_of_it_left_is_a_refusal_and_writes_no_run() -> None:
    desk = Story(book=0)
    number = desk.order("book 5")
    desk.supply("book", 5)
    run_id = desk.sweep().run_id
    desk.ship(number)
    with pytest.raises(NothingOfItCanBeUndone, match="5 of book have shipped"):
        desk.undo(run_id=run_id)
    assert desk.ask(sweeps.runs)["run_id"].max() == run_id


def test_a_run_is_undone_once() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    run_id = desk.sweep().run_id
    by = desk.undo(run_id=run_id).run_id
    with pytest.raises(UndoneAlready, match=f"by run {by}"):
        desk.undo(run_id=run_id)


def test_a_run_that_changed_nothing_says_so() -> None:
    desk = Story(book=5)
    run_id = desk.sweep().run_id
    with pytest.raises(RunChangedNothing, match=f"Run {run_id} wrote nothing"):
        desk.undo(run_id=run_id)


def test_a_replenishment_is_taken_off_its_purchase_order_unless_a_person_changed_it() -> None:
    desk = Story(book=3, pen=3)
    for lic in ("book", "pen"):
        with desk.act() as tx:
            replenishment.set_levels(tx, lic, level=Decimal(10), target=Decimal(50), vendor="press")
    run_id = desk.sweep(SweepName.REPLENISHMENT).run_id
    po = desk.ask(supply.purchase_orders)["po"][0]
    pen = desk.ask(supply.lines, po).filter(lic="pen")["po_line_id"][0]
    with desk.act() as tx:
        supply.change_po_line(tx, po, pen, qty=Decimal(7))
    done = desk.undo(run_id=run_id)
    assert desk.ask(supply.lines, po).select("lic", "qty").rows() == [("pen", 7)]
    assert any("Ann made it 7 since then" in sentence for sentence in done.refused)


def test_picking_and_preferences_go_back() -> None:
    desk = Story(book=5)
    number = desk.order("book 5")
    desk.pick(number)
    desk.undo()
    assert desk.shipments_of(number, "pending")
    desk.prefer(skip_age_days=3)
    desk.undo()
    assert desk.ask(undo.last_action).sentence.startswith(f"Order {number} was opened")


def test_a_preview_is_what_the_undo_does_and_writes_nothing() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    run_id = desk.sweep().run_id
    before = desk.ask(sweeps.runs).height
    seen = undo.preview(desk.session, actor=desk.actor, run_id=run_id)
    assert (desk.ask(sweeps.runs).height, shelf(desk)) == (before, "5 on hand, 5 allotted, 0 short")
    assert desk.undo(run_id=run_id).done == seen.done


def test_two_actions_of_one_person_at_one_instant_are_undone_apart() -> None:
    desk = Story(book=20, pen=5)
    for lic in ("book", "pen"):
        desk.now -= timedelta(minutes=1)
        desk.adjust(lic, 3)
    assert desk.undo().done == ["pen: on hand 8 became 5 (what Ann did was undone)."]
    assert (desk.balance("book")["on_hand"], desk.balance("pen")["on_hand"]) == ("23", "5")


def test_the_last_action_is_found_behind_many_rows_that_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "NEWEST_ROWS", 1)
    desk = Story(book=20, pen=5)
    desk.adjust("book", 3)
    desk.adjust("pen", 3)
    desk.undo()  # its rows are the newest of the record log
    assert desk.undo().done == ["book: on hand 23 became 20 (what Ann did was undone)."]


def test_when_all_is_undone_there_is_nothing_left_to_undo() -> None:
    desk = Story()
    desk.prefer(skip_age_days=3)
    with desk.session.transaction(actor="Ann") as tx:
        tx._cursor.execute("delete from record_log")
    with pytest.raises(NothingToUndo):
        desk.undo()


def test_undo_of_an_order_asks_nothing_about_the_catalogue_nor_about_purchase_orders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    desk = Story(book=20)
    order = desk.order("book 5")
    asked: set[str] = set()
    get = queries.get

    def noted(name: str) -> queries.Query:
        asked.add(name)
        return get(name)

    monkeypatch.setattr(queries, "get", noted)
    desk.undo()
    assert desk.state(order) == "5 cancelled"
    assert "undo.find_rows" in asked
    assert not [name for name in asked if name.startswith(("undo_catalogue.", "undo_supply."))]


def title(desk: Story) -> str:
    """What an undo of the last action is about."""
    what: str = desk.ask(undo.last_action).title
    return what


def test_an_act_on_many_names_three_more_and_counts_the_rest() -> None:
    desk = Story(book=20)
    numbers = [desk.order("book 5") for _ in range(6)]
    with desk.act() as tx:
        bulk.cancel_orders(tx, numbers)
    one, *others = numbers
    named = f"{', '.join(others[:3])} and 2 more"
    assert title(desk) == f"Order {one} was cancelled; and 5 more like it ({named})."


def test_several_lines_of_one_order_are_counted_and_the_order_is_named_once() -> None:
    desk = Story(book=20, pen=20)
    number = desk.order("book 5", "pen 3")
    with desk.act() as tx:
        bulk.set_pinned(tx, [(number, 1), (number, 2)], pinned=True)
    pinned = f"Order {number}: Line 1 was pinned: nobody can take its stock"
    assert title(desk) == f"{pinned}; and 1 more like it."
    other = desk.order("book 1")
    with desk.act() as tx:
        bulk.set_pinned(tx, [(number, 1), (number, 2)], pinned=False)
        bulk.set_pinned(tx, [(other, 1)], pinned=False)
    with desk.act() as tx:
        bulk.set_pinned(tx, [(number, 1), (number, 2), (other, 1)], pinned=True)
    assert title(desk) == f"{pinned}; and 2 more like it ({number} and {other})."


def test_a_shipment_that_left_short_is_named_and_not_one_of_its_lines() -> None:
    desk = Story(book=20, pen=20)
    number = desk.order("book 5", "pen 3")
    (shipment,) = desk.shipments_of(number)
    desk.ship(number, (1, 3), (2, 1))
    assert title(desk) == f"Shipment {shipment} left."
    done = desk.undo()
    assert desk.ask(actions.run, done.run_id).run_id == done.run_id
    seen = undo.preview(desk.session, actor="Ann", run_id=done.run_id)
    assert seen.what == f"Run {done.run_id} (undo of: Shipment {shipment} left)"


def test_what_else_was_edited_is_counted() -> None:
    desk = Story(book=20)
    number = desk.order("book 5")
    with desk.act() as tx:
        orders.change(tx, number, note="Ring twice", ship_type=ShipType.COMPLETE)
    assert title(desk).startswith(f"Order {number}: ")
    assert title(desk).endswith("; and 1 other change.")
