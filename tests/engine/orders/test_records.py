"""Orders and lines as people name them: found, and refused where they may not be changed (R31)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from engine import orders
from engine.errors import WrongState
from engine.model import LineState, OrderState
from engine.orders.records import find, find_line, for_change
from tests.story import Story

CHANGES: dict[str, Callable[[Any, str], object]] = {
    "open": orders.open_order,
    "cancel": orders.cancel_order,
    "cancel a line": lambda tx, number: orders.cancel_line(tx, number, 1),
    "add a line": lambda tx, number: orders.add_line(tx, number, "book", Decimal(1)),
    "change a quantity": lambda tx, number: orders.change_qty(tx, number, 1, Decimal(1)),
    "raise": lambda tx, number: orders.set_priority(tx, number, 5),
    "change the head": lambda tx, number: orders.change(tx, number, note="Now."),
    "pin": lambda tx, number: orders.set_pinned(tx, number, 1, pinned=True),
}


@pytest.mark.parametrize("change", CHANGES)
def test_r31_a_void_order_is_never_opened_or_changed_again(change: str) -> None:
    desk = Story(book=20)
    order = desk.order("book 5")
    with desk.act() as tx:
        orders.cancel_order(tx, order)
    before = desk.log(order)
    with desk.act() as tx, pytest.raises(WrongState, match=f"Order {order} is void"):
        CHANGES[change](tx, order)
    assert (desk.order_state(order), desk.log(order)) == ("void", before)


def test_a_refusal_names_what_helps_in_this_state() -> None:
    desk = Story(book=20)
    draft, opened = desk.draft("book 5"), desk.order("book 5")
    with desk.session.snapshot() as tx:
        with pytest.raises(WrongState, match=r"pending.*; open it first\."):
            for_change(tx, draft, None, OrderState.OPEN)
        with pytest.raises(WrongState, match=r"open.*; change what it wants line by line\."):
            for_change(tx, opened, None, OrderState.PENDING)
        with pytest.raises(WrongState, match=r"allotted.*; choose a line that waits\."):
            find_line(tx, find(tx, opened), 1, LineState.BACKORDERED)
