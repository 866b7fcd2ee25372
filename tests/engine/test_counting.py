"""Goods counted one by one, or said to be so many."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.counting import BadCount, CountedTooMuch, NotCountedHere, count_on
from engine.errors import DeskError
from engine.quantities import plain

EXPECTED = {"book": Decimal(3), "pen": Decimal(10)}


def after(*texts: str, more: bool = False) -> dict[str, str]:
    """The count after these were scanned."""
    so_far: dict[str, Decimal] = {}
    for text in texts:
        so_far = count_on(so_far, text, EXPECTED, more=more)
    return {lic: plain(qty) for lic, qty in so_far.items()}


def test_a_code_counts_up_and_a_number_behind_it_says_how_many() -> None:
    assert after("book", "BOOK", "pen 7", "pen", "pen 4") == {"book": "2", "pen": "4"}
    assert after("book 3", "book 0") == {"book": "0"}


@pytest.mark.parametrize(
    ("texts", "refused"),
    [
        (("zebra",), NotCountedHere),
        (("book 4",), CountedTooMuch),
        (("book 3", "book"), CountedTooMuch),
        (("book -1",), BadCount),
    ],
)
def test_what_cannot_be_counted_is_refused(texts: tuple[str, ...], refused: type[DeskError]) -> None:
    with pytest.raises(refused):
        after(*texts)


def test_of_what_comes_in_there_may_be_more() -> None:
    assert after("book 4", "book", more=True) == {"book": "5"}
