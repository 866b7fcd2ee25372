"""The goods of transfers follow what their states and lines say (R1, R47)."""

from __future__ import annotations

from decimal import Decimal

from engine import stock, supply
from engine.allocation import Settled
from engine.supply import transfers
from tests.two_warehouses import balances, pending, sent, two_warehouses

D = Decimal


def test_what_is_right_already_moves_nothing() -> None:
    desk = two_warehouses(main=0, east=20)
    sent(desk, 5)
    with desk.act() as tx:
        assert supply.follow(tx, [1], "looked again") == Settled()
    assert balances(desk, "on_hand") == ("0", "15")


def test_what_left_is_a_movement_of_its_transfer_and_no_receipt_of_it() -> None:
    desk = two_warehouses(main=0, east=20)
    number = sent(desk, 5)
    (moved, *_) = desk.ask(stock.movements, "book").to_dicts()
    assert (moved["kind"], moved["warehouse"], moved["qty"], moved["reason"]) == (
        "transfer",
        "EAST",
        D(-5),
        f"transfer {number}",
    )
    assert desk.ask(supply.lines, number)["received"].to_list() == [D(0)]
    with desk.act() as tx:  # nor once the balances were carried forward
        stock.carry_forward(tx)
    assert desk.ask(supply.lines, number)["received"].to_list() == [D(0)]
    assert balances(desk, "on_order") == ("5", "0")


def test_a_transfer_without_its_goods_is_found_by_the_proof() -> None:
    desk = two_warehouses(main=0, east=20)
    number = pending(desk, 5)
    with desk.act(proven=False) as tx:
        tx.write("supply.set_state", po_id=1, state="open")
    from engine import proof

    problems = desk.ask(proof.problems)["sentence"].to_list()
    assert f"Transfer {number} is open with 5 of book, of which 0 came, but 0 left its source." in problems
    assert desk.ask(transfers.listed)["state"].to_list() == ["open"]
