"""What typed text means: LIC, quantity, price and note."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.errors import AmbiguousLic, DeskError, Unknown
from engine.orders import entry, typed
from engine.orders.typed import Candidates
from tests.story import Story


def test_a_lic_is_found_whatever_the_letters_large_or_small_the_exact_one_first() -> None:
    desk = Story(book=1)
    desk.item("Book", 2)
    assert desk.ask(typed.resolve, "Book 3") == ("Book", 3)
    assert desk.ask(typed.resolve, "book 3") == ("book", 3)


def test_a_lic_that_ends_in_a_number_is_not_taken_for_a_quantity() -> None:
    desk = Story()
    desk.item("MUG 12", 5)
    desk.item("MUG", 5)
    assert desk.ask(typed.resolve, "mug 12") == ("MUG 12", 1)
    assert desk.ask(typed.resolve, "mug 12 3") == ("MUG 12", 3)
    assert desk.ask(typed.resolve, "mug 4") == ("MUG", 4)


def test_letters_that_fit_many_offer_the_first_and_say_there_are_more() -> None:
    desk = Story()
    for number in range(12):
        desk.item(f"pen-{number}")
    found = desk.ask(typed.resolve, "pen 2")
    assert isinstance(found, Candidates)
    assert (found.found.height, found.qty, found.cut) == (typed.MOST_CANDIDATES, Decimal(2), True)
    with pytest.raises(AmbiguousLic, match=r"pen 2 fits several LICs \(pen-0, .* …\)"):
        desk.ask(typed.resolve_one, "pen 2")


def test_what_is_not_on_sale_is_not_offered_but_refused_by_its_name() -> None:
    desk = Story()
    desk.item("globe", active=False)
    with pytest.raises(Unknown):
        desk.ask(typed.resolve, "glo 1")
    assert desk.ask(typed.resolve, "globe 1") == ("globe", 1)


def test_a_price_and_a_note_stand_behind_the_goods() -> None:
    desk = Story(book=10)
    number = desk.draft()
    with desk.act() as tx:
        entry.type_line(tx, number, "book 2 @12.50 // blue")
        entry.type_line(tx, number, "book 3")
        entry.type_line(tx, number, "#2 4 @ 9")
    first, second = desk.ask(entry.lines, number)
    assert (first.qty, first.unit_price, first.value, first.note) == (
        2,
        Decimal("12.5"),
        25,
        "blue",
    )
    assert (second.qty, second.unit_price, second.value, second.note) == (4, 9, 36, "")


def test_a_line_typed_anew_keeps_its_price_and_note_unless_they_are_typed_too() -> None:
    desk = Story(book=10)
    number = desk.draft()
    with desk.act() as tx:
        entry.type_line(tx, number, "book 2 @12.50 // blue")
        entry.type_line(tx, number, "#1 5 // for the school")
    [line] = desk.ask(entry.lines, number)
    assert (line.qty, line.unit_price, line.note) == (5, Decimal("12.5"), "for the school")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("book 2 @1,50", "The price 1,50 is not a plain number"),
        ("book 2 @cheap", "The price cheap is not a plain number"),
        ("book 2 @-1", "The unit price -1 of book is not from 0"),
        ("book 2 @1.23456", "The unit price 1.23456 of book is not from 0"),
    ],
)
def test_a_price_that_is_none_is_refused_in_a_sentence(text: str, refused: str) -> None:
    desk = Story(book=10)
    number = desk.draft()
    with desk.act() as tx, pytest.raises(DeskError, match=refused):
        entry.type_line(tx, number, text)


def test_candidates_keep_what_was_typed_behind_them() -> None:
    desk = Story()
    desk.item("pen-1")
    desk.item("pen-2")
    number = desk.draft()
    with desk.act() as tx:
        found = entry.type_line(tx, number, "pen 2 @3 // blue")
    assert isinstance(found, Candidates)
    assert found.extras == {"unit_price": 3, "note": "blue"}
