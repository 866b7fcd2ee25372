"""One guard for every writer: what would leave a desk that fails its proof is refused, also in a preview."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db.session import Transaction
from engine import catalogue, orders, preferences, proof, shipments, stock, supply, whatif
from engine.errors import AllottedTwice, DeskError, FirmNotCovered, NegativeStockStays, OnHandBelowZero
from engine.interchange import importing
from engine.model import MovementKind
from engine.whatif import edits
from tests import worlds
from tests.story import Story


@worlds.copied
def shipped() -> tuple[Story, int]:
    """Ten books of a receipt left with an order; returns the receipt."""
    desk = Story(book=0, pen=0)
    order = desk.order("book 10")
    receipt = desk.receive(desk.purchase("book", 10), book=10)
    desk.sweep()
    desk.ship(order)
    return desk, receipt


@worlds.copied
def picked() -> Story:
    """Ten books, eight of them being picked."""
    desk = Story(book=10)
    desk.pick(desk.order("book 8"))
    return desk


def brought(desk: Story, folder: Path, kind: str, text: str, *, dry_run: bool = False) -> Any:
    file = folder / f"{kind}.csv"
    file.write_text(text)
    return importing.import_file(desk.session, kind, file, actor=desk.actor, now=desk.now, dry_run=dry_run)


def test_a_receipt_whose_goods_left_is_not_voided() -> None:
    desk, receipt = shipped()
    with (
        pytest.raises(OnHandBelowZero, match=r"book would have -10 on hand, .* void the shipments"),
        desk.act() as tx,
    ):
        supply.void_receipt(tx, receipt)
    desk.prove()


def test_once_its_goods_are_back_it_is() -> None:
    desk, receipt = shipped()
    desk.void(1)
    with desk.act() as tx:
        supply.void_receipt(tx, receipt)
    assert desk.balance("book")["on_hand"] == "0"


def test_where_negative_stock_is_allowed_it_is() -> None:
    desk, receipt = shipped()
    desk.prefer(allow_negative_stock="on")
    with desk.act() as tx:
        supply.void_receipt(tx, receipt)
    assert desk.balance("book")["on_hand"] == "-10"


def test_the_preview_of_a_void_says_no_like_the_void() -> None:
    desk, receipt = shipped()
    with pytest.raises(OnHandBelowZero):
        whatif.preview(desk.session, desk.actor, [edits.VoidReceipt(receipt)], desk.now)


def test_what_several_edits_would_break_is_told_together() -> None:
    desk, receipt = shipped()
    desk.item("cup", 5)
    desk.pick(desk.order("cup 5"))
    wanted: list[edits.Edit] = [edits.VoidReceipt(receipt), edits.Adjust("cup", Decimal(-1))]
    with pytest.raises(DeskError) as refused:
        whatif.preview(desk.session, desk.actor, wanted, desk.now)
    assert [line.split()[0] for line in str(refused.value).splitlines()] == ["book", "cup"]


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_count_by_file_below_what_is_being_picked_is_refused_row_by_row(
    tmp_path: Path, dry_run: bool
) -> None:
    desk = picked()
    rows = "reference,lic,qty,reason\nC1,book,-5,count\nC2,cup,-1,count\nC3,book,1,found\n"
    with pytest.raises(DeskError) as refused:
        brought(desk, tmp_path, "adjustments", rows, dry_run=dry_run)
    assert str(refused.value).splitlines() == [
        f"Row 2: {FirmNotCovered(lic='book', firm=8, on_hand=5)}",
        "Row 3: There is no LIC cup; check the spelling or add it first.",
    ]
    desk.prove()


def test_a_count_by_file_down_to_what_is_being_picked_is_taken(tmp_path: Path) -> None:
    desk = picked()
    brought(desk, tmp_path, "adjustments", "reference,lic,qty,reason\nC1,book,-2,count\n")
    desk.prove()
    assert desk.balance("book")["on_hand"] == "8"


@worlds.copied
def below_zero() -> Story:
    """Negative stock is allowed and used: three books are missing, and two cups."""
    desk = Story(book=0, cup=0)
    desk.prefer(allow_negative_stock="on")
    desk.adjust("book", -3)
    desk.adjust("cup", -2)
    return desk


def test_negative_stock_stays_allowed_while_it_is_needed() -> None:
    desk = below_zero()
    sentence = r"while the stock needs it: book \(-3 on hand\), cup \(-2 on hand\); post what was found"
    with pytest.raises(NegativeStockStays, match=sentence):
        desk.prefer(allow_negative_stock="off")
    desk.adjust("book", 3)
    desk.adjust("cup", 2)
    desk.prefer(allow_negative_stock="off")


def test_a_file_of_preferences_is_refused_like_that_with_its_row(tmp_path: Path) -> None:
    desk = below_zero()
    rows = "name,value\nskip_age_days,many\nallow_negative_stock,off\n"
    with pytest.raises(DeskError) as refused:
        brought(desk, tmp_path, "preferences", rows)
    assert [line.partition(":")[0] for line in str(refused.value).splitlines()] == ["Row 2", "Row 3"]


def test_an_undo_of_the_preference_says_so_and_stays() -> None:
    desk = Story(book=0)
    desk.prefer(allow_negative_stock="on")
    switched = desk.ask(lambda tx: tx.value("undo.last_action", after_log_id=0))
    desk.adjust("book", -3)
    with pytest.raises(DeskError, match="Negative stock cannot be switched off"):
        desk.undo(log_id=switched)
    assert desk.ask(preferences.read).allow_negative_stock


def test_a_writer_that_asks_nobody_is_refused_at_its_end() -> None:
    desk = Story(book=10)
    desk.order("book 8")
    with pytest.raises(AllottedTwice), desk.act() as tx:  # a use case of tomorrow that forgot to settle
        stock.move(tx, MovementKind.ADJUSTMENT, (1, 1), Decimal(-5), reason="a mistake of ours")
    with pytest.raises(OnHandBelowZero), desk.act() as tx:
        tx.write("allocation.select_pools", item_ids=[], warehouse_ids=[])
        stock.move(tx, MovementKind.ADJUSTMENT, (1, 1), Decimal(-50), reason="a mistake of ours")
    desk.prove()


@worlds.copied
def at_fault() -> Story:
    """Somebody's script took books away under an order that is being picked."""
    desk = picked()
    with desk.session.transaction(actor="script", now=desk.now) as tx:
        # A number that was given before the guard looks is none of what the transaction wrote.
        [(number,)] = tx._cursor.execute("select nextval('movement_number')").fetchall()
    with desk.session.transaction(actor="script", now=desk.now) as tx:
        tx._cursor.execute(
            f"insert into movement select * replace ({number} as movement_id, -6 as qty)"
            " from movement limit 1"
        )
    return desk


