"""Several problems are told at once, and one by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import engine
from engine import orders, supply
from engine.errors import DeskError, EmptyText, NoSuch, Refused, TooManyDecimals, Unknown, refuse
from engine.supply import transfers
from tests.story import Story


def test_one_problem_is_raised_as_it_is_and_none_not_at_all() -> None:
    refuse([])
    with pytest.raises(EmptyText):
        refuse([EmptyText(what="code")])


def test_several_problems_are_a_line_each_in_the_order_in_which_they_were_met() -> None:
    problems: list[DeskError | str] = [Unknown(kind="LIC", name="bok"), "Line 3 stays."]
    with pytest.raises(Refused) as caught:
        refuse(problems)
    assert caught.value.problems == [str(problem) for problem in problems]
    assert str(caught.value) == "There is no LIC bok; check the spelling or add it first.\nLine 3 stays."


def test_what_nobody_can_add_by_hand_is_not_told_to_be_added() -> None:
    assert str(NoSuch(kind="shipment", name=9999)) == "There is no shipment 9999; name one that is there."
    assert issubclass(NoSuch, Unknown)


def test_what_the_desk_numbers_by_itself_is_not_told_to_be_added() -> None:
    """An order, a purchase order, a transfer: whoever names one that is not there has a wrong number."""
    desk = Story(book=1)
    for find, kind in ((orders.find, "order"), (supply.find, "purchase order"), (transfers.find, "transfer")):
        with pytest.raises(NoSuch) as caught:
            desk.ask(find, "Z9")
        assert str(caught.value) == f"There is no {kind} Z9; name one that is there."


def test_a_problem_that_is_met_twice_is_told_once() -> None:
    with pytest.raises(Unknown):
        refuse([Unknown(kind="LIC", name="bok"), Unknown(kind="LIC", name="bok")])


@pytest.mark.parametrize(
    ("decimals", "finer"),
    [
        (0, "is not in whole units"),
        ("0", "is not in whole units"),
        (1, "has more than 1 decimal place"),
        ("2", "has more than 2 decimal places"),
    ],
)
def test_a_quantity_that_is_too_fine_is_told_what_is_fine_enough(decimals: int | str, finer: str) -> None:
    told = str(TooManyDecimals(qty="2.55", lic="book", decimals=decimals))
    assert told == f"The quantity 2.55 of book {finer}; round it."


def test_only_what_can_be_added_is_told_to_be_added() -> None:
    """Shipments, runs, receipts, notices and rows of logs come of acts; sweeps and preferences are fixed."""
    made = "run|shipment|receipt|notice|sweep|preference|view|row of the record log"
    untrue = re.compile(rf'\bUnknown\(\s*kind=f?"(?:(?:{made})["\s]|[^"]*numbered")')
    files = Path(str(engine.__file__)).parent.rglob("*.py")
    assert [str(file) for file in files if untrue.search(file.read_text(encoding="utf-8"))] == []
