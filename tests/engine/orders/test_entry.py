"""Typing an order: the prospects of its lines agree with the rule that opens it."""

from decimal import Decimal

import pytest

from engine import orders
from engine.model import OnShortage
from engine.orders import entry
from engine.orders.entry import Prospect
from tests.story import Story


def prospects(desk: Story, number: str) -> list[str]:
    return [str(line.prospect) for line in desk.ask(entry.lines, number)]


def test_each_line_meets_what_the_ones_before_it_leave() -> None:
    desk = Story(book=20)
    lines = desk.ask(entry.lines, desk.draft("book 15", "book 8", "book 3"))
    assert [line.available for line in lines] == [20, 5, -3]
    assert [(line.now, line.later) for line in lines] == [(15, 0), (5, 3), (0, 3)]


@pytest.mark.parametrize(
    ("want", "prospect"),
    [
        ("book 20", Prospect.READY),
        ("book 25", Prospect.UNDECIDED),
        ("book 25 split", Prospect.SPLIT),
        ("book 25 whole", Prospect.WHOLE),
        ("none 2 split", Prospect.WAITS),
        ("none 2 whole", Prospect.WHOLE),
        ("none 2", Prospect.UNDECIDED),
        ("old 5", Prospect.REFUSED),
        ("fee 5", Prospect.UNSTOCKED),
    ],
)
def test_the_prospect_of_a_line_is_what_opening_makes_of_it(want: str, prospect: Prospect) -> None:
    desk = Story(book=20)
    desk.item("none")
    desk.item("old", 3, discontinued=True)
    desk.item("fee", inventoried=False)
    number = desk.draft(want)
    assert prospects(desk, number) == [prospect]
    asked = {Prospect.UNDECIDED, Prospect.REFUSED}
    assert bool(desk.ask(orders.shortages, number)) == (prospect in asked)


def test_an_answer_given_for_nothing_holds_while_there_is_nothing() -> None:
    """R9: less than nothing is nothing; another order that waits as well does not ask again."""
    desk = Story(book=20)
    desk.order("book 25")
    number = desk.draft("book 4")
    with desk.act() as tx:
        orders.answer(tx, number, 1, OnShortage.SPLIT, Decimal(-5))
    desk.order("book 2", customer="college")
    assert prospects(desk, number) == [Prospect.WAITS]
    desk.adjust("book", 30)
    assert prospects(desk, number) == [Prospect.READY]


def test_the_next_receipt_is_the_earliest_that_still_brings_something() -> None:
    desk = Story(book=1)
    assert desk.ask(entry.next_receipt, "book") is None
    po = desk.purchase("book", 30)
    desk.receive(po, book=10)
    assert desk.ask(entry.next_receipt, "book")[1] == 20
