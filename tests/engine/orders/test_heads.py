"""The head of an order: every field from one list."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest

from engine import orders
from engine.errors import BadPriority
from engine.model import Cell, ShipType
from engine.rules.field import Field
from engine.rules.header import BY_NAME, HEADER_FIELDS, Header, only
from tests.story import Story

OTHER: Final[dict[Cell, Any]] = {
    Cell.CODE: "annex",
    Cell.CHOICE: ShipType.COMPLETE,
    Cell.PRIORITY: 4,
    Cell.DAY: date(2026, 3, 3),
    Cell.TEXT: "ring first",
}


def test_the_list_has_the_fields_that_can_be_given() -> None:
    assert list(BY_NAME) == list(Header.__annotations__)


@pytest.mark.parametrize("field", HEADER_FIELDS, ids=list(BY_NAME))
def test_a_field_is_given_to_a_new_order_changed_and_undone(field: Field) -> None:
    """Section 9, R11: the record log keeps what it was, as text from which it can be had again."""
    desk = Story(book=5)
    number = desk.draft("book 1", **{field.name: OTHER[field.cell]})
    assert desk.ask(orders.find, number)[field.name] == OTHER[field.cell]
    number = desk.draft("book 1")
    usual = desk.ask(orders.find, number)[field.name]
    with desk.act() as tx:
        orders.change(tx, number, **only(field.name, OTHER[field.cell]))
    assert desk.ask(orders.find, number)[field.name] == OTHER[field.cell]
    assert field.of_log(str(OTHER[field.cell])) == OTHER[field.cell]
    desk.undo()
    assert desk.ask(orders.find, number)[field.name] == usual


def test_a_priority_that_cannot_be_is_refused() -> None:
    """R14."""
    with pytest.raises(BadPriority, match="of order 1001 is"):
        BY_NAME["priority"].checked(10, "order 1001")


def test_an_edit_of_what_was_empty_says_so() -> None:
    desk = Story(book=5)
    number = desk.draft("book 1")
    with desk.act() as tx:
        orders.change(tx, number, not_before=date(2026, 3, 3))
        orders.change(tx, number, note="ring first")
        orders.change(tx, number, ship_type=ShipType.COMPLETE)
    assert f"Order {number}: not before changed from nothing to 3 Mar 2026." in desk.log(number)
    assert f"Order {number}: note changed from nothing to ring first." in desk.log(number)
    assert f"Order {number}: ship type changed from Partial OK to Complete." in desk.log(number)
