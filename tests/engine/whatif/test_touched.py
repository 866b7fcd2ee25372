"""Which orders and pools edits are about, before they are made (R42)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from db.session import Transaction
from engine import catalogue
from engine.errors import Unknown
from engine.model import Policy
from engine.whatif.edits import Adjust, Cancel, Edit, MoveDate, Open, Priority, Purchase, SetPolicy
from engine.whatif.touched import orders_giving, orders_of, select
from tests.story import Story

D, LATER = Decimal, date(2199, 3, 10)


def touched(desk: Story, *edits: Edit) -> set[str]:
    """The LICs whose pools the edits touch."""

    def ask(tx: Transaction) -> set[str]:
        select(tx, edits)
        lics = {catalogue.item(tx, lic)["item_id"]: lic for lic in ("book", "pen", "ink")}
        return {lics[item_id] for item_id in tx.rows("replenishment.selected")["item_id"]}

    found: set[str] = desk.ask(ask)
    return found


def test_r42_edits_touch_the_pools_they_name_and_those_of_their_orders() -> None:
    desk = Story(book=0, pen=5, ink=5)
    number, draft = desk.order("book 4", "pen 2"), desk.draft("ink 1")
    po = desk.purchase("ink", 3)
    assert touched(desk, Cancel(number)) == {"book", "pen"}
    assert touched(desk, Open(draft)) == {"ink"}
    assert touched(desk, Adjust("pen", D(1)), MoveDate(po, LATER)) == {"pen", "ink"}
    assert touched(desk, Purchase("ink", D(3), LATER)) == {"ink"}
    assert touched(desk, SetPolicy(Policy.SKIP)) == {"book"}


def test_r42_orders_that_ask_for_less_themselves_give_what_they_lose() -> None:
    edits: list[Edit] = [Cancel("1"), Priority("2", 5), Adjust("pen", D(1))]
    assert (orders_of(edits), orders_giving(edits)) == (["1", "2"], ["1"])


def test_r42_unknown_records_are_refused() -> None:
    desk = Story(book=0)
    with pytest.raises(Unknown):
        touched(desk, Purchase("bock", D(3), LATER))
