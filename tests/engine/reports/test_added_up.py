"""What each balance of a LIC is added up from (R1); test_one_number compares them on random desks."""

from __future__ import annotations

import pytest

from engine.reports import added_up
from engine.reports.added_up import TERMS, Balance
from tests.story import Story


def rows(desk: Story, balance: Balance) -> list[str]:
    """What the rows of a balance are: movements by their kind, purchase orders and lines by their numbers."""
    frame = desk.ask(added_up.rows, "book", balance)
    name = next(one for one in ("order", "po", "kind") if one in frame.columns)
    return [f"{row[name]} {row['qty']:f}".replace(".0000", "") for row in frame.to_dicts()]


def test_r1_every_balance_has_its_rows() -> None:
    desk = Story(book=20)
    first, second = desk.order("book 15"), desk.order("book 25")
    po = desk.purchase("book", 8)
    desk.adjust("book", 2)
    assert rows(desk, Balance.ON_HAND) == ["adjustment 2", "beginning balance 20"]
    assert rows(desk, Balance.ALLOTTED) == [f"{first} 15", f"{second} 5"]
    assert rows(desk, Balance.WAITING) == [f"{second} 20"]
    assert rows(desk, Balance.DEMAND) == [f"{first} 15", f"{second} 5", f"{second} 20"]
    assert rows(desk, Balance.ON_ORDER) == [f"{po} 8"]


@pytest.mark.parametrize("balance", TERMS)
def test_a_balance_that_is_two_others_has_no_rows_of_its_own(balance: Balance) -> None:
    assert rows(Story(book=20), balance) == []