def test_a_pool_at_fault_already_may_become_better() -> None:
    desk = at_fault()
    assert desk.ask(proof.problems).height == 1
    with desk.act(proven=False) as tx:
        stock.adjust(tx, "book", Decimal(4), reason="found")
    desk.prove()


def test_but_not_worse() -> None:
    desk = at_fault()
    with pytest.raises(FirmNotCovered), desk.act(proven=False) as tx:
        stock.adjust(tx, "book", Decimal(-1), reason="count")


def test_voiding_what_is_picked_is_a_remedy_too() -> None:
    desk = at_fault()
    with desk.act() as tx:
        shipments.void(tx, [1])
    assert desk.balance("book")["on_hand"] == "4"


def test_the_warehouse_is_named_where_there_are_several() -> None:
    desk, receipt = shipped()
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "NORTH")
    with pytest.raises(OnHandBelowZero, match=r"^book in warehouse MAIN would have"), desk.act() as tx:
        supply.void_receipt(tx, receipt)


def asked(desk: Story, act: Callable[[Any], object], monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the guard asks at the end of an act."""
    questions: list[str] = []
    rows = Transaction.rows

    def noted(tx: Transaction, name: str, /, **params: Any) -> Any:
        questions.append(name)
        return rows(tx, name, **params)

    with monkeypatch.context() as patched, desk.act() as tx:
        act(tx)
        patched.setattr(Transaction, "rows", noted)
        questions.clear()
    return [name for name in questions if name.startswith("guards.")]


def test_only_pools_that_can_stand_worse_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = Story(book=10)
    number = desk.order("book 8")
    po = desk.purchase("book", 5)
    nothing: list[Callable[[Any], object]] = [
        lambda tx: shipments.comment(tx, 1, "Two boxes."),
        lambda tx: orders.create(tx, "school"),
        lambda tx: shipments.pick(tx, [1]),
    ]
    assert [asked(desk, act, monkeypatch) for act in nothing] == [[], [], []]
    received = asked(desk, lambda tx: supply.receive(tx, po, {"book": Decimal(5)}), monkeypatch)
    assert received == ["guards.changes"]
    shipped = asked(desk, lambda tx: shipments.ship(tx, [1]), monkeypatch)
    assert shipped == ["guards.changes", "guards.standings"]
    assert desk.state(number) == "8 shipped"
