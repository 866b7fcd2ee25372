"""Sums that say of a pool that the policy changes nothing there: the walk says the same."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from db.session import Transaction
from engine import allocation, queues
from engine.errors import DeskError
from engine.model import MayGain, Pool
from tests.acts import perform, stock_acts
from tests.examples import drawing
from tests.story import Story


def unmoved(tx: Transaction) -> set[Pool]:
    """The pools that wait and of which sums say that nothing changes there."""
    tx.write("allocation.select_pools_that_wait")
    waiting = pools(tx)
    queues.look(tx)
    queues.leave_unmoved(tx)
    return waiting - pools(tx)


def pools(tx: Transaction) -> set[Pool]:
    return set(tx.rows("whole_desk.table_rows", table_name="touched_pool").iter_rows())


def changed(tx: Transaction, asked: set[Pool]) -> int:
    """How many lines the policy would change in these pools."""
    allocation.select_pools(tx, asked)
    return allocation.decide(tx, MayGain.ALL).changes.height


@drawing(10)
@given(st.lists(stock_acts, min_size=8, max_size=16))
def test_r15_where_sums_say_that_nothing_changes_the_walk_changes_nothing(
    script: list[tuple[Any, ...]],
) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    for act in script:
        with suppress(DeskError):
            perform(desk, numbers, *act)
        assert desk.ask(lambda tx: changed(tx, unmoved(tx))) == 0, act


def test_r15_pools_where_nothing_is_left_or_a_whole_line_holds_it_are_unmoved() -> None:
    desk = Story(book=5, pen=5, cup=5)
    desk.order("book 9", "pen 9 whole", "cup 9 whole")
    assert desk.ask(unmoved) == {(1, 1), (2, 1), (3, 1)}
    desk.adjust("book", 1)
    desk.adjust("cup", 4)
    assert desk.ask(unmoved) == {(2, 1)}


def test_r18_a_pool_in_which_somebody_who_waits_comes_first_is_walked() -> None:
    desk = Story(book=5)
    desk.order("book 5")
    desk.order("book 9 whole", priority=5)
    assert desk.ask(unmoved) == set()
