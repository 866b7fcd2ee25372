"""Purchase orders: started, opened, changed (R4, R39)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from db.queries import Query
from db.session import MIGRATIONS, Transaction
from engine import catalogue, supply
from engine.errors import (
    EmptyPurchaseOrder,
    ReceivedAlready,
    Unknown,
)
from engine.supply import transfers
from tests.story import Story

D = Decimal


def test_r4_a_pending_purchase_order_is_not_on_order() -> None:
    desk = Story(book=1)
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, "book", D(10))
    assert desk.balance("book")["on_order"] == "0"
    with desk.act() as tx:
        supply.open_po(tx, po)
    assert desk.balance("book")["on_order"] == "10"


def test_a_line_without_a_date_is_expected_after_the_vendors_lead_time() -> None:
    desk = Story(book=1)
    po = desk.purchase("book", 10)
    assert desk.ask(supply.lines, po)["expected_on"].to_list() == [date(2026, 3, 7)]


def test_an_empty_purchase_order_cannot_be_opened_and_a_void_one_brings_nothing() -> None:
    desk = Story(book=0)
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
    with desk.act() as tx, pytest.raises(EmptyPurchaseOrder):
        supply.open_po(tx, po)
    other = desk.purchase("book", 10)
    with desk.act() as tx:
        supply.void_po(tx, other)
    assert desk.balance("book")["on_order"] == "0"


def test_a_changed_line_moves_its_date_and_never_falls_below_what_came() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    desk.receive(po, book=4)
    line_id = desk.ask(supply.lines, po)["po_line_id"][0]
    with desk.act() as tx, pytest.raises(ReceivedAlready, match="received with 4"):
        supply.change_po_line(tx, po, line_id, qty=D(3))
    with desk.act() as tx:
        supply.change_po_line(tx, po, line_id, qty=D(4), expected_on=date(2026, 4, 1))
    assert desk.po_state(po) == "closed"


def test_unknown_vendors_and_lics_are_refused() -> None:
    desk = Story(book=0)
    with desk.act() as tx, pytest.raises(Unknown, match="no vendor nobody"):
        supply.create_po(tx, "nobody")
    with pytest.raises(Unknown, match="for LIC pen"):
        desk.receive(desk.purchase("book", 10), pen=1)


def test_who_started_a_purchase_order_is_known_of_older_desks_by_their_record_log() -> None:
    desk = Story(book=0)
    number = desk.purchase("book", 5)
    started = desk.ask(supply.purchase_orders).select("po", "started_by").rows()
    assert started == [(number, "Ann")]
    _, update = MIGRATIONS.joinpath("0033_started_by.sql").read_text("utf-8").split(";", 1)
    desk.actor = "Bob"
    with desk.act() as tx:
        supply.mark_late(tx, number, desk.today + timedelta(9))
        tx._cursor.execute("update purchase_order set started_by = null")
        tx._cursor.execute(update)
    assert desk.ask(supply.purchase_orders).select("po", "started_by").rows() == started


def test_an_act_on_a_purchase_order_or_a_transfer_looks_it_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, asked = Story(book=9), list[str]()
    find_next = Transaction._next

    def noted(tx: Transaction, name: str) -> Query:
        asked.append(name)
        return find_next(tx, name)

    def lookups(act: Callable[..., object], *args: Any, **kwargs: Any) -> int:
        asked.clear()
        with desk.act() as tx:
            act(tx, *args, **kwargs)
            return asked.count("supply.find")

    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        catalogue.add_warehouse(tx, "EAST")
        way = transfers.create(tx, "MAIN", "EAST")
    monkeypatch.setattr(Transaction, "_next", noted)
    assert [
        lookups(supply.add_po_line, po, "book", D(10)),
        lookups(supply.change_po_line, po, 1, qty=D(8)),
        lookups(supply.open_po, po),
        lookups(supply.mark_late, po, date(2026, 4, 1)),
        lookups(supply.add_po_line, way, "book", D(3)),
        lookups(transfers.send, way),
    ] == [1] * 6
