"""Balances carried forward (8a): on hand is a balance and the movements since, as is what was received."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import proof, stock, supply
from engine.errors import DeskError
from tests.acts import acts_named, perform, supply_acts
from tests.examples import drawing
from tests.story import Story

SUMS = """select list((item_id, warehouse_id, qty) order by all) from (
    select item_id, warehouse_id, sum(qty) as qty from {of} group by all having sum(qty) <> 0)"""
RECEIVED = """select list((po_line_id, qty) order by all) from (
    select po_line_id, sum(qty) as qty from {of} where po_line_id is not null group by all
    having sum(qty) <> 0)"""


def asked(desk: Story, sql: str) -> Any:
    def question(tx: Any) -> Any:
        return tx._cursor.execute(sql).fetchall()

    return desk.ask(question)


def carry(desk: Story) -> None:
    with desk.act() as tx:
        stock.carry_forward(tx)


def check(desk: Story) -> None:
    """What hot queries read is what all movements say, and acts have left the balances alone."""
    assert asked(desk, SUMS.format(of="on_hand_part")) == asked(desk, SUMS.format(of="movement"))
    assert asked(desk, RECEIVED.format(of="received")) == asked(desk, RECEIVED.format(of="movement"))


goods = st.one_of(acts_named("order", "supply", "adjust", "ship", "void", "return", "sweep"), supply_acts)


@drawing(5)
@given(st.lists(st.one_of(goods, goods, goods, st.just(("carry",))), min_size=6, max_size=14))
def test_on_hand_and_received_are_what_all_movements_say_whenever_they_were_carried_forward(
    script: list[tuple[Any, ...]],
) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    for act in script:
        if act == ("carry",):
            carry(desk)
        else:
            with suppress(DeskError):
                perform(desk, numbers, *act)
        check(desk)


def test_carried_forward_twice_is_carried_forward_once() -> None:
    desk = Story(book=30, pen=10)
    desk.supply("book", 5)
    carry(desk)
    before = asked(desk, "select list((item_id, qty) order by all) from balance")
    carry(desk)
    assert asked(desk, "select list((item_id, qty) order by all) from balance") == before
    assert asked(desk, "select list(movement_id) from carried_forward") == [([3],)]


def test_a_movement_after_the_mark_counts_once_and_a_voided_receipt_goes_off_again() -> None:
    desk = Story(book=0)
    po = desk.purchase("book", 10)
    receipt = desk.receive(po, book=4)
    carry(desk)
    desk.receive(po, book=3)
    assert desk.balance("book") | {"on_hand": "7", "on_order": "3"} == desk.balance("book")
    with desk.act() as tx:
        supply.void_receipt(tx, receipt)
    assert desk.balance("book") | {"on_hand": "3", "on_order": "7"} == desk.balance("book")
    carry(desk)
    assert desk.balance("book") | {"on_hand": "3", "on_order": "7"} == desk.balance("book")


DAMAGE = {
    "update balance set qty = qty + 2": (
        "book was carried forward with 12 on hand but its movements until then sum to 10."
    ),
    "delete from balance": "book was carried forward with 0 on hand but its movements until then sum to 10.",
    "insert into balance from balance": (
        "book was carried forward with 20 on hand but its movements until then sum to 10."
    ),
    "update po_line set carried_qty = 1": (
        "book on purchase order PO101 was carried forward with 1 received but its movements until then "
        "sum to 4."
    ),
}


@pytest.mark.parametrize("statement", DAMAGE)
def test_the_proof_names_a_balance_that_its_movements_do_not_bear_out(statement: str) -> None:
    desk = Story(book=6)
    desk.receive(desk.purchase("book", 9), book=4)
    carry(desk)
    with desk.session.transaction(actor="script", now=desk.now) as tx:
        tx._cursor.execute(statement)
    assert desk.ask(proof.problems)["sentence"].to_list() == [DAMAGE[statement]]
    carry(desk)  # the remedy: carried forward anew, from the movements


def test_a_movement_that_somebody_slipped_in_behind_the_mark_is_named() -> None:
    desk = Story(book=6)
    carry(desk)
    with desk.session.transaction(actor="script", now=desk.now) as tx:
        tx._cursor.execute("insert into movement select * replace (-1 as movement_id) from movement")
    assert desk.ask(proof.problems)["sentence"].to_list() == [
        "book was carried forward with 6 on hand but its movements until then sum to 12."
    ]
