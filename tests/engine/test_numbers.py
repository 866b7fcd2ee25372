"""Numbers given in turn: one above the highest there is, however old that is (8a)."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from db.session import Transaction
from engine import catalogue, numbers, orders, supply
from engine.errors import DeskError
from engine.model import SweepName
from engine.supply import transfers
from tests.examples import drawing
from tests.story import Story

TYPED = ("7", "0044", "1500", "999999999999999", "1e5", " 12", "PO9", "PO250", "TR7", "PO-1", "TR0300", "A1")
FIRST = {"": 1000, "PO": 100, "TR": 100}
MOST_DIGITS = 15


def next_by_hand(series: str, taken: list[str]) -> str:
    """One above the highest of the form, as people would find it in the whole list."""
    digits = [number.removeprefix(series) for number in taken if number.startswith(series)]
    formed = [int(text) for text in digits if text.isdecimal() and len(text) <= MOST_DIGITS]
    fitting = [number for number in formed if number != int("9" * MOST_DIGITS)]
    return f"{series}{max([FIRST[series], *fitting]) + 1}"


acts = st.one_of(
    st.sampled_from(["order", "po", "transfer", "carry", "carry"]),
    st.tuples(st.sampled_from(["order", "po", "transfer"]), st.sampled_from(TYPED)),
)


@drawing(8)
@given(st.lists(acts, min_size=4, max_size=14))
def test_the_next_number_is_the_same_whenever_numbers_were_carried_forward(script: list[Any]) -> None:
    desk = Story(book=5)
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "NORTH")
    taken: dict[str, list[str]] = {"order": [], "supply": []}
    for act in script:
        what, number = (act, None) if isinstance(act, str) else act
        made = made_by(desk, what, number, taken)
        if made is not None:
            taken["order" if what == "order" else "supply"].append(made)


def made_by(desk: Story, what: str, number: str | None, taken: dict[str, list[str]]) -> str | None:
    """The number of what an act made, checked where none was typed; None: it made nothing."""
    if what == "carry":
        with desk.act() as tx:
            numbers.carry_forward(tx)
        return None
    expected = {
        "order": next_by_hand("", taken["order"]),
        "po": next_by_hand("PO", taken["supply"]),
        "transfer": next_by_hand("TR", taken["supply"]),
    }[what]
    try:
        with desk.act() as tx:
            made = start(tx, what, number)
    except DeskError:  # somebody has that number, or it cannot be typed
        assert number is not None
        return None
    assert number is not None or made == expected
    return made


def start(tx: Transaction, what: str, number: str | None) -> str:
    if what == "order":
        return orders.create(tx, "school", number=number)
    if what == "po":
        return supply.create_po(tx, "press", number=number)
    return transfers.create(tx, "MAIN", "NORTH", number=number)


def test_the_closing_of_the_day_carries_the_highest_numbers_forward() -> None:
    desk = Story(book=5)
    desk.order("book 1")
    desk.sweep(SweepName.CLOSING)
    assert carried(desk) == {("", 1, 1001)}


def carried(desk: Story) -> set[tuple[str, int, int]]:
    def look(tx: Transaction) -> list[tuple[str, int, int]]:
        return tx._cursor.execute("select series, record_id, number from carried_number").fetchall()

    return set(desk.ask(look))
