"""Goods counted as they are scanned."""

from __future__ import annotations

import pytest

from engine.rules.counting import Counted, counted

LICS = ("book", "BOOK-2", "pen 3", "ÄPFEL")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("book", Counted("book", None)),
        (" BOOK ", Counted("book", None)),
        ("book-2", Counted("BOOK-2", None)),
        ("book 25", Counted("book", "25")),
        ("book*2.5", Counted("book", "2.5")),
        ("book 0", Counted("book", "0")),
        ("pen 3", Counted("pen 3", None)),
        ("pen 3 3", Counted("pen 3", "3")),
        ("äpfel x 4", Counted("ÄPFEL", "4")),
        ("pen", None),
        ("pencil 3", None),
        ("25", None),
        ("", None),
    ],
)
def test_a_code_is_one_more_and_a_number_behind_it_says_how_many(text: str, found: Counted | None) -> None:
    assert counted(text, LICS) == found
