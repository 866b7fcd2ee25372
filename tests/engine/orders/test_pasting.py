"""A pasted list is read row by row: each row says what is wrong with it, and the good ones are added."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import TooMuchPasted
from engine.orders import pasting
from tests import worlds
from tests.story import Story


@pytest.fixture
@worlds.copied
def desk() -> Story:
    desk = Story(book=20, pen=0)
    desk.item("old", active=False)
    return desk


def test_a_heading_and_blank_rows_are_skipped_and_rows_keep_their_numbers(desk: Story) -> None:
    read = desk.ask(pasting.read_pasted, "LIC\tQuantity\n\nbook\t25\nPEN;3\n")
    assert [(row.row_no, row.lic, row.qty, row.problem) for row in read] == [
        (3, "book", Decimal(25), ""),
        (4, "pen", Decimal(3), ""),
    ]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("bok\t5", "There is no LIC bok."),
        ("big bok 5", "There is no LIC big bok."),
        ("bok", "There is no LIC bok."),
        ("old\t5", "old is inactive."),
        ("book\t1,000", "The quantity 1,000 of book is not a plain number; write it like 1000 or 2.5."),
        ("book\t0", "The quantity 0 of book must be more than zero; type what is wanted."),
        ("book\t2.5", "The quantity 2.5 of book is not in whole units; round it."),
    ],
)
def test_a_row_says_what_is_wrong_with_it(desk: Story, row: str, problem: str) -> None:
    [read] = desk.ask(pasting.read_pasted, row)
    assert read.problem == problem


def test_the_good_rows_are_added_in_their_order(desk: Story) -> None:
    order = desk.draft()
    with desk.act() as tx:
        read = pasting.read_pasted(tx, "pen 3\nbok 1\nbook 25\n")
        assert pasting.add_pasted(tx, order, read) == 2
    assert desk.lines(order)["lic"].to_list() == ["pen", "book"]


def test_a_list_that_is_too_long_is_for_a_file(desk: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pasting, "MOST_ROWS", 2)
    with pytest.raises(TooMuchPasted, match="3 rows are too many"):
        desk.ask(pasting.read_pasted, "book 1\nbook 1\nbook 1\n")
