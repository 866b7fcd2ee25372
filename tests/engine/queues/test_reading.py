"""The one reading of an event's pools."""

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from db.session import Transaction
from engine import allocation, queues
from engine.errors import DeskError
from engine.model import POOL, MayGain, Policy, Pool
from engine.queues.reading import Reading, read
from engine.rules.queue import POLICIES
from tests.acts import perform, stock_acts
from tests.examples import drawing
from tests.story import Story


def of(*pools: Pool) -> Callable[[Transaction], Reading]:
    """A reading of these pools, as a question to ask a story."""

    def ask(tx: Transaction) -> Reading:
        allocation.select_pools(tx, pools)
        return read(tx)

    return ask


def test_a_reading_has_the_open_lines_of_the_touched_pools_and_what_lies_there() -> None:
    desk = Story(book=20, pen=5, cup=1)
    first = desk.order("book 25", "pen 2")
    second = desk.order("book 4")
    desk.draft("book 9")
    found = desk.ask(of((1, 1)))
    rows = found.lines.sort("line_id").select("number", "lic", "qty", "held", "firm").rows()
    assert rows == [
        (first, "book", Decimal(20), True, False),
        (first, "book", Decimal(5), False, False),
        (second, "book", Decimal(4), False, False),
    ]
    assert found.shelves.rows() == [(1, 1, Decimal(20))]


def test_a_pool_in_which_nothing_ever_moved_lies_empty() -> None:
    found = Story(book=0).ask(of((1, 1)))
    assert found.shelves.rows() == [(1, 1, Decimal(0))]
    assert found.lines.is_empty()


def queues_of_waiting(tx: Transaction, left_out: list[Pool]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The queue of all pools with lines that wait, made of a reading, and asked for by one query."""
    tx.write("allocation.select_pools_that_wait")
    pools = set(tx.rows("whole_desk.table_rows", table_name="touched_pool").iter_rows())
    made = queues.read(tx, left_out=left_out).lines
    tx.write("allocation.find_short_pools")
    asked = tx.rows(
        "allocation.queue_together",
        skip_age_days=0,  # no order is young: none is looked at beyond these pools
        whole_orders_first=False,
        left_out_items=[item_id for item_id, _ in left_out],
        left_out_warehouses=[warehouse_id for _, warehouse_id in left_out],
    )
    asked = queues.taking_part(asked, POLICIES[Policy.STRICT], 0)
    assert {row[:2] for row in asked.select(POOL).iter_rows()} <= pools
    return made.sort("line_id"), asked.sort("line_id")


@drawing(10)
@given(st.lists(stock_acts, min_size=8, max_size=16), st.sampled_from([[], [(1, 1)], [(1, 1), (2, 1)]]))
def test_r15_a_queue_made_of_a_reading_is_the_one_that_the_query_gives(
    script: list[tuple[Any, ...]], left_out: list[Pool]
) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    for act in script:
        with suppress(DeskError):
            perform(desk, numbers, *act)
        made, asked = desk.ask(queues_of_waiting, left_out)
        assert made.select(asked.columns).equals(asked), act


def grants(tx: Transaction, pools: list[Pool], pool: Pool) -> dict[int, Decimal]:
    """What the lines of one pool get when these pools are touched."""
    allocation.select_pools(tx, pools)
    found = queues.read(tx)
    walked = queues.walk(tx, found.lines, MayGain.ALL, found.policy, found.terms)
    own = walked.filter(item_id=pool[0], warehouse_id=pool[1]).filter(pl.col("granted_qty") > 0)
    return dict(own.select("line_id", "granted_qty").iter_rows())


def test_r43_an_order_has_its_turn_with_a_line_that_waits_in_a_pool_with_enough_for_all() -> None:
    """The first order came first with its cup, and one is there by now; 6 books are there for the 6 of the
    other and the 1 of the first, which can be filled whole and goes first.
    """
    desk = Story(book=0, cup=0)
    desk.prefer(allocation_policy=Policy.COMPLETE_FIRST)
    first, _ = desk.order("cup 1"), desk.order("book 6")
    desk.add(first, "book 1")
    desk.adjust("cup", 1)
    desk.adjust("book", 6)
    assert desk.ask(grants, [(1, 1)], (1, 1)) == {2: 5, 3: 1}


@drawing(10)
@given(st.lists(stock_acts, min_size=8, max_size=16), st.sampled_from(Policy))
def test_r43_what_is_read_of_a_pool_says_of_it_what_all_pools_say(
    script: list[tuple[Any, ...]], policy: Policy
) -> None:
    """Orders are young here, as they are for some days."""
    desk = Story(book=30, pen=10)
    desk.prefer(allocation_policy=policy, skip_age_days=365)
    numbers: list[str] = []
    for act in script:
        with suppress(DeskError):
            perform(desk, numbers, *act)
        for pool in ((1, 1), (2, 1)):
            assert desk.ask(grants, [pool], pool) == desk.ask(grants, [(1, 1), (2, 1)], pool), act
